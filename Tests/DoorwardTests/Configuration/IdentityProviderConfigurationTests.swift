import DoorwardOAuth
import DoorwardSecrets
import Testing

@testable import Doorward

@Suite("The configuration of identity providers")
struct IdentityProviderConfigurationTests {
    /// The three of the reference: a preset, OpenID Connect and OAuth 2.0.
    private func example() throws -> LoadedConfiguration {
        let (loaded, problems) = outcome(
            ConfigurationFixture(auth: "oauth", added: ConfigurationReference.exampleOfProviders).text)
        #expect(problems.map(\.keyPath) == ["identity_providers.forge.allow"], "\(problems)")
        return try #require(loaded)
    }

    @Test("The example of the reference is read into its places, in its order")
    func everything() throws {
        let configuration = try example().configuration
        var google = IdentityProviderConfiguration(
            name: "google", type: .google, clientID: "1234.apps.example",
            clientSecret: try SecretReference(parsing: "env:GOOGLE_CLIENT_SECRET"))
        google.allow = AllowRules(domains: ["example.com"])
        var acme = IdentityProviderConfiguration(
            name: "acme", type: .oidc, clientID: "doorward",
            clientSecret: try SecretReference(parsing: "file:acme.secret"))
        acme.label = "Acme"
        acme.issuer = try IssuerURL(parsing: "https://login.acme.example")
        acme.scopes = ["openid", "email", "groups"]
        acme.allow = AllowRules(claims: ["groups": ["staff", "admins"]])
        acme.link = .verifiedEmail
        acme.role = "member"
        var forge = IdentityProviderConfiguration(
            name: "forge", type: .oauth2, clientID: "x", clientSecret: try SecretReference(parsing: "env:FORGE"))
        forge.authorizationURL = try EndpointURL(parsing: "https://forge.example/oauth/authorize")
        forge.tokenURL = try EndpointURL(parsing: "https://forge.example/oauth/token")
        forge.userInfoURL = try EndpointURL(parsing: "https://forge.example/api/me")
        forge.mapping = .init(subject: "id", email: "mail", emailVerified: "mail_ok", name: "login")
        forge.clientAuthentication = .post
        forge.allow = AllowRules(everyone: true)
        #expect(configuration.identityProviders == [google, acme, forge])
        #expect(configuration.identityProviders.map(\.title) == ["Google", "Acme", "Forge"])
        #expect(
            configuration.secretReferences.map(\.description) == [
                "env:GOOGLE_CLIENT_SECRET", "file:acme.secret", "env:FORGE",
            ])
    }

    @Test("Made in code, the same entries give the same problems and no others")
    func inCode() throws {
        var configuration = try example().configuration
        #expect(configuration.problems().map(\.keyPath) == ["identity_providers.forge.allow"])
        configuration.identityProviders[0].name = "acme"
        configuration.identityProviders[2].mapping = nil
        configuration.identityProviders[2].tenant = "common"
        #expect(
            Set(configuration.problems().map(\.keyPath)) == [
                "identity_providers.acme", "identity_providers.forge.mapping", "identity_providers.forge.tenant",
            ])
    }

    @Test("What is in force is shown key by key with its place, secrets as references, URLs without their queries")
    func effective() throws {
        let text = ConfigurationFixture(
            auth: "oauth",
            added: ConfigurationReference.exampleOfProviders.replacing("/oauth/token", with: "/token?key=hunter2"))
        let effective = try #require(outcome(text.text).loaded).effective
        func line(_ key: String) -> String? {
            effective["identity_providers." + key].map { "\($0.text) \($0.origin)" }
        }
        #expect(line("google.type") == "google default" && line("google.label") == "Google default")
        #expect(line("google.client_secret") == "env:GOOGLE_CLIENT_SECRET doorward.yaml:8:20")
        #expect(line("google.allow.domains") == "[example.com] doorward.yaml:10:16")
        #expect(line("acme.allow.claims.groups") == "[staff, admins] doorward.yaml:19:24")
        #expect(line("forge.mapping.subject") == "id doorward.yaml:27:24")
        #expect(line("forge.token_url") == "https://forge.example/token?<redacted> doorward.yaml:25:16")
        #expect(line("forge.link") == "never default" && line("acme.link") == "verified_email doorward.yaml:20:11")
        #expect(!effective.text().contains("hunter2") && !effective.json().contains("hunter2"))
        #expect(
            effective.json().contains(#""identity_providers.acme.allow.claims.groups", "value": ["staff", "admins"]"#))
    }

    @Test("The environment says the whole map, as YAML, and replaces the file's")
    func environment() throws {
        let fixture = ConfigurationFixture(auth: "oauth", added: ConfigurationReference.exampleOfProviders)
        let variable = """
            microsoft: {client_id: a, client_secret: env:DOORWARD_ENTRA, allow: {claims: {groups: [b]}, domains: [C.example]}}
            """
        let (loaded, problems) = outcome(
            fixture.text, environment: ["DOORWARD_IDENTITY_PROVIDERS": variable, "DOORWARD_ENTRA": "not-a-real-one"])
        #expect(problems.isEmpty, "\(problems)")
        let providers = try #require(loaded).configuration.identityProviders
        #expect(providers.map(\.type) == [.microsoft] && providers.first?.tenant == nil)
        #expect(providers.first?.allow == AllowRules(domains: ["c.example"], claims: ["groups": ["b"]]))
        let tenant = loaded?.effective["identity_providers.microsoft.tenant"]
        #expect(tenant?.text == "common" && tenant?.origin == .default)
        let name = loaded?.effective["identity_providers.microsoft.client_id"]
        #expect(name?.origin == .environment(name: "DOORWARD_IDENTITY_PROVIDERS"))
    }

    @Test(
        "A variable that is no such map is said to be none",
        arguments: [
            "google", "[google]", "{a: {b: c}, a: {b: c}}", "{", "{a: {b: {c: {d: {e: {f: {g: h}}}}}}}",
            "{? [a] : {b: c}}",
        ])
    func wrongEnvironment(_ text: String) {
        let problems = outcome(
            ConfigurationFixture(auth: "oauth").text, environment: ["DOORWARD_IDENTITY_PROVIDERS": text]
        ).problems
        #expect(problems.map(\.keyPath) == ["identity_providers"], "\(problems)")
        #expect(problems.first?.message.contains("not a map in YAML") == true, "\(problems)")
    }

    @Test("Everything that is wrong is said at once, with its place, and without strangers among the variables")
    func together() {
        let text = """
            identity_providers:
              acme:
                type: oidc
                isuer: https://a.example
                client_secret: env:DOORWARD_ACME
                tenant: b
                allow: {domains: ['*'], email: [a@b.example]}
              work:
                type: microsoft
                client_id: c
                client_authentication: post
            """
        let problems = outcome(
            ConfigurationFixture(auth: "oauth", added: text).text, environment: ["DOORWARD_ACME": "not-a-real-one"]
        ).problems
        #expect(
            problems.map { "\($0.origin) \($0.keyPath)" } == [
                "doorward.yaml:6:3 identity_providers.acme.client_id",
                "doorward.yaml:6:3 identity_providers.acme.issuer",
                "doorward.yaml:8:5 identity_providers.acme.isuer", "doorward.yaml:10:5 identity_providers.acme.tenant",
                "doorward.yaml:11:23 identity_providers.acme.allow.domains[0]",
                "doorward.yaml:11:29 identity_providers.acme.allow.email",
                "doorward.yaml:12:3 identity_providers.work.client_secret",
            ])
        #expect(problems.contains { $0.hint == "did you mean 'issuer'?" })
        #expect(problems.contains { $0.hint == "did you mean 'emails'?" })
        #expect(problems.contains { $0.hint == "remove the line, or write type: microsoft" })
    }

    @Test("What may be a pasted secret is never repeated")
    func neverRepeated() {
        let secret = "sk-" + String(repeating: "Zz9", count: 12)
        for line in [
            "client_secret: '\(secret)'", "client_secret: {from: '\(secret)'}", "client_id: '\(secret) '",
            "type: '\(secret)'", "client_authentication: '\(secret)'", "tenant: '\(secret)/'",
            "allow: '\(secret)'", "allow: {emails: ['\(secret)']}", "role: '\(secret) '", "link: '\(secret)'",
            "issuer: 'https://u:\(secret)@h'",
        ] {
            let text = ConfigurationFixture(auth: "oauth", added: "identity_providers:\n  microsoft:\n    \(line)").text
            let problems = outcome(text).problems
            #expect(!problems.isEmpty && !problems.contains { $0.description.contains("Zz9Zz9Zz9") }, "\(problems)")
        }
    }

    @Test("A public client has no secret, and http is for this machine")
    func publicClient() throws {
        let text = """
            identity_providers:
              here: {type: oidc, issuer: 'http://localhost:9001/a', client_id: a, client_authentication: none,
                allow: {claims: {hd: a.example}}}
            """
        let loaded = try #require(outcome(ConfigurationFixture(auth: "oauth", added: text).text).loaded)
        let provider = try #require(loaded.configuration.identityProviders.first)
        #expect(
            loaded.warnings.isEmpty && provider.clientSecret == nil && provider.clientAuthentication == .publicClient)
        #expect(provider.allow.claims == ["hd": ["a.example"]])
    }

    @Test("There is room for 32 providers, and no more")
    func many() {
        let one = "{type: google, client_id: a, client_secret: env:A, allow: {domains: [a.example]}}"
        func problems(_ count: Int) -> [String] {
            let lines = (0..<count).map { "  p\($0): \(one)\n" }.joined()
            return outcome(ConfigurationFixture(auth: "oauth", added: "identity_providers:\n" + lines).text).problems
                .map { "\($0.origin) \($0.message)" }
        }
        #expect(problems(32).isEmpty)
        #expect(problems(33) == ["doorward.yaml:38:3 has more than 32 entries"])
    }

    @Test("Aliases and depth do not multiply what is read")
    func hostile() throws {
        let wide = "[" + String(repeating: "x, ", count: 100_000) + "x]"
        var text = "a: &a {k: \(wide)}\n"
        for (name, last) in [("b", "a"), ("c", "b")] {
            text += "\(name): &\(name) {k: *\(last), l: *\(last), m: *\(last), n: *\(last)}\n"
        }
        text += "identity_providers: {p: *c, q: *c, r: {s: {t: {u: {v: {w: {x: y}}}}}}}"
        let value = try #require(FileLayer(Array(text.utf8), path: "a").values["identity_providers"])
        #expect((32 * 200...32 * 300).contains(Self.count(value)))
        #expect(outcome(ConfigurationFixture(auth: "oauth", added: text).text).loaded == nil)
        let deep = String(repeating: "{a: ", count: 900) + "b" + String(repeating: "}", count: 900)
        let layer = FileLayer(Array("identity_providers: \(deep)".utf8), path: "a")
        #expect(Self.count(try #require(layer.values["identity_providers"])) == 6)
    }

    /// How many values a tree has.
    private static func count(_ value: RawValue) -> Int {
        switch value.shape {
        case .null, .scalar: 1
        case .list(let items): items.reduce(1) { $0 + count($1) }
        case .map(let entries): entries.reduce(1) { $0 + count($1.value) }
        }
    }

    @Test("The reference has a row for each inner key")
    func reference() {
        let markdown = ConfigurationReference.markdown()
        for key in IdentityProviderKey.all { #expect(markdown.contains("\n| `\(key.name)` | "), "\(key.name)") }
        #expect(markdown.contains(ConfigurationReference.exampleOfProviders))
    }
}
