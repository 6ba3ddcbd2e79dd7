/// The issued keys as they were at one moment, in memory: what the gate asks on every call.
///
/// A value that never changes: when ``APIKeyStore/revision()`` moves, make a new one.
public struct APIKeyRing: Sendable {
    private let records: [SecretDigest: APIKeyRecord]

    /// Takes every record of the store, revoked and expired ones too, so that they get their own verdicts.
    public init(records: [APIKeyRecord]) {
        self.records = Dictionary(records.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The number of keys, dead ones too.
    public var count: Int { records.count }

    /// Judges what was presented at `now` (Unix seconds).
    ///
    /// A dictionary's timing may tell how much of a *digest* agrees with a stored one. That helps nobody: the keys are
    /// 256 random bits, so who can choose a preimage of a wanted digest prefix cannot learn the key from it, and
    /// who cannot invert SHA-256 learns nothing by which to choose the next guess. So no constant-time scan over
    /// every user's key is needed. (A chosen, low-entropy service secret is another matter: see ``ServiceSecretRing``.)
    public func match(_ presented: UnsafeRawBufferPointer, now: Int64) -> APIKeyVerdict {
        guard APIKey.isWellFormed(presented) else { return .malformed }
        guard let record = records[SecretDigest(hashing: presented)] else { return .unknown }
        if record.revokedAt != nil { return .revoked(record) }
        if let expiresAt = record.expiresAt, now >= expiresAt { return .expired(record) }
        return .accepted(record)
    }
}
