#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A page of memory, or several in a row, that holds secrets of about one size and nothing else.
///
/// It is kept out of swap (mlock(2)), of core dumps and of the memory of forked processes (madvise(2)), each where the
/// system lets it. Unchecked: ``SecretMemory`` changes it under its lock only.
final class SecretPage: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let size: Int
    let slotSize: Int
    /// The slots without a secret, the next to be taken last.
    private(set) var free: [Int]
    let isLocked: Bool
    private let isMapped: Bool

    /// - Parameter size: in bytes; a multiple of the system's page size.
    init(size: Int, slotSize: Int) {
        self.size = size
        self.slotSize = slotSize
        free = Array((0..<size / slotSize).reversed())
        let mapped = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapped, mapped != MAP_FAILED else {
            // Better ordinary memory than none.
            base = .allocate(byteCount: size, alignment: 16)
            (isMapped, isLocked) = (false, false)
            return
        }
        base = mapped
        isMapped = true
        #if os(Linux)
            madvise(mapped, size, Int32(MADV_DONTDUMP))
            madvise(mapped, size, Int32(MADV_WIPEONFORK))
        #endif
        isLocked = mlock(mapped, size) == 0
    }

    deinit {
        if isMapped { munmap(base, size) } else { base.deallocate() }
    }

    var isFull: Bool { free.isEmpty }
    var isUnused: Bool { free.count * slotSize == size }

    func take() -> UnsafeMutableRawPointer? {
        free.popLast().map { base + $0 * slotSize }
    }

    func giveBack(_ slot: UnsafeMutableRawPointer) {
        free.append((slot - base) / slotSize)
    }
}
