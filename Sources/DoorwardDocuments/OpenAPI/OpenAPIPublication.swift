/// How an OpenAPI document is to be presented to those outside.
public struct OpenAPIPublication: Sendable, Equatable {
    /// How callers prove who they are, as the published document says it.
    public enum Security: Sendable, Equatable {
        case none
        /// `Authorization: Bearer …`
        case bearer
        /// `Authorization: Basic …`
        case basic
        /// A header of this name that holds the secret.
        case header(String)
        /// An access token, which the authorization code flow gives (OpenAPI 3.1 section 4.8.29).
        case oauth2(authorizationURL: String, tokenURL: String, scopes: [Scope])
    }

    /// A scope that can be asked for, with its sentence for people.
    public struct Scope: Sendable, Equatable {
        public var name: String
        public var sentence: String

        public init(name: String, sentence: String) {
            self.name = name
            self.sentence = sentence
        }
    }

    /// The one server that the published document names, without a slash at its end.
    public var publicURL: String
    public var security: Security
    /// What ``OpenAPIOperation/access(_:)`` is told; only with ``Security/oauth2(authorizationURL:tokenURL:scopes:)``.
    public var operationScopes: [String: [String]]

    public init(publicURL: String, security: Security, operationScopes: [String: [String]] = [:]) {
        self.publicURL = publicURL
        self.security = security
        self.operationScopes = operationScopes
    }
}
