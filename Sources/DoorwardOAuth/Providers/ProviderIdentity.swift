/// Who somebody is, as a provider says and every check confirmed.
public struct ProviderIdentity: Sendable, Equatable {
    /// With ``subject`` the only key of an account elsewhere (OpenID Connect Core §5.7).
    public var issuer: String
    public var subject: String
    /// Lower-case; nil when the provider says none.
    public var email: String?
    /// Whether the provider vouches for the address.
    public var isEmailVerified: Bool
    /// What the person is called; for a first login only.
    public var name: String?
    /// Claims of texts or of lists of texts, by name: `groups`, `hd`, …
    public var claims: [String: [String]]
    /// Only where they are to be kept.
    public var tokens: ProviderTokens?

    public init(
        issuer: String, subject: String, email: String? = nil, isEmailVerified: Bool = false, name: String? = nil,
        claims: [String: [String]] = [:], tokens: ProviderTokens? = nil
    ) {
        self.issuer = issuer
        self.subject = subject
        self.email = email
        self.isEmailVerified = isEmailVerified
        self.name = name
        self.claims = claims
        self.tokens = tokens
    }
}

/// Tokens of a provider for a user's own calls. They print `<redacted>`.
public struct ProviderTokens: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    public var accessToken: String
    public var refreshToken: String?
    /// Unix seconds; nil when the provider does not say.
    public var expiresAt: Int64?

    public init(accessToken: String, refreshToken: String? = nil, expiresAt: Int64? = nil) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.expiresAt = expiresAt
    }

    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
