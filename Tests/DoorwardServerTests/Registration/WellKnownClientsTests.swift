import DoorwardJOSE
import DoorwardOAuth
import DoorwardServer
import DoorwardTesting
import Testing

@Suite("Well-known clients that come by themselves")
struct WellKnownClientsTests {
    /// Makes the client known and tells its id.
    static func introduce(_ fixture: ClientFixture, to test: RegistrationServer) async throws -> String {
        switch fixture.identity {
        case .registration(let body): return try await test.register(body)
        case .document(let id, let body):
            test.fetcher.put(body, at: id)
            return id
        }
    }

    /// Takes away what the client is known by.
    static func forget(_ fixture: ClientFixture, id: String, in test: RegistrationServer) async throws {
        switch fixture.identity {
        case .registration:
            _ = try await test.store.removeClient(id: id, at: test.now, tokensEndBy: test.now + 3600)
            try await test.server.refresh()
        case .document:
            test.fetcher.put("not here", at: id, status: 404, type: "text/plain")
            test.pass(DocumentFreshness.usual)
        }
    }

    /// Access and refresh token.
    static func tokens(
        _ fixture: ClientFixture, id: String, _ test: RegistrationServer
    ) async throws -> (access: String, refresh: String) {
        let code = try await test.code(id, redirect: fixture.redirect)
        let (client, redirect) = (RegistrationServer.escaped(id), RegistrationServer.escaped(fixture.redirect))
        let answer = await test.token(
            "grant_type=authorization_code&code=\(code)&client_id=\(client)&redirect_uri=\(redirect)"
                + "&code_verifier=\(TestServer.verifier)")
        #expect(answer.status == 200)
        let json = try answer.json()
        return (
            try #require(json["access_token"]?.string), try #require(json["refresh_token"]?.string)
        )
    }

    @Test(
        "Each comes to a token, refreshes it, is refused when it is no longer known, and heals",
        arguments: ClientFixture.all)
    func walk(fixture: ClientFixture) async throws {
        let test = try await RegistrationServer()
        let id = try await Self.introduce(fixture, to: test)
        let tokens = try await Self.tokens(fixture, id: id, test)
        let refreshing =
            "grant_type=refresh_token&client_id=\(RegistrationServer.escaped(id))&refresh_token="
        // Somebody has agreed, so it is in the store, without an end.
        let stored = try #require(try await test.store.client(id: id)?.registration)
        #expect(stored.expiresAt == nil)
        let refreshed = await test.token(refreshing + tokens.refresh)
        #expect(refreshed.status == 200)
        let next = try #require(try refreshed.json()["refresh_token"]?.string)

        try await Self.forget(fixture, id: id, in: test)
        let refused = await test.token(refreshing + next)
        #expect(refused.status == 401)
        #expect(try refused.error() == "invalid_client")
        let page = await test.authorize(id, redirect: fixture.redirect)
        #expect(page.status == 400)
        #expect(page.field("location") == nil)

        let healed = try await Self.introduce(fixture, to: test)
        _ = try await Self.tokens(fixture, id: healed, test)
    }

    @Test("An address that the client has not registered leads nowhere", arguments: ClientFixture.all)
    func redirects(fixture: ClientFixture) async throws {
        let test = try await RegistrationServer()
        let id = try await Self.introduce(fixture, to: test)
        for other in [fixture.redirect + "x", "https://evil.example/callback", "http://127.0.0.2:1/callback"] {
            let page = await test.authorize(id, redirect: other)
            #expect(page.status == 400)
            #expect(page.field("location") == nil)
        }
    }

    @Test("ChatGPT signs its token request, and the same assertion works once")
    func signing() async throws {
        let test = try await RegistrationServer()
        let fixture = ClientFixture.chatGPT
        let id = try await Self.introduce(fixture, to: test)
        test.fetcher.put(SignedAssertions.keys, at: SignedAssertions.keysAddress)
        let code = try await test.code(id, redirect: fixture.redirect)
        let form =
            "grant_type=authorization_code&code=\(code)&code_verifier=\(TestServer.verifier)&redirect_uri="
            + RegistrationServer.escaped(fixture.redirect) + "&client_assertion_type="
            + RegistrationServer.escaped(ClientAssertion.type) + "&client_assertion="
        let forged = String(SignedAssertions.first.dropLast(8)) + "AAAAAAAA"
        #expect(await test.token(form + forged).status == 401)
        let answer = await test.token(form + SignedAssertions.first)
        #expect(answer.status == 200)
        let replayed = await test.token(form + SignedAssertions.first)
        #expect(replayed.status == 401)
        #expect(replayed.refusal == "client_assertion_replayed")
        // Another assertion is the client's, whose code is used up.
        #expect(try await test.token(form + SignedAssertions.second).error() == "invalid_grant")
        test.pass(300)
        #expect(await test.token(form + SignedAssertions.second).status == 401)
    }
}
