#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Lets one thread wake another that sleeps in `poll`.
final class WakePipe: Sendable {
    private let descriptors: (read: Int32, write: Int32)

    /// `nil` when the process has no descriptors left.
    init?() {
        var pair: [Int32] = [-1, -1]
        guard pipe(&pair) == 0 else { return nil }
        for descriptor in pair { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        descriptors = (pair[0], pair[1])
    }

    deinit {
        close(descriptors.read)
        close(descriptors.write)
    }

    /// Wakes the sleeper, now and every time it wants to sleep again.
    func wake() {
        var byte: UInt8 = 1
        _ = write(descriptors.write, &byte, 1)
    }

    /// Sleeps until there is something to read from a descriptor, the time is over, or it was woken.
    ///
    /// - Returns: `false` when it was woken.
    func sleep(milliseconds: Int32, watching descriptor: Int32 = -1) -> Bool {
        let events = Int16(POLLIN)
        var watched = [
            pollfd(fd: descriptors.read, events: events, revents: 0),
            pollfd(fd: descriptor, events: events, revents: 0),
        ]
        _ = poll(&watched, nfds_t(watched.count), milliseconds)
        return watched[0].revents == 0
    }
}
