extension LintRule {
    static let serverRules = [
        serverEndpointMissing, serverEndpointHost, serverPKCE, serverRegistration, serverClientByURL,
        serverAuthentication, serverIssuerParameter, serverTypes, serverRefresh, serverOldGrant, serverDemand,
        serverScopes,
    ]

    private static func server(_ name: String, _ value: String?) -> Example {
        Example(MetadataExample.server, name, value)
    }

    static let serverEndpointMissing = LintRule(
        "DW421", "server-endpoint-missing", .error, "The authorization or the token endpoint is missing",
        right:
            "Both `authorization_endpoint` and `token_endpoint` are there, also where only machines sign in: clients "
            + "refuse the document otherwise.",
        reason: "RFC 8414 section 2.", surfaces: [.mcp], fault: "M03", example: server("token_endpoint", nil))

    static let serverEndpointHost = LintRule(
        "DW422", "server-endpoint-host", .info, "An endpoint is on another host than the issuer",
        right: "This is allowed. Often it is a host of another environment that was left in the configuration.",
        reason: "A client sends codes and secrets there without asking; an issuer behind a proxy often names its inner "
            + "host.",
        surfaces: [.mcp], fault: "M03", example: server("token_endpoint", #""https://login.example.net/token""#))

    static let serverPKCE = LintRule(
        "DW423", "server-pkce", .error, "The metadata does not offer PKCE with S256",
        right: "`\"code_challenge_methods_supported\": [\"S256\"]`, also in OpenID Connect discovery, which does not "
            + "know this member by itself.",
        reason: "The MCP specification: a client must refuse a server that does not list S256, and ChatGPT does.",
        surfaces: [.mcp], fault: "M03", example: server("code_challenge_methods_supported", nil))

    static let serverRegistration = LintRule(
        "DW424", "server-registration", .warning, "A client that is not known yet cannot register",
        right: "Accept a URL as client ID and say `client_id_metadata_document_supported: true`, or offer a "
            + "`registration_endpoint` for dynamic registration, or best both.",
        reason: "Without either ChatGPT says “Error creating connector” unless the builder types in a client ID.",
        surfaces: [.mcp], fault: "M18",
        example: Example(
            wrong: """
                {
                  "issuer": "https://auth.example.com",
                  "authorization_endpoint": "https://auth.example.com/authorize",
                  "token_endpoint": "https://auth.example.com/token",
                  "response_types_supported": ["code"],
                  "code_challenge_methods_supported": ["S256"]
                }
                """, right: MetadataExample.document(MetadataExample.server)))

    static let serverClientByURL = LintRule(
        "DW425", "server-client-by-url", .warning, "Clients known by a URL can hardly authenticate",
        right:
            "A server with `client_id_metadata_document_supported` lists `none`, and better `private_key_jwt` too, in "
            + "`token_endpoint_auth_methods_supported`.",
        reason: "Such a client has no secret. ChatGPT takes `private_key_jwt` or `none`; Claude and VS Code use a URL "
            + "only where `none` is listed.",
        surfaces: [.mcp], fault: "M05",
        example: server("token_endpoint_auth_methods_supported", #"["client_secret_basic"]"#))

    static let serverAuthentication = LintRule(
        "DW426", "server-authentication", .warning, "How clients authenticate at the token endpoint is not said",
        right: "`token_endpoint_auth_methods_supported` lists everything that is accepted; with `private_key_jwt` also "
            + "`token_endpoint_auth_signing_alg_values_supported`, which never contains `none`.",
        reason: "RFC 8414 section 2: without the list only `client_secret_basic` is meant.", surfaces: [.mcp],
        fault: "M05", example: server("token_endpoint_auth_methods_supported", nil))

    static let serverIssuerParameter = LintRule(
        "DW427", "server-iss-parameter", .info, "Authorization answers do not carry `iss`",
        right: "Send `iss` with every answer, errors included, and say "
            + "`authorization_response_iss_parameter_supported: true`. Never say so without doing it.",
        reason: "RFC 9207 stops mix-up attacks, and with it ChatGPT uses one redirect URI for all connections.",
        surfaces: [.mcp], fault: "M10", example: server("authorization_response_iss_parameter_supported", nil))

    static let serverTypes = LintRule(
        "DW428", "server-types", .warning, "The authorization code flow is not offered",
        right: "`response_types_supported` contains `code`, and `grant_types_supported`, where it is there, "
            + "`authorization_code`.",
        reason: "RFC 8414 section 2; assistants use no other flow.", surfaces: [.mcp], fault: "M03",
        example: server("response_types_supported", #"["token"]"#))

    static let serverRefresh = LintRule(
        "DW429", "server-refresh", .warning, "Refresh tokens are not offered",
        right: "`grant_types_supported` contains `refresh_token`, and the token endpoint issues and takes them.",
        reason: "Without a refresh token a connection dies when the access token does, often after an hour.",
        surfaces: [.mcp], fault: "O05", example: server("grant_types_supported", #"["authorization_code"]"#))

    static let serverOldGrant = LintRule(
        "DW430", "server-old-grant", .warning, "A grant is offered that OAuth 2.1 has abolished",
        right: "Neither `implicit` nor `password` is listed or accepted.",
        reason: "RFC 9700 sections 2.1.2 and 2.4.", surfaces: [.mcp],
        example: server("grant_types_supported", #"["authorization_code", "refresh_token", "password"]"#))

    static let serverDemand = LintRule(
        "DW431", "server-demand", .error, "The server demands what assistants do not send",
        right: "Pushed requests, signed requests and tokens bound to a key or a certificate may be offered, but not "
            + "demanded of every client.",
        reason: "ChatGPT sends plain authorization requests and bearer tokens.", surfaces: [.mcp], fault: "M17",
        example: server("require_pushed_authorization_requests", "true"))

    static let serverScopes = LintRule(
        "DW432", "server-scopes", .info, "The scopes have consequences that are easily overlooked",
        right:
            "List only scopes that every client may ask for; list `offline_access` where refresh tokens depend on it.",
        reason:
            "ChatGPT asks for all scopes of OpenID Connect that are listed; others ask for `offline_access` only if it "
            + "is.",
        surfaces: [.mcp], fault: "M13", example: server("scopes_supported", #"["openid", "email", "offline_access"]"#))
}
