// Rules about `auth` of type `oauth`, and about verification tokens.

extension LintRule {
    static let oauthRules = [
        oauthEndpointsSwapped, clientURLWithQuery, authorizationContentType, oauthURL, oauthMemberMissing,
    ]

    static let tokenRules = [verificationTokenMissing, verificationTokenPlaceholder, verificationTokenShape]

    private static func oauth(client: String, token: String, type: String = "application/json") -> String {
        """
        "auth": {
          "type": "oauth",
          "client_url": "\(client)",
          "authorization_url": "\(token)",
          "scope": "",
          "authorization_content_type": "\(type)",
          "verification_tokens": {"openai": "0123456789abcdef0123456789abcdef"}
        }
        """
    }

    private static func token(_ token: String) -> String {
        """
        "auth": {
          "type": "service_http",
          "authorization_type": "bearer",
          "verification_tokens": \(token)
        }
        """
    }

    static let oauthEndpointsSwapped = manifest(
        "DW106", "oauth-endpoints-swapped", .error, "The two OAuth endpoints are in each other's place",
        right: "`client_url` is the **authorization** endpoint, the page that users see; `authorization_url` is the "
            + "**token** endpoint, which ChatGPT calls behind the scenes. There is no `token_url`.",
        reason:
            "The names of the manifest are not those of RFC 6749 section 3, and mislead: of the few OAuth manifests "
            + "in public repositories three have it wrong.",
        fault: "P12",
        example: .init(
            wrong: oauth(
                client: "https://weather.example/oauth/token", token: "https://weather.example/oauth/authorize"),
            right: oauth(
                client: "https://weather.example/oauth/authorize", token: "https://weather.example/oauth/token")))

    static let clientURLWithQuery = manifest(
        "DW107", "client-url-query", .error, "`auth.client_url` has a query or a fragment",
        right:
            "The address ends with its path. ChatGPT adds `?response_type=code&client_id=…` itself; what you need to "
            + "know besides belongs in the path.",
        reason:
            "A second `?` makes the parameters unreadable, and behind a `#` the server never sees them. None of 253 "
            + "OAuth manifests in the store had either.",
        fault: "P13",
        example: .init(
            wrong: oauth(
                client: "https://weather.example/oauth/authorize?app=chat",
                token: "https://weather.example/oauth/token"),
            right: oauth(
                client: "https://weather.example/oauth/authorize", token: "https://weather.example/oauth/token")))

    static let authorizationContentType = manifest(
        "DW108", "authorization-content-type", .error,
        "`auth.authorization_content_type` is not one of the two that ChatGPT sends",
        right:
            "`application/json` or `application/x-www-form-urlencoded`, whichever your token endpoint reads. "
            + "Endpoints made by the book (RFC 6749) read the second.",
        reason: "OpenAI's plugin documentation of 2023; 222 manifests of the store say the first, 31 the second, "
            + "none anything else.",
        isFixable: true, fault: "O03",
        example: .init(
            wrong: oauth(
                client: "https://weather.example/oauth/authorize", token: "https://weather.example/oauth/token",
                type: "form"),
            right: oauth(
                client: "https://weather.example/oauth/authorize", token: "https://weather.example/oauth/token",
                type: "application/x-www-form-urlencoded")))

    static let oauthURL = manifest(
        "DW109", "oauth-endpoint-url", .error, "An OAuth endpoint is no https URL",
        right: "A whole URL that begins with `https://`, with a host that the whole internet can reach.",
        reason: "Codes, tokens and the client secret travel there (RFC 6749 sections 3.1 and 3.2); none of 253 OAuth "
            + "manifests in the store had another.",
        fault: "P05",
        example: .init(
            wrong: oauth(
                client: "https://weather.example/oauth/authorize", token: "http://weather.example/oauth/token"),
            right: oauth(
                client: "https://weather.example/oauth/authorize", token: "https://weather.example/oauth/token")))

    static let oauthMemberMissing = manifest(
        "DW118", "oauth-member-missing", .error, "An OAuth manifest lacks something",
        right: "`client_url`, `authorization_url`, `scope` (an empty text when there are none) and "
            + "`authorization_content_type` are all there.",
        reason: "OpenAI's plugin documentation of 2023; all 253 OAuth manifests in the store have the four.",
        fault: "P11",
        example: .init(
            wrong: #""auth": {"type": "oauth", "client_url": "https://weather.example/oauth/authorize"}"#,
            right: oauth(
                client: "https://weather.example/oauth/authorize", token: "https://weather.example/oauth/token")))

    static let verificationTokenMissing = manifest(
        "DW110", "verification-token-missing", .error, "The verification token is missing",
        right: "`\"verification_tokens\": {\"openai\": \"…\"}` with the token that ChatGPT shows after it has read "
            + "the manifest for the first time. Until you have been shown one, this finding is to be expected.",
        reason:
            "“Verify tokens” fetches the manifest again and compares; without the token it fails. All 402 manifests "
            + "of the store with a service key or OAuth have it.",
        isFixable: true, fault: "P09",
        example: .init(wrong: token("{}"), right: token(#"{"openai": "0123456789abcdef0123456789abcdef"}"#)))

    static let verificationTokenPlaceholder = manifest(
        "DW111", "verification-token-placeholder", .error, "The verification token is still a placeholder",
        right:
            "Put the token there that ChatGPT shows when it has read the manifest, and publish the manifest again. "
            + "The token is no secret: it is meant to be public.",
        reason: "“Verify tokens” compares what is published with what ChatGPT made, letter by letter.",
        fault: "P09",
        example: .init(
            wrong: token(#"{"openai": "YOUR_VERIFICATION_TOKEN"}"#),
            right: token(#"{"openai": "0123456789abcdef0123456789abcdef"}"#)))

    static let verificationTokenShape = manifest(
        "DW112", "verification-token-shape", .warning, "The verification token does not look like one of ChatGPT's",
        right: "32 digits and letters from `a` to `f` in lower case, copied whole, without spaces or quotes.",
        reason: "All 402 tokens in the manifests of the store have this shape; another one is likely that of another "
            + "environment, or cut off.",
        fault: "P09",
        example: .init(
            wrong: token(#"{"openai": "0123456789abcdef0123"}"#),
            right: token(#"{"openai": "0123456789abcdef0123456789abcdef"}"#)))
}
