extension LintRule {
    static let apiSecurityRules: [LintRule] = [
        apiSchemeUnknown, apiSchemeBroken, apiFlowURL, apiFlowKind, apiOAuthDomain, apiKeyQuery, apiSchemeUnsupported,
    ]
    static let apiRedirectRules: [LintRule] = [apiRedirectPattern, apiRedirectPlaceholder]

    private static func scheme(_ wrong: String, _ right: String) -> Example {
        Example(
            wrong: "components:\n  securitySchemes:\n    main: {\(wrong)}",
            right: "components:\n  securitySchemes:\n    main: {\(right)}")
    }

    private static func code(_ authorize: String, _ token: String) -> String {
        "type: oauth2, flows: {authorizationCode: {authorizationUrl: '\(authorize)', tokenUrl: '\(token)', scopes: {}}}"
    }

    private static let goodCode = code("https://api.example.com/authorize", "https://api.example.com/token")

    static let apiSchemeUnknown = LintRule(
        "DW270", "security-unknown", .warning, "A security scheme is asked for that is not described",
        right: "The name of a scheme in `components.securitySchemes`.",
        reason: "Nobody can tell which credential is meant (OpenAPI 3.1 section 4.8.30).", fault: "A01",
        example: Example(
            wrong: "security: [{token: []}]",
            right: "security: [{token: []}]\ncomponents:\n  securitySchemes:\n    token: {type: http, scheme: bearer}"))

    static let apiSchemeBroken = LintRule(
        "DW271", "security-scheme", .warning, "A security scheme is not complete",
        right: "`type` and what belongs to it: `scheme` (http), `in` and `name` (apiKey), `flows` (oauth2).",
        reason: "OpenAPI 3.1 section 4.8.27 requires them.", fault: "A01",
        example: scheme("type: http", "type: http, scheme: bearer"))

    static let apiFlowURL = LintRule(
        "DW272", "oauth-url", .warning, "An OAuth flow's address is not an https URL",
        right: "An absolute https URL for `authorizationUrl` and `tokenUrl`.",
        reason: "Codes and tokens travel there (RFC 6749 sections 3.1 and 3.2; OpenAPI 3.1 section 4.8.29).",
        fault: "A01",
        example: scheme(code("http://api.example.com/authorize", "token"), goodCode))

    static let apiFlowKind = LintRule(
        "DW273", "oauth-flow", .warning, "An OAuth scheme has no authorization code flow",
        right: "`flows.authorizationCode`.",
        reason: "It is the only flow that assistants walk; implicit and password left OAuth 2.1.", fault: "A01",
        example: scheme(
            "type: oauth2, flows: {password: {tokenUrl: 'https://api.example.com/token', scopes: {}}}", goodCode))

    static let apiOAuthDomain = LintRule(
        "DW274", "oauth-domain", .error, "OAuth happens on another domain than the API",
        right: "Authorization and token address on the API's domain, or at Google, Microsoft or Adobe.",
        reason: "OpenAI, Actions in production: the GPT editor refuses other domains.", surfaces: [.action],
        fault: "O09",
        example: Example(
            wrong: "servers:\n- url: https://api.example.com\ncomponents:\n  securitySchemes:\n    main: {"
                + code("https://login.elsewhere.test/authorize", "https://login.elsewhere.test/token") + "}",
            right: "servers:\n- url: https://api.example.com\ncomponents:\n  securitySchemes:\n    main: {\(goodCode)}")
    )

    static let apiKeyQuery = LintRule(
        "DW275", "api-key-query", .warning, "An API key stands in the URL", right: "`in: header`.",
        reason: "ChatGPT shows the query to the user before the first call, and URLs end in logs.", fault: "A01",
        example: scheme("type: apiKey, in: query, name: key", "type: apiKey, in: header, name: X-Key"))

    static let apiSchemeUnsupported = LintRule(
        "DW276", "security-unsupported", .warning, "A security scheme is one that assistants cannot use",
        right: "http bearer, http basic, an API key in a header, or oauth2.",
        reason: "OpenAI, Actions authentication: none, API key (Basic, Bearer, header) or OAuth with fixed addresses.",
        fault: "A01", example: scheme("type: apiKey, in: cookie, name: session", "type: http, scheme: bearer"))

    static let apiRedirectPattern = LintRule(
        "DW280", "redirect-pattern", .error, "A list of redirect addresses lets others in",
        right: "The exact callback that the editor shows, once for each host: "
            + "`https://chat.openai.com/aip/g-…/oauth/callback` and `https://chatgpt.com/aip/g-…/oauth/callback`.",
        reason:
            "Anybody can make a GPT; whoever matches the pattern receives your users' codes (RFC 9700 section 2.1).",
        fault: "O11",
        example: Example(
            wrong: "x-allowed-redirect-uris:\n- https://chat.openai.com/aip/*",
            right: "x-allowed-redirect-uris:\n- https://chat.openai.com/aip/g-abcdefghi/oauth/callback"))

    static let apiRedirectPlaceholder = LintRule(
        "DW281", "redirect-placeholder", .warning, "A redirect address still holds a placeholder",
        right: "The callback that the GPT editor shows after saving, without braces.",
        reason: "Redirect addresses are compared letter by letter, so nobody gets in (RFC 9700 section 2.1).",
        fault: "O02",
        example: Example(
            wrong: "x-redirect-uri: 'https://chat.openai.com/aip/{g-YOUR-ID}/oauth/callback'",
            right: "x-redirect-uri: https://chat.openai.com/aip/g-abcdefghi/oauth/callback"))
}
