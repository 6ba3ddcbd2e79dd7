extension LintRule {
    static let clientRules = [
        clientID, clientIDMismatch, clientSecretInMetadata, clientAuthentication, clientRedirects, clientLocalOnly,
        clientKeys, clientTypes, clientName, clientSize,
    ]

    private static let draft = "draft-ietf-oauth-client-id-metadata-document"

    private static func client(_ name: String, _ value: String?) -> Example {
        Example(MetadataExample.client, name, value)
    }

    static let clientID = LintRule(
        "DW441", "client-id-url", .error, "`client_id` is not a URL that a client may have as its ID",
        right: "`client_id` is the https URL of the document itself: with a path, without fragment, user name, `.` and "
            + "`..`, and better without a query.",
        reason: "\(draft), client identifier; authorization servers refuse the rest without fetching.",
        surfaces: [.mcp], fault: "M05", example: client("client_id", #""https://app.example.com""#))

    static let clientIDMismatch = LintRule(
        "DW442", "client-id-mismatch", .error, "`client_id` is not the address of the document",
        right: "`client_id` is character by character the URL at which the document is.",
        reason: "\(draft): a server must compare both and refuse a difference.", surfaces: [.mcp], fault: "M05")

    static let clientSecretInMetadata = LintRule(
        "DW443", "client-metadata-secret", .error, "The client's public document has a member for a secret",
        right: "Neither `client_secret` nor `client_secret_expires_at` is in the document.",
        reason: "\(draft) forbids both: the document is public.", surfaces: [.mcp], fault: "P10",
        example: client("client_secret", #""REPLACE_ME""#))

    static let clientAuthentication = LintRule(
        "DW444", "client-authentication", .error, "The client says that it has a shared secret",
        right: "`token_endpoint_auth_method` is `none` or `private_key_jwt`. Left out it means `client_secret_basic`.",
        reason: "\(draft) forbids methods with a shared secret; RFC 7591 section 2 has the default.", surfaces: [.mcp],
        fault: "M05", example: client("token_endpoint_auth_method", #""client_secret_post""#))

    static let clientRedirects = LintRule(
        "DW445", "client-redirects", .error, "The redirect URIs are missing or unsafe",
        right:
            "`redirect_uris` lists https URLs in full, or http on localhost for programs on a computer; no fragments, "
            + "no `*`.",
        reason: "Servers compare them exactly (RFC 9700 section 2.1), and one that is refused often spoils all.",
        surfaces: [.mcp], fault: "M07", example: client("redirect_uris", #"["https://app.example.com/*"]"#))

    static let clientLocalOnly = LintRule(
        "DW446", "client-local-only", .info, "Every redirect URI is on the user's own computer",
        right: "Right for a program that runs there. Anybody else on that computer can pose as it, so servers warn.",
        reason: "\(draft), security considerations.", surfaces: [.mcp],
        example: client("redirect_uris", #"["http://127.0.0.1/callback"]"#))

    static let clientKeys = LintRule(
        "DW447", "client-keys", .error, "The client signs, but its public key is not named, or twice",
        right: "With `private_key_jwt` there is `jwks_uri` (or `jwks`, but never both).",
        reason: "RFC 7591 section 2, RFC 7523 section 3.", surfaces: [.mcp], fault: "M05",
        example: client("token_endpoint_auth_method", #""private_key_jwt""#))

    static let clientTypes = LintRule(
        "DW448", "client-types", .error, "The client does not say that it uses the authorization code flow",
        right:
            "`grant_types` contains `authorization_code`, and `refresh_token` too; `response_types` contains `code`. "
            + "Left out they mean the code flow.",
        reason: "RFC 7591 section 2.1: the two must agree.", surfaces: [.mcp], fault: "M05",
        example: client("grant_types", #"["client_credentials"]"#))

    static let clientName = LintRule(
        "DW449", "client-name", .error, "The client has no name",
        right: "`client_name` is the name that people know the application by.",
        reason: "The MCP specification requires `client_id`, `client_name` and `redirect_uris`.", surfaces: [.mcp],
        fault: "M05", example: client("client_name", nil))

    static let clientSize = LintRule(
        "DW450", "client-size", .warning, "The client's document is large",
        right: "At most 5 KB, logo and terms by their URLs.",
        reason: "\(draft) advises servers to read no more than 5 KB.", surfaces: [.mcp], fault: "M05")
}
