extension LintReport.DocumentKind {
    /// Works out what a document is from the members it has, and from its name where they leave it open.
    init(of document: LocatedDocument, name: String) {
        let path = String(name.prefix { $0 != "?" && $0 != "#" })
        guard let root = document.root, root.kind == .object else {
            self = Self.isManifestName(name) ? .manifest : .unknown
            return
        }
        func has(_ name: String) -> Bool { root[name] != nil }
        func hasAny(_ names: [String]) -> Bool { names.contains(where: has) }
        if has("openapi") {
            self = .openAPI
        } else if has("swagger") {
            self = .swagger
        } else if hasAny(["name_for_model", "name_for_human"])
            || (has("schema_version") && hasAny(Self.manifestMembers))
            || ["v1", "v2"].contains(root["schema_version"]?.string)
        {
            self = .manifest
        } else if path.contains("/.well-known/oauth-protected-resource")
            || (has("resource") && hasAny(Self.resourceMembers) && !has("paths"))
        {
            self = .protectedResourceMetadata
        } else if path.contains("/.well-known/oauth-authorization-server")
            || path.contains("/.well-known/openid-configuration") || has("issuer")
            || (has("token_endpoint") && has("authorization_endpoint"))
        {
            self = .authorizationServerMetadata
        } else if has("redirect_uris"), hasAny(["client_id", "client_name", "token_endpoint_auth_method"]) {
            self = .clientMetadata
        } else if has("paths") {
            self = .openAPI
        } else if Self.isManifestName(name) || (has("auth") && has("api")) {
            self = .manifest
        } else {
            self = .unknown
        }
    }

    private static let manifestMembers = [
        "auth", "api", "logo_url", "contact_email", "legal_info_url", "description_for_model", "description_for_human",
    ]

    private static let resourceMembers = [
        "authorization_servers", "bearer_methods_supported", "scopes_supported", "resource_name",
        "resource_documentation", "jwks_uri",
    ]

    /// Who reads a document of this kind when nobody says; nil for an OpenAPI document, which all three surfaces read.
    var usualSurface: LintSurface? {
        switch self {
        case .manifest: .manifestV1
        case .protectedResourceMetadata, .authorizationServerMetadata, .clientMetadata: .mcp
        case .openAPI, .swagger, .unknown: nil
        }
    }

    static func isManifestName(_ name: String) -> Bool {
        name.prefix { $0 != "?" && $0 != "#" }.hasSuffix("ai-plugin.json")
    }
}
