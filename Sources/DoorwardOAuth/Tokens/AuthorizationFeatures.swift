/// What the authorization server offers besides the core of OAuth 2.1; each is off until it is switched on, and listed in
/// the metadata only then.
public struct AuthorizationFeatures: Sendable, Equatable {
    /// Whether something is offered, and whether there is no way without it.
    public enum Use: String, Sendable, Hashable, CaseIterable {
        case off
        case on
        case required

        public var isOffered: Bool { self != .off }
    }

    /// Who may register clients at the registration endpoint (RFC 7591).
    public enum Registration: String, Sendable, Hashable, CaseIterable {
        case closed
        /// Whoever has the initial access token.
        case token
        case open
    }

    public var registration: Registration
    /// Private-use schemes of redirect URIs that clients may register themselves, without the colon, in lower case.
    public var registrationSchemes: [String]
    /// The scopes that clients may have that registered themselves; nil for all.
    public var registeredScopes: [String]?
    /// How long a client that registered itself is kept without ever having had a grant, in seconds.
    public var registrationLifetime: Int64
    /// How many of those are kept at once.
    public var registrationCapacity: Int
    /// Whether a client may be known by a document at the address that is its id (Client ID Metadata Documents).
    public var clientDocuments: Bool
    /// The hosts whose documents count; empty for all.
    public var clientDocumentHosts: [String]
    /// Whether clients may authenticate by `private_key_jwt` (RFC 7523).
    public var privateKeyJWT: Bool
    /// Pushed authorization requests (RFC 9126).
    public var pushedRequests: Use
    /// Tokens bound to a key (RFC 9449).
    public var keyBinding: Use
    /// Devices without a browser (RFC 8628).
    public var deviceFlow: Bool

    public init(
        registration: Registration = .closed, registrationSchemes: [String] = ["cursor"],
        registeredScopes: [String]? = nil, registrationLifetime: Int64 = 7 * 86_400,
        registrationCapacity: Int = 10_000, clientDocuments: Bool = false, clientDocumentHosts: [String] = [],
        privateKeyJWT: Bool = false, pushedRequests: Use = .off, keyBinding: Use = .off, deviceFlow: Bool = false
    ) {
        self.registration = registration
        self.registrationSchemes = registrationSchemes
        self.registeredScopes = registeredScopes
        self.registrationLifetime = registrationLifetime
        self.registrationCapacity = registrationCapacity
        self.clientDocuments = clientDocuments
        self.clientDocumentHosts = clientDocumentHosts
        self.privateKeyJWT = privateKeyJWT
        self.pushedRequests = pushedRequests
        self.keyBinding = keyBinding
        self.deviceFlow = deviceFlow
    }

    /// The grants of the token endpoint.
    public var grants: [GrantType] {
        [.authorizationCode, .refreshToken, .clientCredentials] + (deviceFlow ? [.deviceCode] : [])
    }

    /// The ways of client authentication.
    public var authenticationMethods: [ClientAuthenticationMethod] {
        [.basic, .post] + (privateKeyJWT ? [.privateKeyJWT] : []) + [.none]
    }
}
