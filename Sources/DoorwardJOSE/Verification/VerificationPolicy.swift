/// What a token must be to be accepted here; nothing of it is taken from the token.
public struct VerificationPolicy: Sendable {
    /// The algorithms that may have signed it (RFC 8725 §3.1).
    public var algorithms: Set<SignatureAlgorithm>
    /// The header's `typ` as a media type, `application/` optional, case ignored (RFC 8725 §3.11); `nil` takes any.
    public var type: String?
    /// Further types that will do where ``type`` is not nil; the empty text stands for a header without one.
    public var otherTypes: [String] = []
    /// The exact `iss` (RFC 7519 §4.1.1).
    public var issuer: String
    /// One of these must be in `aud`, exactly (RFC 7519 §4.1.3); an empty list accepts nothing.
    public var audiences: [String]
    /// How far clocks may differ, in seconds; at most what the token's own times are stretched by.
    public var clockSkew: Int64
    /// Claims that must be there and not `null`, besides `exp`, `iss` and `aud`.
    public var requiredClaims: [String]
    /// The most bytes of a token that are looked at.
    public var maximumSize: Int

    public init(
        issuer: String, audiences: [String], type: String?, algorithms: Set<SignatureAlgorithm>,
        requiredClaims: [String] = [], clockSkew: Int64 = 30, maximumSize: Int = 16 * 1024
    ) {
        self.issuer = issuer
        self.audiences = audiences
        self.type = type
        self.algorithms = algorithms
        self.requiredClaims = requiredClaims
        self.clockSkew = clockSkew
        self.maximumSize = maximumSize
    }

    /// An access token as RFC 9068 §2 has it: `typ` is `at+jwt`, and `sub`, `client_id`, `iat` and `jti` are there.
    public static func accessToken(
        issuer: String, audience: String, algorithms: Set<SignatureAlgorithm> = [.es256]
    ) -> VerificationPolicy {
        VerificationPolicy(
            issuer: issuer, audiences: [audience], type: "at+jwt", algorithms: algorithms,
            requiredClaims: ["sub", "client_id", "iat", "jti"])
    }
}
