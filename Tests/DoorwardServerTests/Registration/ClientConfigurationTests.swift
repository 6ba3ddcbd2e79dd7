import DoorwardJOSE
import DoorwardOAuth
import DoorwardServer
import DoorwardTesting
import Testing

@Suite("What a client may do with its registration")
struct ClientConfigurationTests {
    /// A server with one client that has a secret.
    static func ready() async throws -> (test: RegistrationServer, id: String, token: String, secret: String) {
        let test = try await RegistrationServer()
        let json = try await test.send("POST", RegistrationEndpointTests.secretive).json()
        return (
            test, try #require(json["client_id"]?.string), try #require(json["registration_access_token"]?.string),
            try #require(json["client_secret"]?.string)
        )
    }

    static func body(_ id: String, _ more: String = "") -> String {
        "{\"client_id\":\"\(id)\",\"redirect_uris\":[\"https://app.example/new\"],\"client_name\":\"New\"\(more)}"
    }

    @Test("It is read, changed and ended with its token")
    func lifeCycle() async throws {
        let (test, id, token, secret) = try await Self.ready()
        let read = await test.send("GET", client: id, token: token)
        #expect(read.status == 200)
        #expect(try read.json()["client_name"]?.string == "App")
        #expect(try read.json()["client_secret"] == nil)
        #expect(try read.json()["registration_access_token"]?.string == token)

        let changed = await test.send(
            "PUT", Self.body(id, ",\"client_secret\":\"\(secret)\""), client: id, token: token)
        #expect(changed.status == 200)
        #expect(try changed.json()["redirect_uris"]?.strings == ["https://app.example/new"])
        #expect(await test.authorize(id, redirect: "https://app.example/cb").status == 400)
        #expect(await test.authorize(id, redirect: "https://app.example/new").status == 303)
        let form = "grant_type=authorization_code&code=x&client_id=\(id)&client_secret=\(secret)"
        #expect(try await test.token(form).error() == "invalid_grant")
        #expect(try await test.store.client(id: id)?.registration?.expiresAt != nil)

        #expect(await test.send("DELETE", client: id, token: token).status == 204)
        #expect(await test.send("GET", client: id, token: token).status == 401)
        #expect(await test.send("DELETE", client: id, token: token).status == 401)
        #expect(try await test.token(form).error() == "invalid_client")
        #expect(await test.token(form).status == 401)
        #expect(await test.authorize(id, redirect: "https://app.example/new").status == 400)
        #expect(test.audited == ["client.registered", "client.changed", "client.removed"])
    }

    @Test("Tokens of a client that ends itself are dead at once")
    func tokensEnd() async throws {
        let (test, id, token, secret) = try await Self.ready()
        let code = try await test.code(id, redirect: "https://app.example/cb")
        let answer = await test.token(
            "grant_type=authorization_code&code=\(code)&client_id=\(id)&client_secret=\(secret)&redirect_uri="
                + "https://app.example/cb&code_verifier=\(TestServer.verifier)")
        #expect(answer.status == 200)
        let grant = try #require(try await test.store.grants(ofUser: "user-1", ofClient: id, limit: 10).first)
        #expect(!test.server.revocations.contains(grant.id))
        #expect(await test.send("DELETE", client: id, token: token).status == 204)
        #expect(test.server.revocations.contains(grant.id))
    }

    @Test("A wrong token, another's, and a client that has none are all the same", arguments: ["GET", "PUT", "DELETE"])
    func wrongTokens(method: String) async throws {
        let (test, id, token, secret) = try await Self.ready()
        let other = try await test.send("POST", #"{"redirect_uris":["https://b.example/cb"]}"#).json()
        let open = try await test.register(RegistrationEndpointTests.open)
        let otherToken = try #require(other["registration_access_token"]?.string)
        try await test.store.create(
            ClientRecord(
                id: "operator", name: "App", profile: "web", isPublic: true, redirectURIs: [], scopes: [],
                createdAt: test.now))
        let cases: [(client: String?, token: String?)] = [
            (id, nil), (id, ""), (id, "x"), (id, secret), (id, otherToken), (id, String(token.dropLast())),
            (id, token + "x"), (nil, token), ("", token), ("dcr_unknown", token), (open, token),
            ("operator", token), ("https://app.example/c", token), (id + "&client_id=" + id, token), ("%zz", token),
        ]
        for (client, token) in cases {
            let response = await test.send(method, Self.body(id), client: client, token: token)
            #expect(response.status == 401)
            #expect(response.field("www-authenticate")?.hasPrefix("Bearer ") == true)
        }
        #expect(try await test.store.client(id: id)?.name == "App")
    }

    @Test("A change that is no change of this client is refused")
    func badChanges() async throws {
        let (test, id, token, _) = try await Self.ready()
        let bodies = [
            (Self.body("dcr_other"), "invalid_client_metadata"), ("{}", "invalid_client_metadata"),
            (#"{"redirect_uris":["https://app.example/new"]}"#, "invalid_client_metadata"),
            (Self.body(id, ",\"client_secret\":\"mine\""), "invalid_client_metadata"),
            (Self.body(id, ",\"client_secret\":5"), "invalid_client_metadata"),
            (Self.body(id, ",\"token_endpoint_auth_method\":\"none\""), "invalid_client_metadata"),
            (Self.body(id, ",\"scope\":5"), "invalid_client_metadata"),
            ("{\"client_id\":\"\(id)\",\"redirect_uris\":[\"data:x\"]}", "invalid_redirect_uri"),
            ("{\"client_id\":\"\(id)\"}", "invalid_redirect_uri"),
        ]
        for (body, error) in bodies {
            let response = await test.send("PUT", body, client: id, token: token)
            #expect(response.status == 400)
            #expect(try response.error() == error)
        }
        #expect(await test.send("PUT", Self.body(id), client: id, token: token, type: "text/plain").status == 400)
        #expect(try await test.store.client(id: id)?.redirectURIs == ["https://app.example/cb"])
    }

    @Test("Changes are limited as registrations are; one that changes nothing is free")
    func limits() async throws {
        let test = try await RegistrationServer(limits: RegistrationLimits(perAddress: .init(burst: 3, pause: 60_000)))
        let json = try await test.send("POST", RegistrationEndpointTests.secretive).json()
        let id = try #require(json["client_id"]?.string)
        let token = json["registration_access_token"]?.string
        var statuses: [Int] = []
        for name in ["a", "a", "a", "b", "c"] {
            let body = "{\"client_id\":\"\(id)\",\"redirect_uris\":[\"https://app.example/\(name)\"]}"
            statuses.append(await test.send("PUT", body, client: id, token: token).status)
        }
        #expect(statuses == [200, 200, 200, 200, 429])
    }
}
