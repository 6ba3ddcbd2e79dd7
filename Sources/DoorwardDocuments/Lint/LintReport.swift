/// What lint has to say about one document.
public struct LintReport: Sendable {
    /// What kind of document it was taken for.
    public enum DocumentKind: String, Sendable, CaseIterable {
        case manifest
        case openAPI = "openapi"
        /// OpenAPI 2.0.
        case swagger
        /// RFC 9728.
        case protectedResourceMetadata = "protected-resource-metadata"
        /// RFC 8414, or OpenID Connect discovery.
        case authorizationServerMetadata = "authorization-server-metadata"
        /// A client ID metadata document.
        case clientMetadata = "client-metadata"
        case unknown
    }

    public var file: String
    public var kind: DocumentKind
    public var surface: LintSurface?
    /// In the order of the document.
    public var findings: [LintFinding]

    public init(file: String, kind: DocumentKind, surface: LintSurface?, findings: [LintFinding]) {
        self.file = file
        self.kind = kind
        self.surface = surface
        self.findings = findings
    }

    public func count(_ severity: LintSeverity) -> Int { findings.count { $0.severity == severity } }
}
