internal import DoorwardSecrets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Room for what a command writes; overwritten when it goes away.
final class OutputBuffer {
    /// One byte more than allowed, to notice an output that is larger.
    private let space: UnsafeMutableRawBufferPointer
    private let largest: Int
    private var count = 0

    init(largest: Int) {
        self.largest = largest
        space = .allocate(byteCount: largest + 1, alignment: 1)
    }

    deinit {
        if let start = space.baseAddress {
            #if canImport(Darwin)
                _ = memset_s(start, space.count, 0, space.count)
            #else
                explicit_bzero(start, space.count)
            #endif
        }
        space.deallocate()
    }

    var isTooLarge: Bool { count > largest }

    /// The room that is left; never empty unless ``isTooLarge``.
    var rest: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: space[count...]) }

    func grow(by more: Int) { count = min(count + more, space.count) }

    /// A copy, without one line ending at the end.
    func secret() -> Secret {
        var length = count
        if length > 0, space[length - 1] == UInt8(ascii: "\n") {
            length -= 1
            if length > 0, space[length - 1] == UInt8(ascii: "\r") { length -= 1 }
        }
        return Secret(UnsafeRawBufferPointer(rebasing: space[..<length]))
    }
}
