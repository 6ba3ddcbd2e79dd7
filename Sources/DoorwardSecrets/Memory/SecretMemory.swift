internal import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Memory for secrets alone. Small ones share pages, since a process may often lock 64 KiB and no more.
final class SecretMemory: Sendable {
    static let shared = SecretMemory()

    /// What a secret lies in.
    struct Slot: @unchecked Sendable {
        let start: UnsafeMutableRawPointer
        let page: SecretPage
    }

    private static let smallest = 32
    private static let kinds = 7
    private static let largest = smallest << (kinds - 1)
    private static let pageSize = max(4096, Int(sysconf(Int32(_SC_PAGESIZE))))

    private struct State {
        /// For each size of slots, the pages with free ones.
        var open = [[SecretPage]](repeating: [], count: SecretMemory.kinds)
        var mapped = 0
        var locked = 0

        mutating func opened(_ page: SecretPage) {
            mapped += page.size
            if page.isLocked { locked += page.size }
        }

        mutating func closed(_ page: SecretPage) {
            mapped -= page.size
            if page.isLocked { locked -= page.size }
        }
    }

    private let state = Mutex(State())

    /// The bytes of memory that cannot be swapped out.
    var lockedBytes: Int { state.withLock { $0.locked } }
    /// The bytes of memory taken from the system.
    var mappedBytes: Int { state.withLock { $0.mapped } }

    func allocate(_ count: Int) -> Slot {
        guard count <= Self.largest else { return ownPages(count) }
        let kind = Self.kind(of: count)
        return state.withLock { state in
            let page: SecretPage
            if let last = state.open[kind].last {
                page = last
            } else {
                page = SecretPage(size: Self.pageSize, slotSize: Self.smallest << kind)
                state.open[kind].append(page)
                state.opened(page)
            }
            // A page is in the list only while it has a free slot.
            let start = page.take() ?? page.base
            if page.isFull { state.open[kind].removeLast() }
            return Slot(start: start, page: page)
        }
    }

    /// - Parameter slot: wiped already.
    func release(_ slot: Slot) {
        let page = slot.page
        state.withLock { state in
            guard page.slotSize <= Self.largest else { return state.closed(page) }
            let kind = Self.kind(of: page.slotSize)
            if page.isFull { state.open[kind].append(page) }
            page.giveBack(slot.start)
            // One unused page stays, lest a secret that comes and goes takes the system's time.
            guard page.isUnused, state.open[kind].count > 1 else { return }
            state.open[kind].removeAll { $0 === page }
            state.closed(page)
        }
    }

    private func ownPages(_ count: Int) -> Slot {
        let size = (count + Self.pageSize - 1) / Self.pageSize * Self.pageSize
        let page = SecretPage(size: size, slotSize: size)
        let start = page.take() ?? page.base
        state.withLock { $0.opened(page) }
        return Slot(start: start, page: page)
    }

    private static func kind(of count: Int) -> Int {
        var kind = 0
        while smallest << kind < count { kind += 1 }
        return kind
    }
}
