public import DoorwardOAuth
public import DoorwardSecrets

extension DoorwardConfiguration {
    /// What `auth: oauth` needs: Doorward's own authorization server, or whose tokens are accepted instead.
    public struct OAuth: Sendable, Equatable {
        /// The authorization server whose tokens are accepted; `nil` for Doorward's own.
        public var issuer: IssuerURL?
        /// What clients can ask for, each with the sentence that people read before they agree.
        public var scopes = ScopeDeclarations()
        /// 15 minutes to 24 hours.
        public var accessTokenLifetime: Duration = .seconds(3600)
        /// 1 hour to 10 years; each rotation begins it anew.
        public var refreshTokenLifetime: Duration = .seconds(30 * 86400)
        /// Whose refresh tokens are exchanged for a new one at each use.
        public var refreshRotation: RefreshRotation = .all
        /// How long a repeated refresh gets the answer that may have been lost, at most 5 minutes.
        public var reuseWindow: Duration = .seconds(30)
        /// The age at which a signing key is replaced, 1 day to 10 years.
        public var keyRotation: Duration = .seconds(90 * 86400)
        /// Where the secret is kept under which signing keys are stored.
        ///
        /// `nil` means a file beside the SQLite database, made when it is not there.
        public var masterSecret: SecretReference?
        /// Whether people may make an account for themselves.
        public var signUp: SignUp = .closed
        /// Whether people can have a password here; otherwise they sign in with an identity provider only.
        public var localAccounts: Bool = true
        /// How long somebody stays signed in, 5 minutes to 90 days.
        public var sessionLifetime: Duration = .seconds(12 * 3600)
        /// What the manifest says that the token endpoint is to be sent; it takes both.
        public var contentType: ContentType = .form
        /// Who may register clients.
        public var registration: AuthorizationFeatures.Registration = .closed
        /// Where the token is kept that `token` asks for.
        public var registrationToken: SecretReference?
        /// Private-use schemes of redirect URIs that clients may register themselves, lower-case, without the colon.
        public var registrationSchemes: [String] = ["cursor"]
        /// How long a client that registered itself is kept without ever having had a grant, 1 hour to 365 days.
        public var registrationLifetime: Duration = .seconds(7 * 86400)
        /// The scopes that clients may have that nobody here registered; `nil` for all of ``scopes``.
        public var registeredScopes: [String]?
        /// The addresses from which a vendor's clients register, by the vendor's name: each pool has a limit of its
        /// own.
        public var registrationPools: [String: [CIDRBlock]] = [:]
        /// Whether a client may be known by a document at the address that is its id.
        public var clientDocuments: Bool = false
        /// The hosts whose documents count; empty for all.
        public var clientDocumentHosts: [String] = []
        /// Whether clients may authenticate with a private key (RFC 7523).
        public var privateKeyJWT: Bool = false
        /// Pushed authorization requests (RFC 9126).
        public var pushedRequests: AuthorizationFeatures.Use = .off
        /// Tokens bound to a key (RFC 9449).
        public var dpop: AuthorizationFeatures.Use = .off
        /// Devices without a browser (RFC 8628).
        public var deviceFlow: Bool = false
        /// A PEM file of authorities that client documents, keys of clients and identity providers are trusted by,
        /// besides the system's.
        public var caFile: String?
        /// The keys of an external ``issuer``; `nil` for those that its metadata names.
        public var jwksURL: EndpointURL?
        /// Where an external ``issuer`` answers whether a token is good (RFC 7662); `nil` to verify tokens by their
        /// signature.
        public var introspectionURL: EndpointURL?
        /// As whom Doorward asks there.
        public var introspectionClientID: String?
        /// Where that client's secret is kept.
        public var introspectionClientSecret: SecretReference?
        /// What the `aud` of an external issuer's tokens must name; `nil` for the public address.
        public var audience: String?

        public init() {}

        /// Whether somebody else's tokens are accepted and Doorward issues none.
        public var isExternal: Bool { issuer != nil }

        /// The same as the authorization server wants it.
        public var features: AuthorizationFeatures {
            AuthorizationFeatures(
                registration: registration, registrationSchemes: registrationSchemes,
                registeredScopes: registeredScopes, registrationLifetime: registrationLifetime.components.seconds,
                clientDocuments: clientDocuments, clientDocumentHosts: clientDocumentHosts,
                privateKeyJWT: privateKeyJWT, pushedRequests: pushedRequests, keyBinding: dpop,
                deviceFlow: deviceFlow)
        }

        /// Whose refresh tokens are exchanged for a new one at each use (RFC 9700 §4.14.2).
        public enum RefreshRotation: String, Sendable, Hashable, CaseIterable {
            case all
            /// Only those of clients without a secret, which must rotate.
            case publicClients = "public"
        }

        /// Who may make an account.
        public enum SignUp: String, Sendable, Hashable, CaseIterable {
            /// Who is invited.
            case closed
            /// Everybody.
            case open
        }

        /// A media type of token requests.
        public enum ContentType: String, Sendable, Hashable, CaseIterable {
            case form = "application/x-www-form-urlencoded"
            case json = "application/json"
        }
    }
}

extension AuthorizationFeatures.Registration: ConfigurationChoice {}
extension AuthorizationFeatures.Use: ConfigurationChoice {}
extension DoorwardConfiguration.OAuth.RefreshRotation: ConfigurationChoice {}
extension DoorwardConfiguration.OAuth.SignUp: ConfigurationChoice {}
extension DoorwardConfiguration.OAuth.ContentType: ConfigurationChoice {}
