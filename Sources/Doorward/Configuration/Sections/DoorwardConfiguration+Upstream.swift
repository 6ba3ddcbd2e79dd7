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
        /// A PEM file of certificate authorities for an https API; `nil` means the system's.
        public var caFile: String?
        /// Connections to the API per event loop, 1…10000.
        public var connections: Int = 128

        public init(url: UpstreamURL) { self.url = url }
    }
}
