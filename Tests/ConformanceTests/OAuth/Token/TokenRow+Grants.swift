extension TokenRow {
    /// RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 8707 §2.2.
    static let codes: [TokenRow] = [
        TokenRow("another client's code", 400, "invalid_grant") { .form($0.form(as: .other)) },
        TokenRow("a public client's try at the code", 400, "invalid_grant") { .form($0.form(as: .spa)) },
        TokenRow("unknown code", 400, "invalid_grant") {
            .form($0.form.with("code", "dwc_" + String(repeating: "A", count: 43)))
        },
        TokenRow("something else for a code", 400, "invalid_grant") { .form($0.form.with("code", "abc")) },
        TokenRow("a code with more", 400, "invalid_grant") {
            .form($0.form.with("code", ($0.form["code"] ?? "") + "A"))
        },
        TokenRow("no code", 400, "invalid_request") { .form($0.form.with("code", nil)) },
        TokenRow("empty code", 400, "invalid_request") { .form($0.form.with("code", "")) },
        TokenRow("wrong redirect URI", 400, "invalid_grant") {
            .form($0.form.with("redirect_uri", "https://web.example/cb"))
        },
        TokenRow("no redirect URI where one was named", 400, "invalid_grant") {
            .form($0.form.with("redirect_uri", nil))
        },
        TokenRow("wrong verifier", 400, "invalid_grant") { .form($0.form.with("code_verifier", PKCEPair().verifier)) },
        TokenRow("no verifier", 400, "invalid_grant") { .form($0.form.with("code_verifier", nil)) },
        TokenRow("the challenge for a verifier", 400, "invalid_grant") {
            .form($0.form.with("code_verifier", PKCEPair(verifier: $0.form["code_verifier"] ?? "").challenge))
        },
        TokenRow("a verifier that is too short", 400, "invalid_grant") {
            .form($0.form.with("code_verifier", "short"))
        },
        TokenRow("a verifier that is too long", 400, "invalid_grant") {
            .form($0.form.with("code_verifier", String(repeating: "v", count: 129)))
        },
        TokenRow("a verifier with other signs", 400, "invalid_grant") {
            .form($0.form.with("code_verifier", String(repeating: "!", count: 64)))
        },
        TokenRow("a verifier though nothing was challenged", of: .plugin, 400, "invalid_grant") {
            .form($0.form.with("code_verifier", PKCEPair().verifier))
        },
        TokenRow("somebody else's resource", 400, "invalid_target") {
            .form($0.form.adding("resource", "https://elsewhere.example"))
        },
        TokenRow("our resource", 200) { .form($0.form.adding("resource", $0.fixture.door.site + "/")) },
    ]

    /// RFC 6749 §6, RFC 9700 §4.14.
    static let refreshes: [TokenRow] = [
        TokenRow("refresh", .refresh, 200) { .form($0.form) },
        TokenRow("refresh in JSON", .refresh, of: .plugin, 200) { .json($0.form.json) },
        TokenRow("refresh with Basic", .refresh, of: .action, 200) { .form($0.bare, [$0.client.basic]) },
        TokenRow("refresh of a public client", .refresh, of: .native, 200) { .form($0.form) },
        TokenRow("fewer scopes", .refresh, 200) { .form($0.form.with("scope", "notes:read")) },
        TokenRow("our resource", .refresh, 200) { .form($0.form.adding("resource", $0.fixture.door.site)) },
        TokenRow("more scopes", .refresh, 400, "invalid_scope") {
            .form($0.form.with("scope", "notes:read notes:admin"))
        },
        TokenRow("unknown scopes", .refresh, 400, "invalid_scope") { .form($0.form.with("scope", "nothing")) },
        TokenRow("malformed scopes", .refresh, 400, "invalid_scope") { .form($0.form.with("scope", "a\"b")) },
        TokenRow("somebody else's resource", .refresh, 400, "invalid_target") {
            .form($0.form.adding("resource", "https://elsewhere.example"))
        },
        TokenRow("another client's token", .refresh, 400, "invalid_grant") { .form($0.form(as: .other)) },
        TokenRow("a public client's try", .refresh, 400, "invalid_grant") { .form($0.form(as: .spa)) },
        TokenRow("unknown token", .refresh, 400, "invalid_grant") {
            .form($0.form.with("refresh_token", "dwr_" + String(repeating: "A", count: 43)))
        },
        TokenRow("something else for a token", .refresh, 400, "invalid_grant") {
            .form($0.form.with("refresh_token", "abc"))
        },
        TokenRow("no token", .refresh, 400, "invalid_request") { .form($0.form.with("refresh_token", nil)) },
        TokenRow("wrong secret", .refresh, 401, "invalid_client") { .form($0.form.with("client_secret", wrong)) },
        TokenRow("no secret", .refresh, 401, "invalid_client") { .form($0.form.with("client_secret", nil)) },
        TokenRow("token twice", .refresh, 400, "invalid_request") { .form($0.form.adding("refresh_token", "x")) },
    ]

    /// RFC 6749 §4.4, and what is not spoken at all (RFC 9700 §2.1.2, §2.4).
    static let machines: [TokenRow] =
        [
            TokenRow("a client for itself", .client, of: .machine, 200) { .form($0.form) },
            TokenRow("with Basic", .client, of: .machine, 200) { .form($0.bare, [$0.client.basic]) },
            TokenRow("in JSON", .client, of: .machine, 200) { .json($0.form.json) },
            TokenRow("fewer scopes", .client, of: .machine, 200) { .form($0.form.with("scope", "notes:read")) },
            TokenRow("more scopes", .client, of: .machine, 400, "invalid_scope") {
                .form($0.form.with("scope", "notes:admin"))
            },
            TokenRow("somebody else's resource", .client, of: .machine, 400, "invalid_target") {
                .form($0.form.adding("resource", "https://elsewhere.example"))
            },
            TokenRow("wrong secret", .client, of: .machine, 401, "invalid_client") {
                .form($0.form.with("client_secret", wrong))
            },
            TokenRow("a public client for itself", .client, of: .spa, 400, "unauthorized_client") { .form($0.form) },
            TokenRow("a native client for itself", .client, of: .native, 400, "unauthorized_client") { .form($0.form) },
            TokenRow("a plugin for itself", .client, of: .plugin, 400, "unauthorized_client") { .form($0.form) },
            TokenRow("an action for itself", .client, of: .action, 400, "unauthorized_client") { .form($0.form) },
            TokenRow("an API that asks about tokens", .client, of: .resource, 400, "unauthorized_client") {
                .form($0.form)
            },
        ]
        + unknownGrants.map { name in
            TokenRow("grant type \(name)", .client, of: .machine, 400, "unsupported_grant_type") {
                .form($0.form.with("grant_type", name) + ["username": "ada", "password": "x"])
            }
        }

    private static let unknownGrants: [String] = [
        "password", "implicit", "urn:ietf:params:oauth:grant-type:device_code", "AUTHORIZATION_CODE", "token",
        "urn:ietf:params:oauth:grant-type:token-exchange", "authorization_code ",
    ]
}
