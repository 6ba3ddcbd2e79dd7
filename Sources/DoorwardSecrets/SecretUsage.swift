/// What is known about a configured secret over time; the secret itself is not kept.
public struct SecretUsage: Sendable, Hashable {
    /// The secret's name that may be shown: ``Secret/fingerprint``.
    public var fingerprint: String
    /// The reference it was last read by.
    public var source: String
    /// Unix seconds, as are all the times here.
    public var firstSeen: Int64
    /// When it last let a call in, as far as it has been written down.
    public var lastUsed: Int64?
    /// When it was taken out of service.
    public var retiredAt: Int64?

    public init(fingerprint: String, source: String, firstSeen: Int64, lastUsed: Int64? = nil, retiredAt: Int64? = nil)
    {
        self.fingerprint = fingerprint
        self.source = source
        self.firstSeen = firstSeen
        self.lastUsed = lastUsed
        self.retiredAt = retiredAt
    }
}
