public import DoorwardOAuth

/// What must be known of somebody elsewhere who says who people are; the secret is not among it.
public struct ProviderSettings: Sendable, Equatable {
    /// What is particular about a provider.
    public enum Kind: String, Sendable, CaseIterable {
        case google, microsoft, github, facebook
        /// Any OpenID provider (OpenID Connect Core 1.0, Discovery 1.0).
        case oidc
        /// An OAuth 2.0 server with an address for user information.
        case oauth2
    }

    /// How Doorward says who it is at the token endpoint (RFC 6749 §2.3.1).
    public enum ClientAuthentication: String, Sendable, CaseIterable {
        case basic, post, none
    }

    /// The name in the configuration, `[a-z0-9-]{1,32}`; part of the callback's path.
    public var name: String
    /// What people read on the button.
    public var label: String
    public var kind: Kind
    /// The exact issuer of an OpenID provider; of Microsoft with `{tenantid}` for the tenant. Not used for others.
    public var issuer: String
    public var clientID: String
    /// Microsoft: `common`, `organizations`, `consumers`, or the GUID of the one tenant.
    public var tenant: String
    /// What is asked for; of an OpenID provider `openid` always is.
    public var scopes: [String]
    /// The authorization endpoint. An OpenID provider names its own; what is set here comes before that, and is trusted
    /// as the configuration is.
    public var authorizationURL: String?
    public var tokenURL: String?
    public var userInfoURL: String?
    /// Where an OpenID provider's keys are, if not where its metadata says.
    public var jwksURL: String?
    /// Where the members of a user information are; for `oauth2` only.
    public var mapping: ProfileMapping
    /// Nil takes what the metadata offers: basic, then post; `basic` without metadata.
    public var clientAuthentication: ClientAuthentication?
    /// Added to the authorization request; none of the protocol's own is replaced.
    public var extraParameters: [String: String]
    /// Whether an address counts as verified though the provider does not say so, because whoever configured it knows
    /// better: a tenant of one's own. Never set it where strangers choose their address.
    public var trustsEmail: Bool
    public var rules: ProviderRules

    public init(
        name: String, label: String, kind: Kind, issuer: String = "", clientID: String, tenant: String = "",
        scopes: [String], authorizationURL: String? = nil, tokenURL: String? = nil, userInfoURL: String? = nil,
        jwksURL: String? = nil, mapping: ProfileMapping = ProfileMapping(),
        clientAuthentication: ClientAuthentication? = nil, extraParameters: [String: String] = [:],
        trustsEmail: Bool = false, rules: ProviderRules = ProviderRules()
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.issuer = issuer
        self.clientID = clientID
        self.tenant = tenant
        self.scopes = scopes
        self.authorizationURL = authorizationURL
        self.tokenURL = tokenURL
        self.userInfoURL = userInfoURL
        self.jwksURL = jwksURL
        self.mapping = mapping
        self.clientAuthentication = clientAuthentication
        self.extraParameters = extraParameters
        self.trustsEmail = trustsEmail
        self.rules = rules
    }

    /// Whether it speaks OpenID Connect, so that ``OpenIDProvider`` is the one for it; else ``OAuth2Provider``.
    public var isOpenID: Bool {
        switch kind {
        case .google, .microsoft, .oidc: true
        case .github, .facebook, .oauth2: false
        }
    }
}
