import Doorward
import DoorwardOAuth
import DoorwardStore
import Testing

@Suite("Administration of clients")
struct ClientAdministrationTests {
    private let web = NewClient(
        name: "Notes", profile: "web", redirectURIs: ["https://app.example.com/callback"], scope: "notes:read")

    @Test("A client's secret is shown once and kept as a digest")
    func add() async throws {
        let fixture = try AdministrationFixture()
        let (client, secret) = try await fixture.administration.addClient(web)
        let text = try #require(secret)
        #expect(text.hasPrefix("dwcs_") && client.scopes == ["notes:read"])
        let kept = try #require(try await fixture.store.client(id: client.id))
        #expect(kept == client && kept.secrets.map(\.digest) == [OpaqueToken.digest(of: text)])
        #expect(!"\(try await fixture.audit())".contains(text))
    }

    @Test("A public client has no secret; scopes that are not said are all that are declared")
    func publicClient() async throws {
        var new = web
        new.isPublic = true
        new.scope = nil
        let (client, secret) = try await AdministrationFixture().administration.addClient(new)
        #expect(secret == nil && client.secrets.isEmpty && client.isPublic)
        #expect(client.scopes == ["notes:read", "notes:write"])
    }

    @Test("A GPT gets both callbacks from its id, also when the id comes later", arguments: ["plugin", "action"])
    func assistant(_ profile: String) async throws {
        let administration = try AdministrationFixture().administration
        let (client, _) = try await administration.addClient(NewClient(name: "GPT", profile: profile))
        #expect(client.redirectURIs.isEmpty)
        let id = "g-" + String(repeating: "a1", count: 16)
        let changed = try await administration.changeClient(client.id, ClientChanges(assistantID: id))
        #expect(
            changed.redirectURIs == [
                "https://chat.openai.com/aip/\(id)/oauth/callback", "https://chatgpt.com/aip/\(id)/oauth/callback",
            ])
        let (other, _) = try await administration.addClient(
            NewClient(name: "GPT", profile: profile, assistantID: id))
        #expect(other.redirectURIs == changed.redirectURIs)
    }

    @Test("An API that asks about tokens has neither redirects nor scopes")
    func resource() async throws {
        let (client, secret) = try await AdministrationFixture().administration.addClient(
            NewClient(name: "API", profile: "resource"))
        #expect(client.redirectURIs.isEmpty && client.scopes.isEmpty && secret != nil)
    }

    static let wrong: [(NewClient, AdministrationError)] = [
        (NewClient(name: "N", profile: "browser"), .unknownProfile("browser")),
        (NewClient(name: "N", profile: "plugin", isPublic: true), .publicNotForProfile("plugin")),
        (NewClient(name: "", profile: "action"), .badClientName),
        (NewClient(name: "a\nb", profile: "action"), .badClientName),
        (NewClient(name: String(repeating: "x", count: 81), profile: "action"), .badClientName),
        (NewClient(name: "N", profile: "action", id: "a b"), .badClientID),
        (NewClient(name: "N", profile: "action", id: ""), .badClientID),
        (NewClient(name: "N", profile: "action", id: "-rf"), .badClientID),
        (NewClient(name: "N", profile: "action", scope: "a\\b"), .badScope),
        (
            NewClient(name: "N", profile: "action", scope: "notes:read admin"),
            .unknownScope("admin", known: ["notes:read", "notes:write"])
        ),
        (NewClient(name: "N", profile: "native"), .redirect(.missing(profile: "native"))),
        (
            NewClient(name: "N", profile: "web", redirectURIs: ["https://a.example/*"]),
            .redirect(.pattern("https://a.example/*"))
        ),
        (
            NewClient(name: "N", profile: "web", redirectURIs: ["http://a.example/cb"]),
            .redirect(.plainHTTP("http://a.example/cb"))
        ),
    ]

    @Test("What cannot be registered is refused with the reason, and nothing is kept", arguments: wrong)
    func refuses(_ new: NewClient, _ expected: AdministrationError) async throws {
        let administration = try AdministrationFixture().administration
        #expect(await refusal { _ = try await administration.addClient(new) } == expected)
        #expect(try await administration.clients().isEmpty)
    }

    @Test("A client that signs has public keys, no private ones, and no secret")
    func keys() async throws {
        let administration = try AdministrationFixture().administration
        let point =
            "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\""
        var new = web
        for (keys, isTaken) in [
            (ClientKeys.inline("{\"keys\":[{\(point)}]}"), true), (.url("https://a.example/keys"), true),
            (.inline("{\"keys\":[{\(point)},{\(point),\"d\":\"AA\"}]}"), false), (.inline("{\"keys\":[]}"), false),
            (.inline("no keys"), false), (.url("http://a.example/keys"), false),
        ] {
            new.keys = keys
            let refused = await refusal {
                let (client, secret) = try await administration.addClient(new)
                #expect(secret == nil && client.authenticationMethods == [.privateKeyJWT] && client.keys == keys)
                #expect(
                    await refusal { _ = try await administration.rotateSecret(ofClient: client.id) }
                        == .clientHasKeys(client.id))
            }
            #expect((refused == nil) == isTaken, "\(keys)")
            guard !isTaken else { continue }
            guard case .badKeys = refused else {
                Issue.record("\(keys): \(String(describing: refused))")
                continue
            }
        }
        new.isPublic = true
        new.keys = .url("https://a.example/keys")
        #expect(await refusal { _ = try await administration.addClient(new) } == .keysNotForClient(profile: "web"))
    }

    @Test("A client that registered itself is not edited, for it could undo the change")
    func registered() async throws {
        let fixture = try AdministrationFixture()
        try await fixture.store.create(
            ClientRecord(
                id: "dcr", name: "App", profile: "registered", isPublic: true, redirectURIs: [], scopes: [],
                createdAt: 0, registration: ClientRegistration(kind: .dynamic, metadata: "{}")))
        let change = ClientChanges(scope: "notes:read")
        #expect(
            await refusal { _ = try await fixture.administration.changeClient("dcr", change) }
                == .clientRegisteredItself("dcr"))
        #expect(
            await refusal {
                _ = try await fixture.administration.addClient(NewClient(name: "N", profile: "registered"))
            }
                == .unknownProfile("registered"))
    }

    @Test("An id is given once, and never again")
    func ids() async throws {
        let administration = try AdministrationFixture().administration
        var new = web
        new.id = "my-client"
        _ = try await administration.addClient(new)
        #expect(await refusal { _ = try await administration.addClient(new) } == .clientIDTaken("my-client"))
        #expect(try await administration.removeClient("my-client").grants == 0)
        #expect(await refusal { _ = try await administration.addClient(new) } == .clientIDTaken("my-client"))
        #expect(await refusal { _ = try await administration.client("my-client") } == .removedClient("my-client"))
        #expect(await refusal { _ = try await administration.client("other") } == .unknownClient("other"))
    }

    @Test("No client has the id of a user, nor a user the name of a client: the API could take one for the other")
    func subjects() async throws {
        let administration = try AdministrationFixture().administration
        let (user, _) = try await administration.addUser(name: "bob", email: "", password: nil)
        var new = web
        for id in ["bob", "Bob", user.id] {
            new.id = id
            #expect(await refusal { _ = try await administration.addClient(new) } == .clientIDIsUser(id))
        }
        new.id = "weather"
        _ = try await administration.addClient(new)
        for isThere in [true, false] {
            if !isThere { _ = try await administration.removeClient("weather") }
            #expect(
                await refusal { _ = try await administration.addUser(name: "Weather", email: "", password: nil) }
                    == .nameIsClient("weather"))
        }
    }

    @Test("Changes leave alone what is not said")
    func change() async throws {
        let administration = try AdministrationFixture().administration
        let (client, _) = try await administration.addClient(web)
        let renamed = try await administration.changeClient(client.id, ClientChanges(name: "Other"))
        #expect(renamed.name == "Other" && renamed.redirectURIs == client.redirectURIs)
        #expect(renamed.scopes == client.scopes && renamed.secrets == client.secrets)
        let narrowed = try await administration.changeClient(client.id, ClientChanges(scope: ""))
        #expect(narrowed.scopes.isEmpty && narrowed.name == "Other")
        #expect(
            await refusal {
                _ = try await administration.changeClient(client.id, ClientChanges(redirectURIs: ["nowhere"]))
            } == .redirect(.notAnAbsoluteURI("nowhere")))
    }

    @Test("A rotated secret is accepted beside the old one until that is retired")
    func rotation() async throws {
        let fixture = try AdministrationFixture()
        let administration = fixture.administration
        let (client, first) = try await administration.addClient(web)
        let (both, second) = try await administration.rotateSecret(ofClient: client.id)
        #expect(both.secrets.map(\.digest) == [try #require(first), second].map { OpaqueToken.digest(of: $0) })
        let (alone, third) = try await administration.rotateSecret(ofClient: client.id, retiringOld: true)
        #expect(alone.secrets.map(\.digest) == [OpaqueToken.digest(of: third)])
        #expect(try await fixture.store.client(id: client.id) == alone)
        var new = web
        new.isPublic = true
        let (open, _) = try await administration.addClient(new)
        #expect(
            await refusal { _ = try await administration.rotateSecret(ofClient: open.id) } == .clientIsPublic(open.id))
    }
}
