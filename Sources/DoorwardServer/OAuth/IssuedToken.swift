import DoorwardOAuth
import DoorwardSecrets

/// An access token of this server that is known to be genuine, because it was made here or has been verified.
struct IssuedToken: Sendable {
    var subject: String
    var clientID: String
    var audience: String
    var scope: String
    var tokenID: String
    /// Empty when the token names none.
    var grantID: String
    /// Unix seconds.
    var issuedAt: Int64
    var expiresAt: Int64
    /// The thumbprint of the key that it is bound to (RFC 9449 §6); nil for a bearer token.
    var keyThumbprint: String?

    init(_ claims: AccessTokenClaims) {
        subject = claims.subject
        clientID = claims.clientID
        audience = claims.audience
        scope = claims.scope
        tokenID = claims.tokenID
        grantID = claims.grantID
        issuedAt = claims.issuedAt
        expiresAt = claims.expiresAt
        keyThumbprint = claims.keyThumbprint
    }

    init(
        subject: String, clientID: String, audience: String, scope: String, tokenID: String, grantID: String,
        issuedAt: Int64, expiresAt: Int64, keyThumbprint: String?
    ) {
        self.subject = subject
        self.clientID = clientID
        self.audience = audience
        self.scope = scope
        self.tokenID = tokenID
        self.grantID = grantID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.keyThumbprint = keyThumbprint
    }
}
