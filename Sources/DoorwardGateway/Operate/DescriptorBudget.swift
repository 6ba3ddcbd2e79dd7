#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// How many connections fit into the process's limit of open files.
///
/// An accepted connection must never take the last descriptor: without one, the runtime itself cannot work, and anybody could
/// end the process by connecting often enough.
struct DescriptorBudget: Equatable {
    /// Callers, on each event loop.
    let callers: Int
    /// Connections to the API, on each event loop.
    let upstream: Int

    /// Descriptors kept for listeners, logs, the database and the runtime.
    static let reserve = 96

    /// What event loops need for themselves beyond the reserve, which has room for a few of them: three each.
    private static func ownDescriptors(loops: Int) -> Int { max(0, loops - 8) * 3 }

    /// The limit of open files below which so many event loops could not start, or could not serve anybody.
    static func least(loops: Int) -> Int { 24 + loops * 4 }

    /// How many event loops a limit of open files is enough for.
    static func mostLoops(limit: Int) -> Int { max(1, (limit - 24) / 4) }

    init(limit: Int, loops: Int, callers: Int, upstream: Int) {
        let loops = max(1, loops)
        let available = max(loops * 2, limit - Self.reserve - Self.ownDescriptors(loops: loops))
        let perLoop = available / loops
        self.upstream = max(1, min(upstream, perLoop / 3))
        self.callers = max(1, min(callers / loops, perLoop - self.upstream))
    }

    /// The process's own limit; without one, a very large number.
    static func openFiles() -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue))
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return 1024 }
        return Int(min(limit.rlim_cur, 1 << 30))
    }
}
