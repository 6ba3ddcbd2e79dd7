/// What is fetched, what waits, and what was begun in the last minute. A state without a clock: the time is an argument.
///
/// Its size is bounded by the limits, whatever is asked for: at most `perMinute` beginnings are remembered, and only
/// what those let in runs or waits.
struct FetchBook<Waiter> {
    enum Admission: Equatable {
        case go, wait
        case overloaded(retryAfter: Int64)
    }

    private static var window: Int64 { 60 }

    private let limits: FetchLimits
    private var begun: [(at: Int64, origin: String)] = []
    private var running: [String: Int] = [:]
    private var runningCount = 0
    private var waiters: [(id: UInt64, origin: String, waiter: Waiter)] = []

    init(_ limits: FetchLimits) { self.limits = limits }

    /// Whether nothing runs and nothing waits.
    var isIdle: Bool { running.isEmpty && runningCount == 0 && waiters.isEmpty }

    /// Lets a fetch begin, wait, or not.
    ///
    /// - Parameter waiter: kept, under the id, when it has to wait.
    mutating func admit(_ id: UInt64, _ waiter: Waiter, origin: String, at now: Int64) -> Admission {
        forget(at: now)
        let same = begun.filter { $0.origin == origin }
        if same.count >= limits.perMinuteAndOrigin { return .overloaded(retryAfter: wait(for: same.first?.at, now)) }
        if begun.count >= limits.perMinute { return .overloaded(retryAfter: wait(for: begun.first?.at, now)) }
        if isFree(origin) {
            begun.append((now, origin))
            start(origin)
            return .go
        }
        guard waiters.count < limits.waiting else { return .overloaded(retryAfter: 1) }
        begun.append((now, origin))
        waiters.append((id, origin, waiter))
        return .wait
    }

    /// Ends one fetch.
    ///
    /// - Returns: those whose turn it is now; they count as running.
    mutating func end(origin: String) -> [Waiter] {
        runningCount -= 1
        running[origin] = running[origin].flatMap { $0 > 1 ? $0 - 1 : nil }
        var next: [Waiter] = []
        while let index = waiters.firstIndex(where: { isFree($0.origin) }) {
            let turn = waiters.remove(at: index)
            start(turn.origin)
            next.append(turn.waiter)
        }
        return next
    }

    /// Takes somebody out of the line, unless the turn has come already.
    mutating func withdraw(_ id: UInt64) -> Waiter? {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return nil }
        return waiters.remove(at: index).waiter
    }

    private func isFree(_ origin: String) -> Bool {
        runningCount < limits.concurrent && (running[origin] ?? 0) < limits.concurrentPerOrigin
    }

    private mutating func start(_ origin: String) {
        runningCount += 1
        running[origin, default: 0] += 1
    }

    /// A clock that was set back must not lock anybody out, so what lies in the future is forgotten too.
    private mutating func forget(at now: Int64) {
        begun.removeAll { $0.at > now || now - $0.at > Self.window }
    }

    private func wait(for oldest: Int64?, _ now: Int64) -> Int64 { (oldest ?? now) + Self.window + 1 - now }
}
