// Rules about the manifest's `auth`.

extension LintRule {
    static let authRules = [
        authType, authMissing, authMemberUnknown, authorizationType, authMemberUseless, userHTTPNeverListed,
        localhostWithAuth,
    ]

    static let authType = manifest(
        "DW101", "auth-type", .error, "`auth.type` is not one that ChatGPT knows",
        right: "`none`, `service_http` (one key, held by ChatGPT for all users), `user_http` (each user's own key) "
            + "or `oauth`. An API key that you hand to ChatGPT once is `service_http` with `\"authorization_type\": "
            + "\"bearer\"`.",
        reason:
            "OpenAI's plugin documentation of 2023 defines these four; in public repositories `api_key`, `basic` and "
            + "others stand in their place, for which ChatGPT has no way to ask.",
        isFixable: true, fault: "P11",
        example: .init(
            wrong: #""auth": {"type": "api_key"}"#,
            right: #"""
                "auth": {
                  "type": "service_http",
                  "authorization_type": "bearer",
                  "verification_tokens": {"openai": "0123456789abcdef0123456789abcdef"}
                }
                """#))

    static let authMissing = manifest(
        "DW102", "auth-missing", .error, "There is no `auth`",
        right: "Every manifest has `auth`; an API that is open to everybody says `\"auth\": {\"type\": \"none\"}`.",
        reason:
            "OpenAI's plugin documentation of 2023 requires it, also where nothing is asked; all 1,039 manifests of "
            + "the store had it.",
        fault: "P11",
        example: .init(wrong: #""auth": null"#, right: #""auth": {"type": "none"}"#))

    static let authMemberUnknown = manifest(
        "DW103", "auth-member-unknown", .warning, "`auth` has a member that ChatGPT does not know",
        right:
            "`service_http` has `authorization_type` and `verification_tokens`; `user_http` has "
            + "`authorization_type`; `oauth` has `client_url`, `authorization_url`, `scope`, "
            + "`authorization_content_type` and `verification_tokens`. Client id and client secret are typed "
            + "into ChatGPT, never written here.",
        reason: "What is not read has no effect, so the setting that it was meant to make is missing. The manifest "
            + "is public: a secret in it is everybody's.",
        isFixable: true, fault: "P11",
        example: .init(
            wrong: #"""
                "auth": {
                  "type": "user_http",
                  "authorization_type": "bearer",
                  "header_name": "X-Api-Key"
                }
                """#,
            right: #""auth": {"type": "user_http", "authorization_type": "bearer"}"#))

    static let authorizationType = manifest(
        "DW104", "authorization-type", .error,
        "`auth.authorization_type` is missing, or is not one that ChatGPT "
            + "knows",
        right:
            "`bearer` or `basic`, in lower case. ChatGPT sends the key in the `Authorization` header and nowhere "
            + "else.",
        reason:
            "OpenAI's plugin documentation of 2023; of 149 manifests in the store with a service key 145 say "
            + "`bearer` and 4 `basic`. Header names of one's own came later, and only in the editor of custom "
            + "GPTs.",
        isFixable: true, fault: "P11",
        example: .init(
            wrong: #""auth": {"type": "user_http", "authorization_type": "Bearer"}"#,
            right: #""auth": {"type": "user_http", "authorization_type": "bearer"}"#))

    static let authMemberUseless = manifest(
        "DW105", "auth-member-useless", .info, "`auth` has a member that means nothing for its type",
        right: "Leave it out, or correct `auth.type` if the API does ask for a credential.",
        reason: "The member belongs to another type; ChatGPT does not read it here.",
        example: .init(
            wrong: #""auth": {"type": "none", "authorization_type": "bearer"}"#,
            right: #""auth": {"type": "none"}"#))

    static let userHTTPNeverListed = manifest(
        "DW113", "user-http", .warning, "`user_http` was never admitted to the store",
        right:
            "For your own use `user_http` works. To let others sign in with accounts of theirs use `oauth`; to hold "
            + "one key for all use `service_http`.",
        reason:
            "None of 1,039 plugins in ChatGPT's store used it; OpenAI's documentation names limits of the user "
            + "interface as the reason.",
        example: .init(
            wrong: #""auth": {"type": "user_http", "authorization_type": "bearer"}"#,
            right: #"""
                "auth": {
                  "type": "service_http",
                  "authorization_type": "bearer",
                  "verification_tokens": {"openai": "0123456789abcdef0123456789abcdef"}
                }
                """#))

    static let localhostWithAuth = manifest(
        "DW114", "localhost-with-auth", .error, "A plugin on localhost asks for a credential",
        right:
            "On localhost use `\"auth\": {\"type\": \"none\"}`; to try out authentication put the API under a public "
            + "host name, for instance through a tunnel.",
        reason: "OpenAI's plugin documentation of September 2023: a plugin on localhost, which is reached through "
            + "the user's browser, may have no authentication.",
        fault: "P06",
        example: .init(
            wrong: #"""
                "auth": {"type": "user_http", "authorization_type": "bearer"},
                "api": {"type": "openapi", "url": "http://localhost:8000/openapi.json"}
                """#,
            right: #"""
                "auth": {"type": "none"},
                "api": {"type": "openapi", "url": "http://localhost:8000/openapi.json"}
                """#))
}
