import Doorward

// The wrong inputs of `auth: oauth`, its maps, its pages and its database.
extension WrongInput {
    private static func oauth(
        _ lines: String, _ key: String, line: Int = 6, _ words: String,
        _ severity: ConfigurationProblem.Severity = .error
    ) -> WrongInput {
        .adding("oauth:\n  \(lines)", "oauth.\(key)", line: line, auth: "oauth", words, severity)
    }

    static let scopes: [WrongInput] = [
        oauth("scopes: [read]", "scopes", "is a list, not a map"),
        oauth("scopes:", "scopes", "has no value"),
        oauth("scopes: read write", "scopes", "is a single value, not a map"),
        oauth("scopes: {read: ''}", "scopes.read", "is empty"),
        oauth("scopes:\n    read:", "scopes.read", line: 7, "has no value"),
        oauth("scopes: {read: [a]}", "scopes.read", "is a list"),
        oauth("scopes: {'read all': Reads}", "scopes.read all", "no scope can have"),
        oauth("scopes: {'': Reads}", "scopes.", "no scope can have"),
        oauth("scopes: {'a\"b': Reads}", "scopes.a\"b", "no scope can have"),
        oauth("scopes: {'a\\b': Reads}", "scopes.a\\b", "no scope can have"),
        oauth("scopes: {lesen-ä: Liest}", "scopes.lesen-ä", "no scope can have"),
        oauth("scopes: {read: \"a\\nb\"}", "scopes.read", "line break"),
        oauth("scopes: {read: \(String(repeating: "x", count: 201))}", "scopes.read", "201 characters"),
        oauth(
            "scopes:\n    read: Reads\n    read: Reads more", "scopes.read", line: 7, "is said again on line 8"),
        .adding("scopes: read", "scopes", auth: "oauth", "not a map"),
        .adding("scopes: {listNotes: [a]}", "scopes.listNotes", auth: "oauth", "is a list"),
        .adding("scopes: {listNotes: 'a\\b'}", "scopes.listNotes", auth: "oauth", "no scope can be called"),
        .adding("scopes: {'': a}", "scopes.", auth: "oauth", "no operation can have"),
        .adding("scopes: {listNotes: read}", "scopes.listNotes", auth: "oauth", "does not declare"),
        .adding(
            "oauth: {scopes: {read: Reads}}\nscopes: {GET /notes: read write}", "scopes.GET /notes", line: 6,
            auth: "oauth", "asks for the scope 'write'"),
        .adding("pages:\n  accent: blue", "pages.accent", line: 6, "'blue' is not a colour"),
        .adding("pages:\n  accent: '#fff'", "pages.accent", line: 6, "'#fff' is not a colour"),
        .adding("pages:\n  accent: #1f6feb", "pages.accent", line: 6, "has no value"),
        .adding("pages:\n  accent_dark: '#12345g'", "pages.accent_dark", line: 6, "is not a colour"),
        .adding("pages:\n  name: \(String(repeating: "x", count: 51))", "pages.name", line: 6, "51 characters"),
    ]

    static let servers: [WrongInput] = [
        oauth("issuer: login.example.com", "issuer", "does not begin with"),
        oauth("issuer: http://login.example.com", "issuer", "is plain http"),
        oauth("issuer: https://login.example.com?x=1", "issuer", "has a query"),
        oauth("issuer: https://login.example.com#x", "issuer", "has a fragment"),
        oauth("issuer: https://api.example.com", "issuer", "is this server itself"),
        oauth("issuer: https://api.example.com/", "issuer", "is this server itself"),
        oauth("access_token_lifetime: 10m", "access_token_lifetime", "out of range"),
        oauth("access_token_lifetime: 25h", "access_token_lifetime", "out of range"),
        oauth("access_token_lifetime: 3600", "access_token_lifetime", "has no unit"),
        oauth("refresh_token_lifetime: 5m", "refresh_token_lifetime", "out of range"),
        oauth("reuse_window: 10m", "reuse_window", "out of range"),
        oauth("session_lifetime: 1s", "session_lifetime", "out of range"),
        oauth("key_rotation: 1d", "key_rotation", "out of range"),
        oauth("refresh_rotation: none", "refresh_rotation", "not known"),
        oauth("sign_up: yes", "sign_up", "not known"),
        oauth("content_type: text/plain", "content_type", "not known"),
        oauth("master_secret: hunter2hunter2", "master_secret", "not a place where a secret is kept"),
        oauth("master_secret: 'env:'", "master_secret", "names no place"),
        oauth("secret: env:A", "secret", "not a known key"),
        oauth("issuer: https://a.example\n  jwks_url: http://a.example/keys", "jwks_url", line: 7, "is plain http"),
        oauth("issuer: https://a.example\n  audience: 'a b'", "audience", line: 7, "a blank"),
        oauth(
            "issuer: https://a.example\n  introspection_url: https://a.example/i", "introspection_client_id", line: 7,
            "is missing"),
        oauth(
            "issuer: https://a.example\n  introspection_client_id: me", "introspection_client_secret", line: 7,
            "is missing"),
        oauth(
            "issuer: https://a.example\n  introspection_client_id: me\n  introspection_client_secret: geheim",
            "introspection_client_secret", line: 8, "not a place"),
    ]

