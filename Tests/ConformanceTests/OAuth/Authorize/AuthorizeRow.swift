import Testing

/// One line of the checklist: what is changed of a correct authorization request, and what comes of it.
struct AuthorizeRow: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable, Equatable {
        /// 400 with a page, and no redirect.
        case page
        /// A redirect with this error.
        case error(String)
        case code
    }

    let name: String
    let client: KnownClient
    let outcome: Outcome
    let change: @Sendable (Form, OAuthFixture) -> Form

    var testDescription: String { name }

    init(
        _ name: String, _ outcome: Outcome, of client: KnownClient = .web,
        _ change: @escaping @Sendable (Form) -> Form = { $0 }
    ) {
        self.init(name, outcome, of: client) { form, _ in change(form) }
    }

    init(
        _ name: String, _ outcome: Outcome, of client: KnownClient = .web,
        with change: @escaping @Sendable (Form, OAuthFixture) -> Form
    ) {
        self.name = name
        self.client = client
        self.outcome = outcome
        self.change = change
    }
}

extension AuthorizeRow {
    static let all = who + whereTo + parameters + scopes + pkce + resources + prompts

    /// Who asks.
    static let who: [AuthorizeRow] = [
        AuthorizeRow("a correct request of a web client", .code),
        AuthorizeRow("of a plugin, without PKCE", .code, of: .plugin),
        AuthorizeRow("of an action, without PKCE", .code, of: .action),
        AuthorizeRow("of a public web client", .code, of: .spa),
        AuthorizeRow("of a native client", .code, of: .native),
        AuthorizeRow("of an MCP client with a scheme of its own", .code, of: .cursor),
        AuthorizeRow("unknown client", .page) { $0.with("client_id", "nobody") },
        AuthorizeRow("client id in another case", .page, of: .plugin) { form, fixture in
            form.with("client_id", fixture[.plugin].id.swappedCase)
        },
        AuthorizeRow("no client", .page) { $0.with("client_id", nil) },
        AuthorizeRow("empty client", .page) { $0.with("client_id", "") },
        AuthorizeRow("client twice", .page) { form, fixture in form.adding("client_id", fixture[.web].id) },
        AuthorizeRow("a client that was removed", .page, of: .removed),
        AuthorizeRow("a client that only asks about tokens", .page, of: .resource) {
            $0.with("redirect_uri", "https://web.example/cb")
        },
    ]

    static let parameters: [AuthorizeRow] = [
        AuthorizeRow("no response type", .error("invalid_request")) { $0.with("response_type", nil) },
        AuthorizeRow("empty response type", .error("invalid_request")) { $0.with("response_type", "") },
        AuthorizeRow("implicit grant", .error("unsupported_response_type")) { $0.with("response_type", "token") },
        AuthorizeRow("hybrid", .error("unsupported_response_type")) { $0.with("response_type", "code token") },
        AuthorizeRow("ID token", .error("unsupported_response_type")) { $0.with("response_type", "id_token") },
        AuthorizeRow("response type in capitals", .error("unsupported_response_type")) {
            $0.with("response_type", "CODE")
        },
        AuthorizeRow("response type twice", .error("invalid_request")) { $0.adding("response_type", "code") },
        AuthorizeRow("state twice", .error("invalid_request")) { $0.adding("state", "another") },
        AuthorizeRow("scope twice", .error("invalid_request")) { $0.adding("scope", "notes:read") },
        AuthorizeRow("challenge twice", .error("invalid_request")) { $0.adding("code_challenge", "x") },
        AuthorizeRow("method twice", .error("invalid_request")) { $0.adding("code_challenge_method", "S256") },
        AuthorizeRow("no state", .code) { $0.with("state", nil) },
        AuthorizeRow("empty state", .code) { $0.with("state", "") },
        AuthorizeRow("unknown parameters", .code) { $0 + ["foo": "bar", "nonce": "n", "x": "", "id_token_hint": "e"] },
        AuthorizeRow("a state that is too long", .error("invalid_request")) {
            $0.with("state", String(repeating: "s", count: 5_000))
        },
        AuthorizeRow("a request object", .error("request_not_supported")) { $0.adding("request", "e30.e30.") },
        AuthorizeRow("a request URI", .error("request_uri_not_supported")) {
            $0.adding("request_uri", "https://web.example/request")
        },
        AuthorizeRow("response mode query", .code) { $0.adding("response_mode", "query") },
        AuthorizeRow("response mode fragment", .error("invalid_request")) { $0.adding("response_mode", "fragment") },
        AuthorizeRow("response mode form_post", .error("invalid_request")) { $0.adding("response_mode", "form_post") },
        AuthorizeRow("a state that is not UTF-8", .page) { $0.with("state", nil).adding("state", raw: "%FF%FE") },
        AuthorizeRow("a state with a NUL", .page) { $0.with("state", nil).adding("state", raw: "a%00b") },
        AuthorizeRow("half a percent sign", .page) { $0.with("state", nil).adding("state", raw: "%C3%28") },
    ]

    static let scopes: [AuthorizeRow] = [
        AuthorizeRow("no scope", .code) { $0.with("scope", nil) },
        AuthorizeRow("empty scope", .code) { $0.with("scope", "") },
        AuthorizeRow("fewer scopes", .code) { $0.with("scope", "notes:read") },
        AuthorizeRow("a scope twice in the list", .code) { $0.with("scope", "notes:read notes:read") },
        AuthorizeRow("offline_access", .code) { $0.with("scope", "notes:read offline_access") },
        AuthorizeRow("an unknown scope", .error("invalid_scope")) { $0.with("scope", "notes:read nothing") },
        AuthorizeRow("a scope of others", .error("invalid_scope")) { $0.with("scope", "notes:admin") },
        AuthorizeRow("a scope in capitals", .error("invalid_scope")) { $0.with("scope", "NOTES:READ") },
        AuthorizeRow("a scope with quotes", .error("invalid_scope")) { $0.with("scope", "notes:\"read\"") },
        AuthorizeRow("a scope with a line end", .error("invalid_scope")) { $0.with("scope", "notes:read\r\nX: y") },
        AuthorizeRow("a scope beyond ASCII", .error("invalid_scope")) { $0.with("scope", "n\u{f6}tes") },
    ]
}

extension String {
    var swappedCase: String {
        String(map { $0.isUppercase ? Character($0.lowercased()) : Character($0.uppercased()) })
    }
}
