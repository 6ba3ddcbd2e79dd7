public import DoorwardJOSE

/// What an access token says (RFC 9068 §2.2).
public struct AccessTokenClaims: Sendable, Equatable {
    public var issuer: String
    /// The user's id, or the client's when it acts for itself.
    public var subject: String
    public var audience: String
    public var clientID: String
    /// Unix seconds.
    public var expiresAt: Int64
    public var issuedAt: Int64
    public var tokenID: String
    /// Scopes with a space between them.
    public var scope: String
    public var grantID: String
    /// The thumbprint of the key that it is bound to (RFC 9449 §6.1); nil for a bearer token.
    public var keyThumbprint: String?
    /// The role of the user (RFC 9068 §2.2.3.1); nil without one.
    public var role: String?

    /// The claims of a token of a grant.
    ///
    /// - Parameters:
    ///   - scopes: at most those of the grant.
    ///   - tokenID: 16 random bytes in base64url.
    ///   - keyThumbprint: of the key that proved itself with the request.
    public init(
        of grant: GrantRecord, scopes: [String], tokenID: String, keyThumbprint: String? = nil,
        policy: AuthorizationPolicy, at now: Int64
    ) {
        issuer = policy.issuer
        subject = grant.userID ?? grant.clientID
        audience = grant.resource
        clientID = grant.clientID
        expiresAt = now + policy.accessTokenLifetime
        issuedAt = now
        self.tokenID = tokenID
        scope = scopes.joined(separator: " ")
        grantID = grant.id
        self.keyThumbprint = keyThumbprint
        role = grant.role
    }

    /// The payload of the token.
    public var payload: ClaimsWriter {
        var claims = ClaimsWriter()
        claims.add("iss", issuer)
        claims.add("sub", subject)
        claims.add("aud", audience)
        claims.add("client_id", clientID)
        claims.add("exp", expiresAt)
        claims.add("iat", issuedAt)
        claims.add("jti", tokenID)
        claims.add("scope", scope)
        claims.add("gid", grantID)
        if let role { claims.add("roles", [role]) }
        if let keyThumbprint { claims.add("cnf", .object(JOSEObject(["jkt": .string(keyThumbprint)]))) }
        return claims
    }
}
