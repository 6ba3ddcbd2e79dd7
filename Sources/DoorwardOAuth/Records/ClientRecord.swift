public import DoorwardSecrets

/// A registered client (RFC 6749 §2).
public struct ClientRecord: Sendable, Equatable {
    /// The client identifier; public, chosen by the server.
    public var id: String
    /// What people read on the consent page.
    public var name: String
    /// The name of the ``ClientProfile`` that says what is expected of it.
    public var profile: String
    /// Whether it has no secret (RFC 6749 §2.1).
    public var isPublic: Bool
    /// Complete redirect URIs, compared exactly but for loopback ports.
    public var redirectURIs: [String]
    /// What it may ask for, and what it gets when it asks for nothing.
    public var scopes: [String]
    /// The live secrets, at most two, oldest first; empty for a public client.
    public var secrets: [ClientSecret]
    /// Unix seconds.
    public var createdAt: Int64
    /// When it was removed (Unix seconds); a removed client is kept so that its name stays explained.
    public var removedAt: Int64?
    /// How it may prove who it is, where that is not what its profile says: `none` beside `private_key_jwt` means either.
    public var authenticationMethods: [ClientAuthenticationMethod]?
    /// The public keys that it signs assertions with (RFC 7523); nil when it has none.
    public var keys: ClientKeys?
    /// Whether its access tokens must be bound to a key (RFC 9449 §5.2).
    public var requiresKeyBinding: Bool
    /// Whether its authorization requests must be pushed (RFC 9126 §6).
    public var requiresPushedRequests: Bool
    /// What a client said of itself that registered itself; nil for those that an operator made.
    public var registration: ClientRegistration?

    public init(
        id: String, name: String, profile: String, isPublic: Bool, redirectURIs: [String], scopes: [String],
        secrets: [ClientSecret] = [], createdAt: Int64, removedAt: Int64? = nil,
        authenticationMethods: [ClientAuthenticationMethod]? = nil, keys: ClientKeys? = nil,
        requiresKeyBinding: Bool = false, requiresPushedRequests: Bool = false,
        registration: ClientRegistration? = nil
    ) {
        self.id = id
        self.name = name
        self.profile = profile
        self.isPublic = isPublic
        self.redirectURIs = redirectURIs
        self.scopes = scopes
        self.secrets = secrets
        self.createdAt = createdAt
        self.removedAt = removedAt
        self.authenticationMethods = authenticationMethods
        self.keys = keys
        self.requiresKeyBinding = requiresKeyBinding
        self.requiresPushedRequests = requiresPushedRequests
        self.registration = registration
    }
}

/// One secret of a client. It is generated, so a plain digest is enough: nobody guesses 256 random bits.
public struct ClientSecret: Sendable, Equatable {
    public var digest: SecretDigest
    /// Unix seconds.
    public var createdAt: Int64
    /// When it was last used (Unix seconds).
    public var lastUsedAt: Int64?

    public init(digest: SecretDigest, createdAt: Int64, lastUsedAt: Int64? = nil) {
        self.digest = digest
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }
}
