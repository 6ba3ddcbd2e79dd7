public import DoorwardSecrets

extension DoorwardConfiguration {
    /// The API behind Doorward.
    public struct Upstream: Sendable, Equatable {
        /// Where it is.
        public var url: UpstreamURL
        /// Where its OpenAPI document is.
        public var openAPI: OpenAPILocation = .upstreamPath("/openapi.json")
        /// Where the value of the whole `Authorization` header for the API is kept.
        public var authorization: SecretReference?
        /// Whether the API gets the token that the user's identity provider gave, instead of ``authorization``.
        public var sendsUserTokens: Bool = false
        /// A PEM file of certificate authorities for an https API; `nil` means the system's.
        public var caFile: String?
        /// Connections to the API per event loop, 1…10000.
        public var connections: Int = 128

        public init(url: UpstreamURL) { self.url = url }

        /// What `upstream.authorization` takes: one key for two members.
        enum Credential: Sendable {
            case none
            case secret(SecretReference)
            /// The tokens of identity providers.
            case user
        }

        var credential: Credential {
            get { sendsUserTokens ? .user : authorization.map { .secret($0) } ?? .none }
            set {
                sendsUserTokens = false
                authorization = nil
                switch newValue {
                case .none: break
                case .secret(let reference): authorization = reference
                case .user: sendsUserTokens = true
                }
            }
        }
    }
}

extension DoorwardConfiguration.Upstream.Credential {
    /// The text of the key; `nil` when nothing is said.
    var written: String? {
        switch self {
        case .none: nil
        case .secret(let reference): reference.written
        case .user: "user"
        }
    }
}
