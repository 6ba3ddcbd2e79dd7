import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardTesting
import Testing

@Suite("Revocation and introspection")
struct RevocationAndIntrospectionTests {
    @Test("An access token ends alone, a refresh token with everything of its grant, whatever the hint says")
    func revokes() async throws {
        let test = try await TestServer.ready()
        let tokens = try await test.tokens()
        let more = "&\(TestServer.credentials)&token_type_hint="
        #expect(await test.revoke("token=\(tokens.access)\(more)refresh_token").status == 200)
        #expect(try await !test.isActive(tokens.access))
        let refreshed = try await test.token(test.refreshing(tokens.refresh)).json()
        let access = try #require(refreshed["access_token"]?.string)
        let refresh = try #require(refreshed["refresh_token"]?.string)
        #expect(try await test.isActive(access))
        #expect(try await test.isActive(refresh))
        #expect(await test.revoke("token=\(refresh)\(more)access_token").status == 200)
        #expect(try await !test.isActive(access))
        #expect(try await !test.isActive(refresh))
        #expect(try await test.token(test.refreshing(refresh)).error() == "invalid_grant")
        #expect(await test.revoke("token=\(refresh)\(more)nonsense").status == 200)
    }

    @Test(
        "Unknown tokens are revoked already",
        arguments: ["x", "dwr_x", "a.b.c", "dwr_" + String(repeating: "x", count: 43)])
    func unknown(token: String) async throws {
        let test = try await TestServer.ready()
        #expect(await test.revoke("token=\(token)&\(TestServer.credentials)").status == 200)
    }

    @Test("Another client's tokens are refused and stay alive")
    func foreign() async throws {
        let test = try await TestServer.ready()
        try await test.add(id: "other")
        let tokens = try await test.tokens()
        for token in [tokens.access, tokens.refresh] {
            let response = await test.revoke("token=\(token)&client_id=other&client_secret=\(TestServer.clientSecret)")
            #expect(response.status == 400)
            #expect(try response.error() == "unauthorized_client")
            #expect(try await test.isActive(token))
        }
    }

    @Test(
        "Who asks must say who he is, once, and what about",
        arguments: [
            ("token=x", 401), ("token=x&client_id=web", 401), ("token=x&client_id=web&client_secret=y", 401),
            (TestServer.credentials, 400), ("token=x&token=y&\(TestServer.credentials)", 400),
        ])
    func refuses(form: String, status: Int) async throws {
        let test = try await TestServer.ready()
        for endpoint in [RevocationEndpoint(test.server), IntrospectionEndpoint(test.server)] as [any Endpoint] {
            let response = await endpoint.respond(to: TestServer.post(Array(form.utf8)))
            #expect(response.status == status)
            #expect(endpoint.methods == ["POST"])
            let get = await endpoint.respond(to: TestServer.post([], method: "GET"))
            #expect(get.status == 405)
        }
    }

    @Test("A public client may revoke its own tokens but not ask about any")
    func publicClient() async throws {
        let test = try await TestServer.ready()
        try await test.add("native", id: "native", isPublic: true)
        #expect(await test.revoke("token=x&client_id=native").status == 200)
        let request = TestServer.post(Array("token=x&client_id=native".utf8))
        #expect(await IntrospectionEndpoint(test.server).respond(to: request).status == 401)
    }

    @Test("A live token is described")
    func describes() async throws {
        let test = try await TestServer.ready()
        let json = try await test.introspect(try await test.tokens().access).json()
        #expect(json["active"]?.bool == true && json["token_type"]?.string == "Bearer")
        #expect(json["scope"]?.string == "read write" && json["client_id"]?.string == "web")
        #expect(json["sub"]?.string == "user-1" && json["aud"]?.string == TestServer.issuer)
        #expect(json["iss"]?.string == TestServer.issuer && json["exp"]?.integer == test.now + 3600)
        #expect(json["iat"]?.integer == test.now && json["jti"] != nil)
    }

    @Test("A server that did not make the token describes it just the same")
    func otherServer() async throws {
        let test = try await TestServer.ready()
        let other = try await TestServer(store: test.store, world: test.world)
        let token = try await test.tokens().access
        let answer = await other.introspect(token)
        #expect(await test.introspect(token).body == answer.body)
        #expect(await test.revoke("token=\(token)&\(TestServer.credentials)").status == 200)
        try await other.server.refresh()
        #expect(try await !other.isActive(token))
    }

    @Test("Anything else is inactive and nothing more")
    func inactive() async throws {
        let test = try await TestServer.ready()
        try await test.add(id: "other")
        try await test.add("resource", id: "api", redirects: [])
        let tokens = try await test.tokens()
        #expect(try await test.isActive(tokens.access, by: "api"))
        // A refresh token is no access token, so it is none to an API.
        #expect(try await test.isActive(tokens.refresh))
        #expect(await test.introspect(tokens.refresh, by: "api").body == Array(#"{"active":false}"#.utf8))
        var texts = ["x", "a.b.c", "dwr_x", tokens.access + "x", String(tokens.access.dropLast(2))]
        for text in texts { #expect(await test.introspect(text).body == Array(#"{"active":false}"#.utf8)) }
        #expect(await test.introspect(tokens.access, by: "other").body == Array(#"{"active":false}"#.utf8))
        #expect(await test.introspect(tokens.refresh, by: "other").body == Array(#"{"active":false}"#.utf8))
        test.pass(3600)
        texts = [tokens.access]
        for text in texts { #expect(await test.introspect(text).body == Array(#"{"active":false}"#.utf8)) }
    }

    @Test("Asking about a token that is known costs no call of the store")
    func fromMemory() async throws {
        let test = try await TestServer.ready()
        let token = try await test.tokens().access
        let before = await test.store.calls
        #expect(try await test.isActive(token))
        #expect(await test.store.calls == before)
    }

    @Test("A removed client's tokens are dead, and so is the client, after one refresh of the caches")
    func removedClient() async throws {
        let test = try await TestServer.ready()
        try await test.add("resource", id: "api", redirects: [])
        let tokens = try await test.tokens()
        _ = try await test.store.removeClient(id: "web", at: test.now, tokensEndBy: test.now + 9999)
        try await test.server.refresh()
        #expect(try await !test.isActive(tokens.access, by: "api"))
        #expect(try await test.token(test.refreshing(tokens.refresh)).error() == "invalid_client")
    }
}
