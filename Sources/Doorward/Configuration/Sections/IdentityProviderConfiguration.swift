public import DoorwardOAuth
public import DoorwardSecrets

/// One entry of `identity_providers`: where people have an account with which they sign in here.
///
/// Doorward is registered there as the client ``clientID`` with the redirect URI `…/oauth/callback/NAME`.
public struct IdentityProviderConfiguration: Sendable, Equatable {
    /// 1 to 32 lower-case letters, digits and hyphens; part of the callback's path.
    public var name: String
    public var type: Kind
    /// What stands on the button; `nil` for ``title``'s own choice.
    public var label: String?
    public var clientID: String
    /// Where the client's secret is kept; `nil` only with ``ClientAuthentication/publicClient``.
    public var clientSecret: SecretReference?
    /// How Doorward proves to be that client; `nil` to choose from what the provider's metadata offers.
    public var clientAuthentication: ClientAuthentication?
    /// The issuer of ``Kind/oidc``, exactly as its metadata has it.
    public var issuer: IssuerURL?
    /// The tenant of ``Kind/microsoft``; `nil` for `common`.
    public var tenant: String?
    /// Where the browser is sent by ``Kind/oauth2``.
    public var authorizationURL: EndpointURL?
    /// Where codes are exchanged by ``Kind/oauth2``.
    public var tokenURL: EndpointURL?
    /// Where ``Kind/oauth2`` says who somebody is.
    public var userInfoURL: EndpointURL?
    /// What the members of that answer are called.
    public var mapping: Mapping?
    /// What is asked for; `nil` for what the type needs.
    public var scopes: [String]?
    /// Who may come in.
    public var allow = AllowRules()
    /// Whether an address joins an identity to an account that has it.
    public var link: Link = .never
    /// The role of accounts that a first sign-in makes, 1 to 64 of `A-Za-z0-9._-`.
    public var role: String?

    public init(name: String, type: Kind, clientID: String, clientSecret: SecretReference? = nil) {
        self.name = name
        self.type = type
        self.clientID = clientID
        self.clientSecret = clientSecret
    }

    /// What people read on the button: the label, the vendor's name, or the name with a capital letter.
    public var title: String {
        if let label { return label }
        switch name == type.rawValue ? type : .oauth2 {
        case .google: return "Google"
        case .microsoft: return "Microsoft"
        case .github: return "GitHub"
        case .facebook: return "Facebook"
        case .oidc, .oauth2: return name.prefix(1).uppercased() + name.dropFirst()
        }
    }

    /// What a provider speaks.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case google, microsoft, github, facebook
        /// OpenID Connect, found by its issuer.
        case oidc
        /// OAuth 2.0 with an address that says who somebody is.
        case oauth2

        /// Whether everything but the client is known.
        public var isPreset: Bool { self != .oidc && self != .oauth2 }
        /// Whether there are ID tokens.
        var isOpenID: Bool { self == .google || self == .microsoft || self == .oidc }
    }

    /// How a client proves who it is (RFC 6749 §2.3.1).
    public enum ClientAuthentication: String, Sendable, Hashable, CaseIterable {
        /// In the header.
        case basic
        /// In the body.
        case post
        /// Not at all.
        case publicClient = "none"
    }

    /// When an identity is joined to an account that is here already.
    public enum Link: String, Sendable, Hashable, CaseIterable {
        /// Only by its owner, who is signed in.
        case never
        /// Also when the provider vouches for the address that the account has.
        case verifiedEmail = "verified_email"
    }

    /// What the members of the answer of ``userInfoURL`` are called.
    public struct Mapping: Sendable, Equatable {
        /// What never changes about somebody.
        public var subject: String
        public var email: String?
        /// Whether the provider vouches for the address.
        public var emailVerified: String?
        public var name: String?

        public init(subject: String, email: String? = nil, emailVerified: String? = nil, name: String? = nil) {
            self.subject = subject
            self.email = email
            self.emailVerified = emailVerified
            self.name = name
        }
    }
}

extension IdentityProviderConfiguration.Kind: ConfigurationChoice {}
extension IdentityProviderConfiguration.ClientAuthentication: ConfigurationChoice {}
extension IdentityProviderConfiguration.Link: ConfigurationChoice {}
