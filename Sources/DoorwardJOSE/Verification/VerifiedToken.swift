/// A token that passed every check of a policy; only `TokenVerifier` makes one.
///
/// It is one reference, so that keeping and passing it on costs nothing.
public struct VerifiedToken: Sendable {
    private final class Content: Sendable {
        let claims: JOSEObject
        let issuer: String
        let subject: String?
        let audience: [String]
        let clientID: String?
        let scopes: [String]
        let expiresAt: Int64
        let issuedAt: Int64?
        let notBefore: Int64?
        let tokenID: String?
        let algorithm: SignatureAlgorithm
        let keyID: String?

        init(_ claims: ClaimSet, signature: Signature, policy: VerificationPolicy, now: Int64) throws(JOSEError) {
            expiresAt = try claims.checkExpiry(now: now, skew: policy.clockSkew)  // RFC 7519 §4.1.4
            notBefore = try claims.checkNotBefore(now: now, skew: policy.clockSkew)  // RFC 7519 §4.1.5
            issuedAt = try claims.checkIssuedAt(now: now, skew: policy.clockSkew)  // RFC 7519 §4.1.6
            try claims.checkIssuer(policy.issuer)  // RFC 7519 §4.1.1
            audience = try claims.checkAudience(policy.audiences)  // RFC 7519 §4.1.3
            try claims.checkPresence(of: policy.requiredClaims)  // RFC 9068 §2.2
            subject = try claims.text("sub")  // RFC 7519 §4.1.2
            tokenID = try claims.text("jti")  // RFC 7519 §4.1.7
            clientID = try claims.text("client_id")  // RFC 8693 §4.3
            scopes = try claims.scopes()  // RFC 8693 §4.2
            issuer = policy.issuer
            self.claims = claims.claims
            algorithm = signature.algorithm
            keyID = signature.keyID
        }
    }

    /// Who signed, and how.
    struct Signature {
        let algorithm: SignatureAlgorithm
        let keyID: String?
    }

    private let content: Content

    /// Checks the claims, in the order that `Content` lists.
    init(
        checking claims: ClaimSet, signature: Signature, policy: VerificationPolicy, now: Int64
    ) throws(JOSEError) {
        content = try Content(claims, signature: signature, policy: policy, now: now)
    }

    /// `iss`.
    public var issuer: String { content.issuer }
    /// `sub`.
    public var subject: String? { content.subject }
    /// `aud`, as a list even when it was one string; never empty.
    public var audience: [String] { content.audience }
    /// `client_id`.
    public var clientID: String? { content.clientID }
    /// The words of `scope`, in its order.
    public var scopes: [String] { content.scopes }
    /// `exp` in Unix seconds, rounded down.
    public var expiresAt: Int64 { content.expiresAt }
    /// `iat` in Unix seconds.
    public var issuedAt: Int64? { content.issuedAt }
    /// `nbf` in Unix seconds, rounded up.
    public var notBefore: Int64? { content.notBefore }
    /// `jti`.
    public var tokenID: String? { content.tokenID }
    /// The algorithm of the signature.
    public var algorithm: SignatureAlgorithm { content.algorithm }
    /// The `kid` of the key that signed, if the key has one.
    public var keyID: String? { content.keyID }
    /// Every claim, as the token has it.
    public var claims: JOSEObject { content.claims }
}
