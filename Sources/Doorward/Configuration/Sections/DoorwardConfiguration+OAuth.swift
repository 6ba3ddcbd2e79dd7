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
        /// How long somebody stays signed in, 5 minutes to 90 days.
        public var sessionLifetime: Duration = .seconds(12 * 3600)
        /// What the manifest says that the token endpoint is to be sent; it takes both.
        public var contentType: ContentType = .form
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

extension DoorwardConfiguration.OAuth.RefreshRotation: ConfigurationChoice {}
extension DoorwardConfiguration.OAuth.SignUp: ConfigurationChoice {}
extension DoorwardConfiguration.OAuth.ContentType: ConfigurationChoice {}
