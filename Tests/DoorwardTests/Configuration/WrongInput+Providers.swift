import Doorward

// The wrong inputs of `identity_providers`. What is added begins on line 5, the keys of the provider on line 7.
extension WrongInput {
    /// A provider with the lines of its keys.
    private static func provider(
        _ name: String, _ lines: [String], _ key: String, line: Int, _ words: String,
        _ severity: ConfigurationProblem.Severity = .error
    ) -> WrongInput {
        let text = "identity_providers:\n  \(name):\n" + lines.map { "    \($0)\n" }.joined()
        let path = "identity_providers.\(name)" + (key.isEmpty ? "" : ".\(key)")
        return .adding(text, path, line: line, auth: "oauth", words, severity)
    }

    private static let client = ["client_id: a", "client_secret: env:A"]
    private static let allowed = client + ["allow: {domains: [a.example]}"]
    private static let acme = ["type: oidc", "issuer: https://a.example"] + allowed
    private static let forge =
        [
            "type: oauth2", "authorization_url: https://a.example/a", "token_url: https://a.example/t",
            "user_info_url: https://a.example/u",
        ] + allowed

    /// The keys of a Google client with one more, on line 10.
    private static func google(
        _ line: String, _ key: String, _ words: String, _ severity: ConfigurationProblem.Severity = .error
    ) -> WrongInput {
        provider("google", allowed + [line], key, line: 10, words, severity)
    }

    static let providers: [WrongInput] = [
        .adding("identity_providers: google", "identity_providers", auth: "oauth", "not a map"),
        .adding("identity_providers: [google]", "identity_providers", auth: "oauth", "is a list"),
        .adding("identity_providers:", "identity_providers", auth: "oauth", "has no value"),
        .adding("identity_providers:\n  google:", "identity_providers.google", line: 6, auth: "oauth", "has no value"),
        .adding(
            "identity_providers:\n  google: env:A", "identity_providers.google", line: 6, auth: "oauth",
            "not a section"),
        .adding("identity_providers:\n  google: {}", "identity_providers.google", line: 6, auth: "oauth", "is empty"),
        provider("Google", ["type: google"] + allowed, "", line: 6, "lower-case letters, digits and hyphens"),
        provider(
            String(repeating: "a", count: 33), ["type: google"] + allowed, "", line: 6, "1 to 32 lower-case"),
        provider("acme", allowed, "type", line: 6, "is missing"),
        provider("oidc", allowed, "type", line: 6, "is missing"),
        provider("google", ["type: Google"] + allowed, "type", line: 7, "'Google' is not known"),
        provider("google", ["type:"] + allowed, "type", line: 7, "has no value"),
        provider("google", Array(allowed.dropFirst()), "client_id", line: 6, "is missing"),
        provider("google", ["client_id: a", "allow: {domains: [a.b]}"], "client_secret", line: 6, "is missing"),
        provider("google", ["client_id: 'a b'"] + allowed.dropFirst(), "client_id", line: 7, "has a blank"),
        provider(
            "google", ["client_secret: hunter2"] + [allowed[0], allowed[2]], "client_secret", line: 7,
            "not a place where a secret is kept"),
        provider(
            "google", ["client_secret: {from: env:A, optional: true}"] + [allowed[0], allowed[2]], "client_secret",
            line: 7, "nobody can sign in there"),
        provider(
            "google", ["client_secret: 'optional:env:A'"] + [allowed[0], allowed[2]], "client_secret", line: 7,
            "nobody can sign in there"),
        google("client_authentication: none", "client_secret", "is not used with client_authentication: none")
            .moved(to: 8),
        google("client_authentication: Basic", "client_authentication", "not known"),
        google("client_secrte: env:A", "client_secrte", "not a known key"),
        google("issuer: https://accounts.google.com", "issuer", "does not belong to type: google"),
        google("tenant: common", "tenant", "does not belong to type: google"),
        google("mapping: {subject: sub}", "mapping", "does not belong to type: google"),
        google("scopes: [email]", "scopes", "does not have openid"),
        google("scopes: openid email", "scopes", "not a list"),
        google("scopes: []", "scopes", "is empty"),
        google("scopes: [openid, 'a b']", "scopes[1]", "no scope can have"),
        google("scopes: [openid, openid]", "scopes[1]", "already"),
        google("label: ''", "label", "is empty"),
        google("label: \(String(repeating: "x", count: 51))", "label", "51 characters"),
        google("role: 'a b'", "role", "is not a role"),
        google("role: \(String(repeating: "x", count: 65))", "role", "is not a role"),
        google("link: always", "link", "'always' is not known"),
        google("client_id: b", "client_id", "is said again on line 10").moved(to: 7),
        provider("microsoft", allowed + ["tenant: a/b"], "tenant", line: 10, "is not a tenant"),
        provider("microsoft", allowed + ["tenant: contoso.onmicrosoft.com"], "tenant", line: 10, "is not a tenant"),
        provider("microsoft", allowed + ["tenant: Common"], "tenant", line: 10, "is not a tenant"),
        provider("acme", ["type: oidc"] + allowed, "issuer", line: 6, "is missing"),
        provider(
            "acme", ["type: oidc", "issuer: http://a.example"] + allowed, "issuer", line: 8, "is plain http"),
        provider("acme", ["type: oidc", "issuer: a.example"] + allowed, "issuer", line: 8, "does not begin with"),
        provider("forge", forge, "mapping", line: 6, "is missing"),
        provider("forge", forge + ["mapping: id"], "mapping", line: 14, "not a section"),
        provider(
            "forge", forge + ["mapping:", "  email: mail", "  email_verified: ok"], "mapping.subject", line: 14,
            "is missing"),
        provider(
            "forge", forge + ["mapping: {subject: id, email: m, email_verified: v, mail: m}"], "mapping.mail",
            line: 14, "not a known key"),
        provider(
            "forge", forge + ["mapping: {subject: '', email: m, email_verified: v}"], "mapping.subject", line: 14,
            "not the name of a member"),
        provider(
            "forge",
            forge.filter { !$0.hasPrefix("token_url") } + ["mapping: {subject: i, email: m, email_verified: v}"],
            "token_url", line: 6, "is missing"),
        provider(
            "forge",
            forge.filter { !$0.hasPrefix("token_url") }
                + ["mapping: {subject: i, email: m, email_verified: v}", "token_url: http://a.example/t"],
            "token_url", line: 14, "is plain http"),
    ]

