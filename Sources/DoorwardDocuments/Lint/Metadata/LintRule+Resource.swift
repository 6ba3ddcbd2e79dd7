extension LintRule {
    static let resourceRules = [
        resourceURL, resourceForm, resourceMismatch, resourceServers, resourceOfflineAccess, resourceBearerMethods,
    ]

    static let resourceURL = LintRule(
        "DW411", "resource-url", .error, "`resource` is missing or not an https URL without fragment",
        right: "`resource` is the address of the MCP endpoint, exactly as clients are given it, path included.",
        reason: "RFC 9728 section 2 and RFC 8707 section 2.", surfaces: [.mcp], fault: "M02",
        example: Example(MetadataExample.resource, "resource", #""api.example.com/mcp""#))

    static let resourceForm = LintRule(
        "DW412", "resource-form", .warning, "`resource` is written in a way that clients compare wrongly",
        right:
            "Lower-case scheme and host, no port 443, no query, no slash at the end unless the address really has it.",
        reason: "Clients compare `resource` with the address they were given byte by byte (RFC 9728 section 3.3), and "
            + "normalise it in different ways before.",
        surfaces: [.mcp], fault: "M02",
        example: Example(MetadataExample.resource, "resource", #""https://api.example.com/mcp/""#))

    static let resourceMismatch = LintRule(
        "DW413", "resource-mismatch", .error, "`resource` does not belong to the document's address",
        right: "The document of `https://api.example.com/mcp` is at "
            + "`https://api.example.com/.well-known/oauth-protected-resource/mcp` and says exactly that resource.",
        reason:
            "RFC 9728 section 3.3: a client must refuse a document for another resource. Naming the bare host while "
            + "MCP is under `/mcp` is the usual slip.",
        surfaces: [.mcp], fault: "M02")

    static let resourceServers = LintRule(
        "DW414", "resource-servers", .error, "No authorization server is named",
        right: "`authorization_servers` is an array with at least one issuer.",
        reason: "The MCP specification requires it (authorization, protected resource metadata); without it a client "
            + "does not know where people sign in.",
        surfaces: [.mcp], fault: "M02", example: Example(MetadataExample.resource, "authorization_servers", "[]"))

    static let resourceOfflineAccess = LintRule(
        "DW415", "resource-offline-access", .warning, "The resource lists `offline_access` among its scopes",
        right: "`offline_access` asks the authorization server for refresh tokens. It belongs in that server's "
            + "`scopes_supported`, not in the resource's.",
        reason:
            "The MCP specification of 2026-07-28 advises resources against it; some servers answer `invalid_scope`.",
        surfaces: [.mcp], fault: "M02",
        example: Example(MetadataExample.resource, "scopes_supported", #"["notes:read", "offline_access"]"#))

    static let resourceBearerMethods = LintRule(
        "DW416", "resource-bearer-methods", .warning, "Tokens are taken in another way than the Authorization header",
        right: "`bearer_methods_supported` is `[\"header\"]`, or left out.",
        reason: "OAuth 2.1 and MCP forbid tokens in the query, where they are logged.", surfaces: [.mcp], fault: "M02",
        example: Example(MetadataExample.resource, "bearer_methods_supported", #"["header", "query"]"#))
}
