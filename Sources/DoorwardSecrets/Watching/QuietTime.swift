/// Says when a row of events is over: after a while of quiet, but not later than a longest time. Without a clock of its
/// own; all times in nanoseconds.
struct QuietTime: Sendable {
    static let quiet: UInt64 = 100_000_000
    static let longest: UInt64 = 1_000_000_000

    private var first: UInt64 = 0
    private var last: UInt64 = 0
    private var isRunning = false

    /// Notes an event.
    ///
    /// - Returns: after how long to call ``ask(at:)``; nil when that call is on its way already.
    mutating func note(at now: UInt64) -> UInt64? {
        last = now
        if isRunning { return nil }
        isRunning = true
        first = now
        return Self.quiet
    }

    /// - Returns: after how long to ask again; nil when the row is over.
    mutating func ask(at now: UInt64) -> UInt64? {
        let end = min(last &+ Self.quiet, first &+ Self.longest)
        if now < end { return end - now }
        isRunning = false
        return nil
    }
}
