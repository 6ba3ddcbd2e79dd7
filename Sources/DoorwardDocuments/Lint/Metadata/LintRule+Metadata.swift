extension LintRule {
    static let metadataRules: [LintRule] = commonMetadataRules + resourceRules + serverRules + clientRules

    private static let commonMetadataRules = [
        metadataEmpty, metadataType, metadataEndpoint, issuerURL, issuerForm, issuerMismatch,
    ]

    static let metadataEmpty = LintRule(
        "DW401", "metadata-empty", .warning, "A member of a metadata document is null or empty",
        right: "A member without a value is left out.",
        reason: "RFC 8414 section 3.2 and RFC 9728 section 3.2: members with nothing in them must be omitted; strict "
            + "clients refuse the whole document.",
        surfaces: [.mcp], fault: "M03", example: Example(MetadataExample.server, "service_documentation", "null"))

    static let metadataType = LintRule(
        "DW402", "metadata-type", .error, "A member of a metadata document has the wrong type",
        right: "Lists are arrays of texts also when they have one element, endpoints are texts, flags are `true` or "
            + "`false` without quotes. The scopes of a resource or a server are an array; only a client's `scope` is one "
            + "text.",
        reason: "RFC 8414 section 2, RFC 9728 section 2, RFC 7591 section 2; clients that read into types give up.",
        surfaces: [.mcp], fault: "M03",
        example: Example(MetadataExample.server, "code_challenge_methods_supported", #""S256""#))

    static let metadataEndpoint = LintRule(
        "DW403", "metadata-endpoint", .error, "An endpoint is not an https URL",
        right: "Each endpoint is a whole https URL without a fragment. On localhost http is accepted for development.",
        reason: "RFC 6749 sections 3.1 and 3.2 require TLS and forbid fragments; assistants fetch nothing else.",
        surfaces: [.mcp], fault: "M03", example: Example(MetadataExample.server, "token_endpoint", #""/token""#))

    static let issuerURL = LintRule(
        "DW404", "issuer-url", .error, "The issuer is not an https URL without query and fragment",
        right: "`issuer`, and each of `authorization_servers`, is an https URL of a host and perhaps a path. It is the "
            + "name of the server, not the address of its metadata.",
        reason: "RFC 8414 section 2.", surfaces: [.mcp], fault: "M03",
        example: Example(MetadataExample.server, "issuer", #""https://auth.example.com?tenant=1""#))

    static let issuerForm = LintRule(
        "DW405", "issuer-form", .info, "The issuer is written in a way that is easy to get wrong",
        right: "Lower case and no slash at the end is the form that frameworks do not change behind your back. A slash "
            + "at the end is allowed, but then `issuer`, `authorization_servers`, the parameter `iss` and the claim "
            + "`iss` must all have it.",
        reason:
            "Clients compare issuers byte by byte (RFC 8414 section 3.3, RFC 9207 section 2.4); a slash too many is "
            + "the most frequent failure of all.",
        surfaces: [.mcp], fault: "M03",
        example: Example(MetadataExample.server, "issuer", #""https://auth.example.com/""#))

    static let issuerMismatch = LintRule(
        "DW406", "issuer-mismatch", .warning, "The issuer does not belong to the document's address",
        right: "The document of the issuer `https://auth.example.com/a` is at "
            + "`https://auth.example.com/.well-known/oauth-authorization-server/a`, or with `openid-configuration` in "
            + "the same place or at the end.",
        reason:
            "RFC 8414 section 3.3: a client must refuse a document with another issuer. Some assistants ask the MCP "
            + "host for a copy, which is the one exception.",
        surfaces: [.mcp], fault: "M03")
}
