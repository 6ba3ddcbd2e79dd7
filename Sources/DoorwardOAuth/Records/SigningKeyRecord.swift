/// A key that signs tokens, as it is kept: sealed under the master secret.
public struct SigningKeyRecord: Sendable, Equatable {
    /// The key id: the thumbprint of the public key (RFC 7638).
    public var id: String
    /// The public key as a JWK in JSON.
    public var publicKey: String
    /// The private key, sealed.
    public var sealedPrivateKey: [UInt8]
    /// Unix seconds.
    public var createdAt: Int64
    /// From when on it signs; it is published before.
    public var activeFrom: Int64
    /// When it stops being published: the last token that it signed has ended by then. Nil while it may sign.
    public var retiresAt: Int64?

    public init(
        id: String, publicKey: String, sealedPrivateKey: [UInt8], createdAt: Int64, activeFrom: Int64,
        retiresAt: Int64? = nil
    ) {
        self.id = id
        self.publicKey = publicKey
        self.sealedPrivateKey = sealedPrivateKey
        self.createdAt = createdAt
        self.activeFrom = activeFrom
        self.retiresAt = retiresAt
    }
}

/// Access tokens that are dead before their time: all of a grant, or a single one.
public struct Revocation: Sendable, Equatable {
    /// Counts up with each revocation; a process asks for those after the last it knows.
    public var sequence: Int64
    /// A grant's id or a token's `jti`.
    public var id: String
    /// When the last token that it concerns has ended anyway (Unix seconds).
    public var expiresAt: Int64

    public init(sequence: Int64, id: String, expiresAt: Int64) {
        self.sequence = sequence
        self.id = id
        self.expiresAt = expiresAt
    }
}