    static let allowRules: [WrongInput] = [
        provider("google", client + ["allow: everybody"], "allow", line: 9, "'everybody' is not known here"),
        provider("google", client + ["allow: [a.example]"], "allow", line: 9, "not a section"),
        provider("google", client + ["allow: {}"], "allow", line: 9, "is empty"),
        provider("google", client + ["allow: {domain: [a.example]}"], "allow.domain", line: 9, "not a known key"),
        provider("google", client + ["allow: {domains: a.example}"], "allow.domains", line: 9, "not a list"),
        provider(
            "google", client + ["allow:", "  domains:", "    - a.example", "    - '@b.example'"], "allow.domains[1]",
            line: 12, "has an @"),
        provider("google", client + ["allow: {domains: ['*.a.example']}"], "allow.domains[0]", line: 9, "has a *"),
        provider("google", client + ["allow: {domains: [192.0.2.1]}"], "allow.domains[0]", line: 9, "an IP address"),
        provider("google", client + ["allow: {domains: [a..b]}"], "allow.domains[0]", line: 9, "neither a DNS name"),
        provider("google", client + ["allow: {emails: [a.example]}"], "allow.emails[0]", line: 9, "not an e-mail"),
        provider("google", client + ["allow: {emails: ['']}"], "allow.emails[0]", line: 9, "is empty"),
        provider("google", client + ["allow: {claims: [staff]}"], "allow.claims", line: 9, "not a section"),
        provider("google", client + ["allow: {claims: {}}"], "allow.claims", line: 9, "is empty"),
        provider(
            "google", client + ["allow: {claims: {groups: []}}"], "allow.claims.groups", line: 9, "is empty"),
        provider(
            "google", client + ["allow: {claims: {groups: [a, [b]]}}"], "allow.claims.groups[1]", line: 9, "is a list"),
        provider(
            "google", client + ["allow: {claims: {'a b': [c]}}"], "allow.claims.a b", line: 9, "not the name of"),
        provider(
            "google", client + ["allow: {claims: {groups: ''}}"], "allow.claims.groups", line: 9, "is empty"),
    ]

    static let providerRules: [WrongInput] = [
        provider("google", client, "", line: 6, "only people who have linked it", .warning),
        provider("google", client + ["allow: everyone"], "allow", line: 9, "anybody who has or makes", .warning),
        provider(
            "forge", forge + ["mapping: {subject: id, email: mail}"], "allow.domains", line: 13,
            "without mapping.email_verified", .warning),
        provider(
            "forge", forge.dropLast() + ["mapping: {subject: id}", "link: verified_email"], "link", line: 14,
            "without mapping.email", .warning),
        .adding(
            "identity_providers:\n  google:\n" + allowed.map { "    \($0)\n" }.joined(), "identity_providers",
            "not used with auth: none", .warning),
        .adding(
            "identity_providers:\n  google:\n" + allowed.map { "    \($0)\n" }.joined()
                + "oauth: {issuer: https://a.example}", "identity_providers", auth: "oauth", "names another server",
            .warning),
        .adding("oauth: {local_accounts: off}", "oauth.local_accounts", auth: "oauth", "nobody could sign in"),
        .user(auth: "none", "people do not sign in here"),
        .user(auth: "oauth", added: "oauth: {issuer: https://a.example}", "people do not sign in here"),
        .user(auth: "oauth", "no identity provider gives tokens"),
    ]

    /// `upstream.authorization: user` where there are no users.
    private static func user(auth: String, added: String = "", _ words: String) -> WrongInput {
        let text = ConfigurationFixture(upstream: "http://a\n  authorization: user", auth: auth, added: added).text
        return WrongInput(text: text, key: "upstream.authorization", line: 4, words: words)
    }

    private func moved(to line: Int) -> WrongInput {
        WrongInput(text: text, key: key, line: line, words: words, severity: severity)
    }
}
