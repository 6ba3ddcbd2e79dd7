/// How secrets are kept up to date. Times in seconds.
public struct SecretKeeping: Sendable, Equatable {
    /// How long after a reading the next one comes, a tenth more or less.
    public var refresh: Int64
    /// How long a version that its source no longer has is accepted still.
    public var grace: Int64
    /// How old the last good reading may become before the secret counts as stale.
    public var staleAfter: Int64
    /// How long a reading may take.
    public var timeout: Duration

    public init(refresh: Int64 = 60, grace: Int64 = 3600, staleAfter: Int64 = 900, timeout: Duration = .seconds(10)) {
        self.refresh = refresh
        self.grace = grace
        self.staleAfter = staleAfter
        self.timeout = timeout
    }

    /// After a failure the next attempt comes sooner than a refresh would, then later and later.
    func pause(afterFailures failures: Int) -> Int64 {
        min(refresh, 5 << Int64(min(max(failures - 1, 0), 16)))
    }
}
