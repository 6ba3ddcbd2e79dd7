public import DoorwardSecrets

/// A proof of possession that passed every check but the last: whether it was used before (RFC 9449 §4.3).
///
/// There is no public initializer: only ``ProofVerifier`` can make one.
public struct VerifiedProof: Sendable, Equatable {
    /// The RFC 7638 thumbprint of the key that signed it.
    public let thumbprint: String
    /// What it is remembered by: the digest of its key and its `jti`.
    public let id: SecretDigest
    /// `iat` in Unix seconds.
    public let issuedAt: Int64
    /// Whether its nonce is one that will soon be over, so that the client should get the next.
    public let needsNewNonce: Bool

    init(thumbprint: String, tokenID: String, issuedAt: Int64, needsNewNonce: Bool) {
        self.thumbprint = thumbprint
        // A thumbprint has no control character, so no two pairs look the same; the word keeps it apart from others' ids.
        id = SecretDigest(hashing: Array("dpop\0\(thumbprint)\0\(tokenID)".utf8))
        self.issuedAt = issuedAt
        self.needsNewNonce = needsNewNonce
    }

    /// From when on a copy is too old to be accepted anyway (Unix seconds).
    public var isOverAt: Int64 { issuedAt + ProofVerifier.longestAge + 1 }
}
