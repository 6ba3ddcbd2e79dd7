extension AuthorizeRow {
    /// Where the answer is to go (RFC 6749 §3.1.2, RFC 9700 §4.1).
    static let whereTo: [AuthorizeRow] =
        [
            AuthorizeRow("no redirect URI, and one is registered", .code) { $0.with("redirect_uri", nil) },
            AuthorizeRow("empty redirect URI, and one is registered", .code) { $0.with("redirect_uri", "") },
            AuthorizeRow("no redirect URI, and two are registered", .page, of: .double) {
                $0.with("redirect_uri", nil)
            },
            AuthorizeRow("the second of two", .code, of: .double) {
                $0.with("redirect_uri", "https://double.example/two")
            },
            AuthorizeRow("redirect URI twice", .page) { $0.adding("redirect_uri", "https://web.example/cb") },
            AuthorizeRow("somebody else's", .page) { $0.with("redirect_uri", "https://evil.example/cb") },
            AuthorizeRow("another client's", .page) { $0.with("redirect_uri", "https://other.example/cb") },
            AuthorizeRow("a prefix of it", .page, of: .other) { $0.with("redirect_uri", "https://other.example/") },
            AuthorizeRow("more path", .page, of: .other) { $0.with("redirect_uri", "https://other.example/cb/more") },
            AuthorizeRow("a slash more", .page, of: .other) { $0.with("redirect_uri", "https://other.example/cb/") },
            AuthorizeRow("dots in the path", .page, of: .other) {
                $0.with("redirect_uri", "https://other.example/a/../cb")
            },
            AuthorizeRow("a query more", .page, of: .other) { $0.with("redirect_uri", "https://other.example/cb?a=1") },
            AuthorizeRow("without its query", .page) { $0.with("redirect_uri", "https://web.example/cb") },
            AuthorizeRow("a fragment", .page, of: .other) { $0.with("redirect_uri", "https://other.example/cb#x") },
            AuthorizeRow("path in another case", .page, of: .other) {
                $0.with("redirect_uri", "https://other.example/CB")
            },
            AuthorizeRow("host in another case", .page, of: .other) {
                $0.with("redirect_uri", "https://OTHER.example/cb")
            },
            AuthorizeRow("its usual port", .page, of: .other) {
                $0.with("redirect_uri", "https://other.example:443/cb")
            },
            AuthorizeRow("another port", .page, of: .other) { $0.with("redirect_uri", "https://other.example:444/cb") },
            AuthorizeRow("plain http", .page, of: .other) { $0.with("redirect_uri", "http://other.example/cb") },
            AuthorizeRow("user information", .page, of: .other) {
                $0.with("redirect_uri", "https://a@other.example/cb")
            },
            AuthorizeRow("a longer host", .page, of: .other) {
                $0.with("redirect_uri", "https://other.example.evil/cb")
            },
            AuthorizeRow("an encoded letter", .page, of: .other) {
                $0.with("redirect_uri", "https://other.example/c%62")
            },
            AuthorizeRow("a blank at the end", .page, of: .other) {
                $0.with("redirect_uri", "https://other.example/cb ")
            },
            AuthorizeRow("a backslash", .page, of: .other) {
                $0.with("redirect_uri", "https://evil.example\\@other.example/cb")
            },
            AuthorizeRow("javascript:", .page) { $0.with("redirect_uri", "javascript:alert(1)") },
            AuthorizeRow("data:", .page) { $0.with("redirect_uri", "data:text/html,x") },
            AuthorizeRow("relative", .page) { $0.with("redirect_uri", "/cb") },
            AuthorizeRow("the plugin's other host", .code, of: .plugin) {
                $0.with("redirect_uri", "https://chatgpt.com/aip/\(KnownClient.pluginID)/oauth/callback")
            },
            AuthorizeRow("the action's other host", .code, of: .action) {
                $0.with("redirect_uri", "https://chatgpt.com/aip/\(KnownClient.actionID)/oauth/callback")
            },
            AuthorizeRow("another GPT's callback", .page, of: .action) {
                $0.with("redirect_uri", "https://chatgpt.com/aip/g-aaaaaaaaa/oauth/callback")
            },
            AuthorizeRow("the second of Cursor's three", .code, of: .cursor) {
                $0.with("redirect_uri", "https://www.cursor.com/agents/mcp/oauth/callback")
            },
            AuthorizeRow("Cursor's loopback on another port", .code, of: .cursor) {
                $0.with("redirect_uri", "http://localhost:9000/callback")
            },
            AuthorizeRow("another path of Cursor's scheme", .page, of: .cursor) {
                $0.with("redirect_uri", "cursor://anysphere.cursor-mcp/other")
            },
        ] + loopback

    /// Loopback ports are free, and nothing else is (RFC 8252 §7.3).
    static let loopback: [AuthorizeRow] =
        goodLoopback.map { uri in AuthorizeRow("native \(uri)", .code, of: .native) { $0.with("redirect_uri", uri) } }
        + badLoopback.map { uri in
            AuthorizeRow("native \(uri.debugDescription)", .page, of: .native) { $0.with("redirect_uri", uri) }
        }

    private static let goodLoopback: [String] = [
        "http://127.0.0.1/callback", "http://127.0.0.1:1/callback", "http://127.0.0.1:65535/callback",
        "http://127.0.0.1:33418/callback", "http://localhost/callback", "http://localhost:51423/callback",
        "http://[::1]/callback", "http://[::1]:8080/callback", "http://127.0.0.1:4000/fixed?a=1",
        "com.example.notes:/cb",
    ]

    private static let badLoopback: [String] = [
        "http://localhost.evil.example/callback", "http://127.0.0.1@evil.example/callback",
        "http://evil@127.0.0.1/callback", "http://127.0.0.2/callback", "http://127.0.0.1:0/callback",
        "http://127.0.0.1:99999/callback", "http://127.0.0.1:/callback/", "http://127.0.0.1/Callback",
        "http://127.0.0.1:8080/callback?a=1", "http://127.0.0.1:8080/callback#a", "http://0.0.0.0/callback",
        "http://0x7f.1/callback", "http://2130706433/callback", "http://[::ffff:127.0.0.1]/callback",
        "http://[::2]/callback", "https://127.0.0.1/callback", "http://127.0.0.1:80a/callback",
        "http://127.0.0.1:8080:9/callback", "http://127.0.0.1.evil.example/callback", "com.example.notes:/cb2",
        "com.example.notes://cb", "http://127.0.0.1:4000/fixed", "http://127.0.0.1/callback\u{0}",
    ]
}