    static let databases: [WrongInput] = [
        .adding("database: postgres://a:b@c/d", "database", "carries a password"),
        .adding("database: postgres://a:@c/d", "database", "carries a password"),
        .adding("database: postgres://a@c/d?password=b", "database", "carries a password"),
        .adding("database: postgresql:c/d", "database", "has no //"),
        .adding("database: postgres://a@/d", "database", "has no host"),
        .adding("database: postgres://c/d", "database", "names no user"),
        .adding("database: postgres://@c/d", "database", "names no user"),
        .adding("database: postgres://a@c/d?sslcert=", "database", "is empty"),
        .adding("database: postgres://a@c", "database", "names no database"),
        .adding("database: postgres://a@c/", "database", "names no database"),
        .adding("database: postgres://a@c/d/e", "database", "a path behind"),
        .adding("database: postgres://a@c:0/d", "database", "has a port"),
        .adding("database: 'postgres://a@c:/d'", "database", "has a port"),
        .adding("database: 'postgres://a@c,d/e'", "database", "several hosts"),
        .adding("database: postgres://a@-c/d", "database", "neither a DNS name"),
        .adding("database: postgres://a@c/d?sslmode=on", "database", "sslmode that is not known"),
        .adding("database: postgres://a@c/d?sslmode=require&sslmode=require", "database", "twice"),
        .adding("database: postgres://a@c/d?options=-cx", "database", "has a parameter other than"),
        .adding("database: postgres://a@c/d?host=e", "database", "directory of a socket"),
        .adding("database: postgres://a@c/d%", "database", "two hexadecimal digits"),
        .adding("database: postgres://a@c/d%00", "database", "cannot stand there"),
        .adding("database: postgres://a@c/d%ff", "database", "cannot stand there"),
        .adding("database: postgres://a@c/d#e", "database", "has a fragment"),
        .adding("database: 'postgres://a@c/d e'", "database", "contains a space"),
        .adding("database: postgres://\(String(repeating: "a", count: 2100))/d", "database", "is longer"),
        .adding("database_password: geheim", "database_password", "not a place"),
        .adding("database_connections: 0", "database_connections", "out of range"),
        .adding("database_password: env:A", "database_password", "for PostgreSQL only", .warning),
        .adding("database_connections: 4", "database_connections", "for PostgreSQL only", .warning),
    ]

    static let oauthRules: [WrongInput] = [
        WrongInput(
            text: ConfigurationFixture(publicURL: "auto", auth: "oauth").text, key: "public_url", line: 1,
            words: "may not be auto"),
        WrongInput(
            text: ConfigurationFixture(publicURL: "auto", auth: "oauth", added: "oauth: {issuer: https://a.example}")
                .text, key: "public_url", line: 1, words: "may not be auto"),
        .adding("database: none", "database", auth: "oauth", "keeps people"),
        .adding("database: postgres://a@c/d", "oauth.master_secret", auth: "oauth", "is missing"),
        oauth("jwks_url: https://a.example/keys", "jwks_url", "oauth.issuer names none"),
        oauth("introspection_url: https://a.example/i", "introspection_url", "oauth.issuer names none"),
        oauth("audience: https://a.example", "audience", "oauth.issuer names none"),
        oauth("sign_up: open", "sign_up", "anybody", .warning),
        oauth(
            "access_token_lifetime: 24h\n  refresh_token_lifetime: 2h", "refresh_token_lifetime", line: 7, "no use",
            .warning),
        oauth("issuer: https://a.example\n  sign_up: open", "sign_up", line: 7, "names another server", .warning),
        oauth(
            "issuer: https://a.example\n  master_secret: env:A", "master_secret", line: 7, "names another server",
            .warning),
        oauth(
            "issuer: https://a.example\n  jwks_url: https://a.example/k\n  introspection_url: https://a.example/i\n"
                + "  introspection_client_id: me\n  introspection_client_secret: env:A", "jwks_url", line: 7,
            "not used", .warning),
        .adding("oauth: {scopes: {read: Reads}}\nscopes: {a: read}", "oauth.scopes", "not used with auth", .warning),
        .adding("scopes: {a: read}", "scopes", "not used with auth", .warning),
    ]
}
