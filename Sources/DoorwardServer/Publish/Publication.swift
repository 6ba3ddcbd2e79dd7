public import DoorwardDocuments

/// Everything that is published about one API, and the documents made from it.
///
/// ```swift
/// var publication = Publication(origin: "https://api.example.com", openAPI: document)
/// publication.authentication = .serviceHTTP(authorizationType: .bearer, verificationTokens: [])
/// let documents = publication.documents()  // /.well-known/ai-plugin.json, /openapi.json, …
/// ```
public struct Publication: Sendable {
    /// The public address without a slash at its end, or `PublicDocument.originPlaceholder`.
    public var origin: String
    /// The API's own document; it is published with its servers and security replaced.
    public var openAPI: OpenAPIDocument
    /// The manifest's texts; empty ones are derived.
    public var texts = ManifestTexts()
    /// How callers prove who they are, with the verification tokens of the manifest.
    public var authentication = PluginManifest.Authentication.none
    /// With OAuth, what can be asked for, each with its sentence for people.
    public var scopes: [OpenAPIPublication.Scope] = []
    /// With OAuth, the scopes that operations need instead of what the API's document says, by operationId or by method
    /// and path (`GET /notes`).
    public var operationScopes: [String: [String]] = [:]
    /// The image; nil for ``PlaceholderLogo``.
    public var logo: PublishedLogo?
    /// The text of the legal page; nil for a plain notice.
    public var legalText: String?
    /// Further paths of the OpenAPI document: YAML where they end in `.yaml` or `.yml`, else JSON.
    public var openAPIAliases: [String] = ["/.well-known/openapi.yaml", "/specification.yaml"]
    /// Whether there is a page of the operations at `/docs`.
    public var hasDocs = true

    public init(origin: String, openAPI: OpenAPIDocument) {
        self.origin = origin
        self.openAPI = openAPI
    }

    /// The documents that anyone may fetch, each path once; of two with the same path the first counts.
    ///
    /// The order is: manifest, OpenAPI (JSON, YAML, aliases), logo, pages.
    public func documents() -> [PublicDocument] {
        let published = openAPI.published(
            OpenAPIPublication(
                publicURL: origin, security: authentication.security(scopes: scopes), operationScopes: operationScopes))
        var paths: Set<String> = []
        return ([manifestDocument] + openAPIDocuments(published) + [logoDocument] + pages(published))
            .filter { paths.insert($0.path).inserted }
    }

    var usedLogo: PublishedLogo { logo ?? .placeholder }

    private var manifestDocument: PublicDocument {
        PublicDocument(
            path: "/.well-known/ai-plugin.json", contentType: "application/json",
            body: manifest.document().serialized(pretty: true), cacheControl: "public, max-age=60",
            headers: [PageHeaders.noSniffing])
    }

    private var logoDocument: PublicDocument {
        PublicDocument(
            path: usedLogo.path, contentType: usedLogo.contentType, body: usedLogo.bytes,
            cacheControl: "public, max-age=3600", headers: PageHeaders.image)
    }

    private func openAPIDocuments(_ published: JSONValue) -> [PublicDocument] {
        let json = published.serialized(pretty: true)
        let yaml = Array(published.yamlSerialized().utf8)
        return (["/openapi.json", "/openapi.yaml"] + openAPIAliases).map { path in
            let isYAML = [".yaml", ".yml"].contains { path.lowercased().hasSuffix($0) }
            return PublicDocument(
                path: path, contentType: isYAML ? "application/yaml" : "application/json", body: isYAML ? yaml : json,
                headers: [PageHeaders.noSniffing])
        }
    }
}
