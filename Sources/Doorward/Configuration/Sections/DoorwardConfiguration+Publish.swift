extension DoorwardConfiguration {
    /// What is published besides the manifest.
    public struct Publish: Sendable, Equatable {
        /// Further paths that answer with the OpenAPI document as YAML.
        public var openAPIAliases: [String] = ["/.well-known/openapi.yaml", "/specification.yaml"]
        /// Whether `/docs` shows a page of the operations.
        public var docs: Bool = true

        public init() {}

        /// Paths that are Doorward's own whatever is configured.
        static let reserved: Set<String> = [
            "/.well-known/ai-plugin.json", "/openapi.json", "/openapi.yaml", "/logo.png", "/legal", "/docs", "/healthz",
            "/readyz", "/account", "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration",
            "/.well-known/oauth-protected-resource",
        ]

        /// Folders that are Doorward's own.
        static let reservedFolders = ["/docs/", "/oauth/", "/account/"]
    }
}
