import DoorwardSecrets
import Testing

@testable import Doorward

@Suite("The configuration of auth: oauth")
struct OAuthConfigurationTests {
    private func load(
        _ added: String, auth: String = "oauth", environment: [String: String] = [:]
    ) throws -> LoadedConfiguration {
        let (loaded, problems) = outcome(
            ConfigurationFixture(auth: auth, added: added).text, environment: environment)
        #expect(problems.isEmpty, "\(problems)")
        return try #require(loaded)
    }

    @Test("It runs with nothing but its name: one file of SQLite, no scopes, safe times")
    func defaults() throws {
        let configuration = try load("").configuration
        #expect(!configuration.oauth.isExternal && configuration.oauth.scopes.isEmpty)
        #expect(configuration.oauth.accessTokenLifetime == .seconds(3600) && configuration.oauth.signUp == .closed)
        #expect(configuration.database == .sqlite("doorward.db") && configuration.databaseConnections == 8)
    }

    @Test("Every key is read into its place")
    func everything() throws {
        let configuration = try load(
            """
            oauth:
              scopes:
                notes:write: Change your notes.
                notes:read: "Read your notes: all of them."
              master_secret: env:DOORWARD_MASTER_SECRET
              access_token_lifetime: 15m
              refresh_token_lifetime: 90d
              refresh_rotation: public
              reuse_window: 0s
              key_rotation: 30d
              session_lifetime: 8h
              content_type: application/json
            scopes:
              listNotes: notes:read
              "PUT /notes/{id}": notes:read  notes:write notes:read
              ping: ""
            pages: {name: Notes, accent: "#1F6FEB", accent_dark: "#79b8ff"}
            database: postgres://doorward@db.example.com/doorward?sslmode=verify-full&sslrootcert=ca.pem
            database_password: file:password
            database_connections: 20
            """, environment: ["DOORWARD_MASTER_SECRET": "not-a-real-one"]
        ).configuration
        let oauth = configuration.oauth
        #expect(oauth.scopes.names == ["notes:write", "notes:read"])
        #expect(oauth.scopes["notes:read"] == "Read your notes: all of them.")
        #expect(oauth.masterSecret?.description == "env:DOORWARD_MASTER_SECRET")
        #expect(oauth.accessTokenLifetime == .seconds(900) && oauth.refreshTokenLifetime == .seconds(90 * 86400))
        #expect(oauth.refreshRotation == .publicClients && oauth.reuseWindow == .zero)
        #expect(oauth.keyRotation == .seconds(30 * 86400) && oauth.sessionLifetime == .seconds(8 * 3600))
        #expect(oauth.contentType == .json)
        #expect(
            configuration.operationScopes == [
                "listNotes": ["notes:read"], "PUT /notes/{id}": ["notes:read", "notes:write"], "ping": [],
            ])
        #expect(configuration.pages.name == "Notes" && configuration.pages.accent?.description == "#1f6feb")
        #expect(configuration.pages.accentDark == Colour(red: 0x79, green: 0xB8, blue: 0xFF))
        #expect(configuration.databasePassword?.description == "file:password")
        #expect(configuration.databaseConnections == 20)
    }

    @Test("Another server's tokens: its address is kept byte for byte, and no database is needed")
    func external() throws {
        let configuration = try load(
            """
            database: none
            oauth:
              issuer: https://Tenant.example.com/
              audience: urn:notes
              introspection_url: https://tenant.example.com/introspect?key=hunter2
              introspection_client_id: doorward
              introspection_client_secret: env:A
            scopes: {listNotes: read}
            """
        )
        #expect(configuration.configuration.oauth.issuer?.text == "https://Tenant.example.com/")
        #expect(configuration.configuration.oauth.introspectionURL?.text.hasSuffix("?key=hunter2") == true)
        #expect(!configuration.effective.text().contains("hunter2"))
        #expect(configuration.configuration.oauth.isExternal)
    }

    @Test("Plain http is for this machine", arguments: ["http://localhost:8000", "http://127.0.0.1:8000"])
    func loopback(_ address: String) {
        #expect(outcome(ConfigurationFixture(publicURL: address, auth: "oauth").text).problems.isEmpty)
    }

    @Test("Maps whose names no variable can have come whole from the environment, and replace the file's")
    func environment() throws {
        let loaded = try load(
            "oauth: {scopes: {read: Reads}}",
            environment: [
                "DOORWARD_OAUTH_SCOPES": "{notes:read: 'Read, and list, your notes.'}",
                "DOORWARD_SCOPES": "{listNotes: notes:read}",
            ])
        #expect(loaded.configuration.oauth.scopes == ["notes:read": "Read, and list, your notes."])
        #expect(loaded.configuration.operationScopes == ["listNotes": ["notes:read"]])
        #expect(loaded.effective["oauth.scopes.notes:read"]?.origin == .environment(name: "DOORWARD_OAUTH_SCOPES"))
    }

    @Test(
        "A variable that is no map is said to be none", arguments: ["read", "[read]", "{a: [b]}", "{a: b, a: c}", "{"])
    func wrongEnvironment(_ text: String) {
        let problems = outcome(
            ConfigurationFixture(auth: "oauth").text, environment: ["DOORWARD_OAUTH_SCOPES": text]
        ).problems
        #expect(problems.map(\.keyPath) == ["oauth.scopes"] && problems.first?.message.contains("not a map") == true)
    }

    @Test("The name of a master secret in .env is no unknown variable")
    func dotenvName() throws {
        _ = try load(
            "oauth: {master_secret: 'dotenv:.env#DOORWARD_MASTER_SECRET'}",
            environment: ["DOORWARD_MASTER_SECRET": "not-a-real-one"])
    }

    @Test("Effective settings show each scope with its place")
    func effective() throws {
        let loaded = try load("oauth:\n  scopes:\n    b: B.\n    a: A.\nscopes:\n  op: a b")
        let lines = loaded.effective.settings.filter { $0.key.hasPrefix("oauth.scopes") || $0.key.hasPrefix("scopes") }
        #expect(lines.map(\.key) == ["oauth.scopes.b", "oauth.scopes.a", "scopes.op"])
        #expect(lines.map(\.text) == ["B.", "A.", "a b"])
        #expect(lines.first?.origin.description == "doorward.yaml:7:8")
    }

    @Test("Declared scopes keep their order, each once")
    func declarations() {
        var scopes: ScopeDeclarations = ["b": "B", "a": "A", "b": "again"]
        #expect(scopes.names == ["b", "a"] && scopes["b"] == "again")
        scopes["b"] = nil
        #expect(scopes.all == [.init(name: "a", sentence: "A")])
    }
}
