public import DoorwardSecrets

/// What a user (or, with client credentials, a client for itself) allowed once; the family of its refresh tokens.
public struct GrantRecord: Sendable, Equatable {
    /// 16 random bytes in base64url; stands in access tokens as `gid`.
    public var id: String
    /// The user's id; nil for client credentials.
    public var userID: String?
    public var clientID: String
    /// The resource that tokens are good for (RFC 8707).
    public var resource: String
    public var scopes: [String]
    /// Where the code was sent; empty for client credentials.
    public var redirectURI: String
    /// Unix seconds.
    public var createdAt: Int64
    public var lastUsedAt: Int64
    public var revokedAt: Int64?
    /// The thumbprint of the key that its refresh tokens are bound to (RFC 9449 §5); nil when they are not.
    public var keyThumbprint: String?
    /// The role of its user, for the API; nil when he has none.
    public var role: String?
    /// Whether its client proved by a key who it is when it got this, and so has to at each refresh (RFC 7523 §2.2).
    public var needsAssertion: Bool

    public init(
        id: String, userID: String?, clientID: String, resource: String, scopes: [String], redirectURI: String,
        createdAt: Int64, lastUsedAt: Int64, revokedAt: Int64? = nil, keyThumbprint: String? = nil,
        role: String? = nil, needsAssertion: Bool = false
    ) {
        self.id = id
        self.userID = userID
        self.clientID = clientID
        self.resource = resource
        self.scopes = scopes
        self.redirectURI = redirectURI
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
        self.keyThumbprint = keyThumbprint
        self.role = role
        self.needsAssertion = needsAssertion
    }
}

/// What a user agreed to for a client; asked again when the client wants more or sends people elsewhere.
public struct ConsentRecord: Sendable, Equatable {
    public var userID: String
    public var clientID: String
    /// Scheme, host and port of the redirect URI.
    public var redirectOrigin: String
    public var resource: String
    public var scopes: [String]
    /// Unix seconds.
    public var grantedAt: Int64

    public init(
        userID: String, clientID: String, redirectOrigin: String, resource: String, scopes: [String], grantedAt: Int64
    ) {
        self.userID = userID
        self.clientID = clientID
        self.redirectOrigin = redirectOrigin
        self.resource = resource
        self.scopes = scopes
        self.grantedAt = grantedAt
    }
}

/// An authorization code (RFC 6749 §4.1.2), kept for a while after its use to notice a replay.
public struct AuthorizationCodeRecord: Sendable, Equatable {
    public var digest: SecretDigest
    public var clientID: String
    public var userID: String
    /// The redirect URI of the request as it came; nil when the request had none.
    public var redirectURI: String
    /// Whether the authorization request named the redirect URI, so that the token request must repeat it.
    public var redirectURIWasGiven: Bool
    /// The S256 challenge in base64url; nil for clients that need none and sent none.
    public var challenge: String?
    public var resource: String
    public var scopes: [String]
    /// Unix seconds.
    public var createdAt: Int64
    public var expiresAt: Int64
    /// When it was redeemed, and the grant it bought.
    public var redeemedAt: Int64?
    public var grantID: String?
    /// The thumbprint of the key that must redeem it (RFC 9449 §10); nil when any may.
    public var keyThumbprint: String?
    /// The role of its user.
    public var role: String?

    public init(
        digest: SecretDigest, clientID: String, userID: String, redirectURI: String, redirectURIWasGiven: Bool,
        challenge: String?, resource: String, scopes: [String], createdAt: Int64, expiresAt: Int64,
        redeemedAt: Int64? = nil, grantID: String? = nil, keyThumbprint: String? = nil, role: String? = nil
    ) {
        self.digest = digest
        self.clientID = clientID
        self.userID = userID
        self.redirectURI = redirectURI
        self.redirectURIWasGiven = redirectURIWasGiven
        self.challenge = challenge
        self.resource = resource
        self.scopes = scopes
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.redeemedAt = redeemedAt
        self.grantID = grantID
        self.keyThumbprint = keyThumbprint
        self.role = role
    }
}

/// A refresh token (RFC 6749 §6). Its successor is derived from its own value, so that asking again gives the same one.
public struct RefreshTokenRecord: Sendable, Equatable {
    public var digest: SecretDigest
    public var grantID: String
    /// Unix seconds.
    public var createdAt: Int64
    public var expiresAt: Int64
    /// When it was exchanged for its successor; nil while it is the newest of its grant.
    public var rotatedAt: Int64?
    /// The digest of the successor.
    public var successor: SecretDigest?

    public init(
        digest: SecretDigest, grantID: String, createdAt: Int64, expiresAt: Int64, rotatedAt: Int64? = nil,
        successor: SecretDigest? = nil
    ) {
        self.digest = digest
        self.grantID = grantID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.rotatedAt = rotatedAt
        self.successor = successor
    }
}
