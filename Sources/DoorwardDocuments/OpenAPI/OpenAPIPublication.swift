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
    }

    /// The one server that the published document names, without a slash at its end.
    public var publicURL: String
    public var security: Security

    public init(publicURL: String, security: Security) {
        self.publicURL = publicURL
        self.security = security
    }
}
