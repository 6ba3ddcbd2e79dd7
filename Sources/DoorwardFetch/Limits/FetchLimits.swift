/// How much may be fetched for strangers.
public struct FetchLimits: Sendable, Equatable {
    /// At once.
    public var concurrent = 16
    /// At once from one host and port.
    public var concurrentPerOrigin = 4
    /// Begun within a minute.
    public var perMinute = 120
    /// Begun within a minute from one host and port.
    public var perMinuteAndOrigin = 30
    /// How many may wait for their turn.
    public var waiting = 64
    /// How long one waits for its turn.
    public var patience = Duration.seconds(2)

    public init() {}
}
