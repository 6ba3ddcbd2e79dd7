/// An account elsewhere that somebody signs in with: its key is issuer and subject, never the e-mail address.
public struct IdentityRecord: Sendable, Equatable {
    /// The issuer's exact identifier; for a provider that is not OpenID, the address of its authorization endpoint's site.
    public var issuer: String
    /// The issuer's name for the account, at most 255 characters.
    public var subject: String
    public var userID: String
    /// The name of the provider in the configuration.
    public var provider: String
    /// What the provider says the e-mail address is; shown to its owner, empty without one.
    public var email: String
    /// Unix seconds.
    public var createdAt: Int64
    public var lastSignedInAt: Int64

    public init(
        issuer: String, subject: String, userID: String, provider: String, email: String, createdAt: Int64,
        lastSignedInAt: Int64
    ) {
        self.issuer = issuer
        self.subject = subject
        self.userID = userID
        self.provider = provider
        self.email = email
        self.createdAt = createdAt
        self.lastSignedInAt = lastSignedInAt
    }
}

/// What a provider gave for a user's own calls, sealed under the master secret.
public struct ProviderTokensRecord: Sendable, Equatable {
    public var userID: String
    /// The name of the provider in the configuration.
    public var provider: String
    /// The sealed JSON object of the tokens.
    public var sealed: [UInt8]
    /// When the access token ends (Unix seconds); nil when the provider does not say.
    public var expiresAt: Int64?
    /// Counts up with each replacement, so that of two who refresh at once one knows that it was late.
    public var version: Int64
    /// Unix seconds.
    public var updatedAt: Int64

    public init(
        userID: String, provider: String, sealed: [UInt8], expiresAt: Int64?, version: Int64 = 0, updatedAt: Int64
    ) {
        self.userID = userID
        self.provider = provider
        self.sealed = sealed
        self.expiresAt = expiresAt
        self.version = version
        self.updatedAt = updatedAt
    }
}
