import DoorwardOAuth
import DoorwardSecrets
import Testing

@testable import Doorward

@Suite("The configuration of clients that register themselves")
struct ClientConfigurationTests {
    private func load(_ added: String, environment: [String: String] = [:]) throws -> LoadedConfiguration {
        let (loaded, problems) = outcome(
            ConfigurationFixture(auth: "oauth", added: added).text, environment: environment)
        #expect(problems.isEmpty, "\(problems)")
        return try #require(loaded)
    }

    @Test("Nothing is offered unless it is switched on")
    func defaults() throws {
        let oauth = try load("").configuration.oauth
        #expect(oauth.features == AuthorizationFeatures())
        #expect(oauth.localAccounts && oauth.caFile == nil && oauth.registrationPools.isEmpty)
        #expect(oauth.registrationSchemes == ["cursor"] && oauth.registrationLifetime == .seconds(7 * 86400))
    }

    @Test("Every key is read into its place")
    func everything() throws {
        let loaded = try load(
            """
            oauth:
              scopes: {a: A, b: B}
              registration: token
              registration_token: env:DOORWARD_REGISTRATION
              registration_schemes: [cursor, com.example.app]
              registration_lifetime: 30d
              registered_scopes: [b]
              registration_pools: {vendor: 192.0.2.0/24  2001:db8::/32 192.0.2.0/24}
              client_documents: on
              client_document_hosts: [Claude.AI]
              private_key_jwt: on
              pushed_requests: required
              dpop: on
              device_flow: on
              ca_file: /etc/ca.pem
            """, environment: ["DOORWARD_REGISTRATION": "not-a-real-one"])
        let oauth = loaded.configuration.oauth
        #expect(
            oauth.features
                == AuthorizationFeatures(
                    registration: .token, registrationSchemes: ["cursor", "com.example.app"], registeredScopes: ["b"],
                    registrationLifetime: 30 * 86400, clientDocuments: true, clientDocumentHosts: ["claude.ai"],
                    privateKeyJWT: true, pushedRequests: .required, keyBinding: .on, deviceFlow: true))
        #expect(oauth.registrationToken?.description == "env:DOORWARD_REGISTRATION" && oauth.caFile == "/etc/ca.pem")
        #expect(oauth.registrationPools["vendor"]?.map(\.description) == ["192.0.2.0/24", "2001:db8::/32"])
        #expect(loaded.effective["oauth.registration_pools.vendor"]?.text == "192.0.2.0/24 2001:db8::/32")
        #expect(loaded.effective["oauth.client_documents"]?.text == "on")
    }

    @Test("What means all or any says so, and an empty list of scopes means none")
    func absences() throws {
        let effective = try load("").effective
        #expect(effective["oauth.registered_scopes"]?.text == "(all of oauth.scopes)")
        #expect(effective["oauth.client_document_hosts"]?.text == "(any)")
        #expect(effective["oauth.registration_schemes"]?.text == "[cursor]")
        let none = try load("oauth: {registration: open, registered_scopes: [], registration_schemes: []}")
        #expect(none.configuration.oauth.registeredScopes == [] && none.configuration.oauth.registrationSchemes == [])
        #expect(none.effective["oauth.registered_scopes"]?.text == "[]")
    }

    @Test("The environment has each key, and a variable for each pool")
    func environment() throws {
        let oauth = try load(
            "oauth: {scopes: {a: A, b: B}}",
            environment: [
                "DOORWARD_OAUTH_REGISTRATION": "open", "DOORWARD_OAUTH_REGISTERED_SCOPES": "a, b",
                "DOORWARD_OAUTH_REGISTRATION_POOLS_VENDOR": "10.0.0.0/8", "DOORWARD_OAUTH_DPOP": "required",
            ]
        ).configuration.oauth
        #expect(oauth.registration == .open && oauth.registeredScopes == ["a", "b"] && oauth.dpop == .required)
        #expect(oauth.registrationPools["vendor"]?.map(\.description) == ["10.0.0.0/8"])
    }

    @Test("Schemes and scopes count for clients with documents too")
    func documentsOnly() throws {
        _ = try load(
            "oauth: {scopes: {a: A}, client_documents: on, registration_schemes: [cursor], registered_scopes: [a]}")
    }

    @Test("The file of authorities starts from the folder of the configuration")
    func relative() throws {
        var configuration = try load("oauth: {ca_file: ca.pem}").configuration
        configuration.directory = "/etc/doorward"
        #expect(configuration.resolvingPaths().oauth.caFile == "/etc/doorward/ca.pem")
    }

    @Test("The API may get the tokens of users' providers instead of a secret")
    func userTokens() throws {
        let providers = """
            identity_providers:
              google: {client_id: a, client_secret: env:A, allow: {domains: [a.example]}}
            """
        let text = ConfigurationFixture(
            upstream: "http://127.0.0.1:9000\n  authorization: user", auth: "oauth", added: providers
        ).text
        let loaded = try #require(outcome(text).loaded)
        #expect(loaded.warnings.isEmpty && loaded.effective["upstream.authorization"]?.text == "user")
        var configuration = loaded.configuration
        #expect(configuration.upstream.sendsUserTokens && configuration.upstream.authorization == nil)
        #expect(configuration.problems().isEmpty)
        configuration.upstream.authorization = try SecretReference(parsing: "env:B")
        #expect(configuration.problems().map(\.keyPath) == ["upstream.authorization"])
        let replaced = outcome(text, environment: ["DOORWARD_UPSTREAM_AUTHORIZATION": "env:C"]).loaded?.configuration
        #expect(replaced?.upstream.sendsUserTokens == false)
        #expect(replaced?.upstream.authorization?.description == "env:C")
    }

    @Test(
        "Open sign-up is said to be what it is: by password, by a provider, or not at all",
        arguments: [
            ("on", "", "anybody who finds the address"), ("off", "", "anybody with an account at Google"),
            ("off", ", allow: {domains: [a.example]}", "is not used"),
        ])
    func signUp(_ accounts: String, _ allow: String, _ words: String) {
        let text = """
            oauth: {sign_up: open, local_accounts: \(accounts)}
            identity_providers: {google: {client_id: a, client_secret: env:A\(allow)}}
            """
        let problems = outcome(ConfigurationFixture(auth: "oauth", added: text).text).problems
        #expect(problems.map(\.keyPath) == ["oauth.sign_up"], "\(problems)")
        #expect(problems.first?.message.contains(words) == true && problems.first?.severity == .warning)
    }

    @Test("A provider for people who are invited needs no rules, when their address links it")
    func invited() throws {
        _ = try load(
            "identity_providers: {google: {client_id: a, client_secret: env:A, link: verified_email}}")
    }

    @Test("The hint for a key in the wrong place names the right one")
    func misplaced() {
        let problems = outcome(ConfigurationFixture(auth: "oauth", added: "oauth: {identity_providers: {}}").text)
            .problems
        #expect(problems.map(\.hint) == ["did you mean 'identity_providers'?"])
    }
}
