/// What is kept of a user's API key: everything but the key.
public struct APIKeyRecord: Sendable, Hashable, Identifiable {
    /// The public name of the key: `k_` and 12 base62 characters.
    public var id: String
    /// Whose key it is; what the API behind the gate is told.
    public var user: String
    /// What the key is for, in the issuer's words; may be empty.
    public var label: String
    /// The SHA-256 of the whole key.
    public var digest: SecretDigest
    /// The key's first 8 characters, to recognise it by.
    public var hint: String
    /// Unix seconds, as are all the times here.
    public var createdAt: Int64
    /// The first second in which the key is no longer accepted.
    public var expiresAt: Int64?
    /// When the key was last accepted, as far as it has been written down.
    public var lastUsedAt: Int64?
    /// When the key was revoked.
    public var revokedAt: Int64?

    public init(
        id: String, user: String, label: String = "", digest: SecretDigest, hint: String, createdAt: Int64,
        expiresAt: Int64? = nil, lastUsedAt: Int64? = nil, revokedAt: Int64? = nil
    ) {
        self.id = id
        self.user = user
        self.label = label
        self.digest = digest
        self.hint = hint
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }

    /// Makes the record of a key that was just generated.
    public init(
        of key: APIKey, user: String, label: String = "", createdAt: Int64, expiresAt: Int64? = nil,
        using random: inout some RandomNumberGenerator
    ) {
        self.init(
            id: Self.generateID(using: &random), user: user, label: label, digest: key.digest, hint: key.hint,
            createdAt: createdAt, expiresAt: expiresAt)
    }

    /// Makes a new public name for a key: `k_` and 12 base62 characters (71 bits).
    public static func generateID(using random: inout some RandomNumberGenerator) -> String {
        let digits = (0..<12).map { _ in Base62.alphabet[Int.random(in: 0..<62, using: &random)] }
        return "k_" + String(decoding: digits, as: UTF8.self)
    }
}
