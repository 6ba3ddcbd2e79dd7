extension AuthorizeRow {
    /// RFC 7636, and RFC 9700 §2.1.1: S256 only.
    static let pkce: [AuthorizeRow] = [
        AuthorizeRow("web without challenge", .error("invalid_request")) { withoutChallenge($0) },
        AuthorizeRow("public without challenge", .error("invalid_request"), of: .spa) { withoutChallenge($0) },
        AuthorizeRow("native without challenge", .error("invalid_request"), of: .native) { withoutChallenge($0) },
        AuthorizeRow("MCP without challenge", .error("invalid_request"), of: .cursor) { withoutChallenge($0) },
        AuthorizeRow("empty challenge", .error("invalid_request"), of: .spa) { $0.with("code_challenge", "") },
        AuthorizeRow("plain", .error("invalid_request")) { $0.with("code_challenge_method", "plain") },
        AuthorizeRow("plain of a plugin", .error("invalid_request"), of: .plugin) {
            $0 + ["code_challenge": PKCEPair().verifier, "code_challenge_method": "plain"]
        },
        AuthorizeRow("challenge without method", .error("invalid_request")) { $0.with("code_challenge_method", nil) },
        AuthorizeRow("challenge of a plugin without method", .error("invalid_request"), of: .plugin) {
            $0 + ["code_challenge": PKCEPair().challenge]
        },
        AuthorizeRow("method in small letters", .error("invalid_request")) { $0.with("code_challenge_method", "s256") },
        AuthorizeRow("unknown method", .error("invalid_request")) { $0.with("code_challenge_method", "S512") },
        AuthorizeRow("a challenge that is too short", .error("invalid_request")) { $0.with("code_challenge", "short") },
        AuthorizeRow("a challenge that is too long", .error("invalid_request")) {
            $0.with("code_challenge", String(repeating: "a", count: 129))
        },
        AuthorizeRow("a challenge with padding", .error("invalid_request")) {
            $0.with("code_challenge", PKCEPair().challenge + "=")
        },
        AuthorizeRow("a challenge with other signs", .error("invalid_request")) {
            $0.with("code_challenge", String(repeating: "+", count: 43))
        },
        AuthorizeRow("a plugin that does PKCE all the same", .code, of: .plugin) {
            $0 + ["code_challenge": PKCEPair().challenge, "code_challenge_method": "S256"]
        },
    ]

    /// RFC 8707 §2: strict about what a token is good for, tolerant about spelling.
    static let resources: [AuthorizeRow] = [
        AuthorizeRow("our resource", .code) { form, fixture in form.adding("resource", fixture.door.site) },
        AuthorizeRow("with a slash at its end", .code) { form, fixture in
            form.adding("resource", fixture.door.site + "/")
        },
        AuthorizeRow("scheme in capitals", .code) { form, fixture in
            form.adding("resource", "HTTP" + fixture.door.site.dropFirst(4))
        },
        AuthorizeRow("ours twice", .code) { form, fixture in
            form.adding("resource", fixture.door.site).adding("resource", fixture.door.site + "/")
        },
        AuthorizeRow("empty resource", .code) { $0.adding("resource", "") },
        AuthorizeRow("somebody else's resource", .error("invalid_target")) {
            $0.adding("resource", "https://elsewhere.example")
        },
        AuthorizeRow("ours and somebody else's", .error("invalid_target")) { form, fixture in
            form.adding("resource", fixture.door.site).adding("resource", "https://elsewhere.example")
        },
        AuthorizeRow("relative resource", .error("invalid_target")) { $0.adding("resource", "/echo") },
        AuthorizeRow("resource with a fragment", .error("invalid_target")) { form, fixture in
            form.adding("resource", fixture.door.site + "#x")
        },
        AuthorizeRow("resource with another port", .error("invalid_target")) {
            $0.adding("resource", "http://127.0.0.1:1")
        },
        AuthorizeRow("resource with a query", .error("invalid_target")) { form, fixture in
            form.adding("resource", fixture.door.site + "/?a=1")
        },
        AuthorizeRow("resource with a longer host", .error("invalid_target")) { form, fixture in
            form.adding("resource", fixture.door.site + ".evil.example")
        },
        AuthorizeRow("resource that is no address", .error("invalid_target")) { $0.adding("resource", "notes") },
    ]

    /// OpenID Connect Core §3.1.2.1, as far as clients use it.
    static let prompts: [AuthorizeRow] = [
        AuthorizeRow("prompt=none where all was agreed", .code) { $0.adding("prompt", "none") },
        AuthorizeRow("prompt=none where nothing was agreed", .error("consent_required"), of: .undecided) {
            $0.adding("prompt", "none")
        },
        AuthorizeRow("prompt=none and login", .error("invalid_request")) { $0.adding("prompt", "none login") },
        AuthorizeRow("prompt=consent", .code) { $0.adding("prompt", "consent") },
        AuthorizeRow("prompt=something", .code) { $0.adding("prompt", "something") },
        AuthorizeRow("prompt twice", .error("invalid_request")) { $0 + ["prompt": "login", "prompt": "consent"] },
    ]

    private static func withoutChallenge(_ form: Form) -> Form {
        form.with("code_challenge", nil).with("code_challenge_method", nil)
    }
}
