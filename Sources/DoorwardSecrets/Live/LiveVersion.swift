/// One value that is accepted, or sent, at the moment.
public struct LiveVersion: Sendable {
    /// The value and what its source says of it.
    public internal(set) var version: SecretVersion
    /// Unix seconds of the first reading that had it.
    public let firstSeen: Int64
    /// Unix seconds at which its source no longer had it; nil while it has.
    public internal(set) var leftAt: Int64?

    /// Whether the last good reading did not have it.
    public internal(set) var isMissing = false

    public var secret: Secret { version.secret }
    /// The SHA-256 of the value.
    let digest: SecretDigest

    init(_ version: SecretVersion, firstSeen: Int64) {
        self.version = version
        self.firstSeen = firstSeen
        digest = version.secret.digest
    }
}
