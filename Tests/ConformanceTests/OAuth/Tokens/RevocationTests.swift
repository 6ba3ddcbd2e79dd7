import Testing

extension OAuthTests {
    @Suite("The revocation endpoint (RFC 7009)")
    struct RevocationTests {
        @Test("ends an access token, and only that", arguments: Backend.allCases, [KnownClient.web, .spa, .plugin])
        func accessToken(_ backend: Backend, _ client: KnownClient) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let door = fixture.door
            let tokens = try await fixture.tokens(client)
            let second = try Tokens(door.refresh(tokens.refresh ?? "", as: fixture[client]))
            #expect(try door.get("/echo", token: tokens.access).status == 200)
            expectRevoked(try door.revoke(tokens.access, as: fixture[client]))
            #expect(try isDead(tokens.access, door))
            #expect(try door.get("/echo", token: second.access).status == 200)
            expectJSON(try door.refresh(second.refresh ?? "", as: fixture[client]), 200)
        }

        @Test("ends all of a grant with its refresh token", arguments: Backend.allCases, [KnownClient.web, .native])
        func refreshToken(_ backend: Backend, _ client: KnownClient) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let door = fixture.door
            let tokens = try await fixture.tokens(client)
            let second = try Tokens(door.refresh(tokens.refresh ?? "", as: fixture[client]))
            expectRevoked(try door.revoke(second.refresh ?? "", as: fixture[client]))
            #expect(try isDead(tokens.access, door))
            #expect(try isDead(second.access, door))
            expectJSON(try door.refresh(second.refresh ?? "", as: fixture[client]), 400, error: "invalid_grant")
            expectJSON(try door.refresh(tokens.refresh ?? "", as: fixture[client]), 400, error: "invalid_grant")
            // Once more is no error.
            expectRevoked(try door.revoke(second.refresh ?? "", as: fixture[client]))
        }

        @Test("ends a grant with a refresh token that was replaced", arguments: Backend.allCases)
        func replacedToken(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let tokens = try await fixture.tokens(.web)
            let second = try Tokens(fixture.door.refresh(tokens.refresh ?? "", as: fixture[.web]))
            expectRevoked(try fixture.door.revoke(tokens.refresh ?? "", as: fixture[.web]))
            #expect(try isDead(second.access, fixture.door))
        }

        @Test(
            "does not mind what the hint says", arguments: Backend.allCases,
            ["refresh_token", "access_token", "something", ""])
        func hint(_ backend: Backend, _ hint: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let door = fixture.door
            for isRefresh in [false, true] {
                let tokens = try await fixture.tokens(.web)
                let form: Form = ["token": isRefresh ? tokens.refresh ?? "" : tokens.access, "token_type_hint": hint]
                expectRevoked(try door.post("/oauth/revoke", form, [fixture[.web].basic]))
                #expect(try isDead(tokens.access, door))
            }
        }

        @Test(
            "says 200 to what it does not know", arguments: Backend.allCases,
            ["abc", "dwr_" + String(repeating: "A", count: 43), "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "\u{e9}"])
        func unknown(_ backend: Backend, _ token: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            expectRevoked(try fixture.door.revoke(token, as: fixture[.web]))
        }

        @Test("refuses the tokens of others, who keep them", arguments: Backend.allCases, [KnownClient.other, .spa])
        func others(_ backend: Backend, _ thief: KnownClient) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let door = fixture.door
            let tokens = try await fixture.tokens(.web)
            for token in [tokens.access, tokens.refresh ?? ""] {
                expectJSON(try door.revoke(token, as: fixture[thief]), 400, error: "unauthorized_client")
            }
            try await Task.sleep(for: .milliseconds(100))
            #expect(try door.get("/echo", token: tokens.access).status == 200)
            expectJSON(try door.refresh(tokens.refresh ?? "", as: fixture[.web]), 200)
        }

        @Test("wants to know who asks, for something, by POST", arguments: Backend.allCases)
        func refusals(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let door = fixture.door
            let web = fixture[.web]
            let token = try await fixture.tokens(.web).access
            let wrong = web.with(secret: TokenRow.wrong)
            expectJSON(try door.revoke(token, as: wrong), 401, error: "invalid_client")
            expectJSON(try door.revoke(token, as: web.with(secret: nil)), 401, error: "invalid_client")
            expectJSON(try door.post("/oauth/revoke", ["token": token]), 401, error: "invalid_client")
            let basic = try door.post("/oauth/revoke", ["token": token], [wrong.basic])
            expectJSON(basic, 401, error: "invalid_client")
            #expect(basic.header("WWW-Authenticate")?.hasPrefix("Basic ") == true)
            expectJSON(try door.post("/oauth/revoke", web.credentials), 400, error: "invalid_request")
            expectJSON(
                try door.post("/oauth/revoke", web.credentials + ["token": token, "token": token]), 400,
                error: "invalid_request")
            let got = try door.get("/oauth/revoke?token=\(token)")
            expectJSON(got, 405, error: "invalid_request")
            #expect(got.list("Allow").subtracting(["options"]) == ["post"])
            #expect(try door.get("/echo", token: token).status == 200)
        }

        private func expectRevoked(_ answer: Response, sourceLocation: SourceLocation = #_sourceLocation) {
            #expect(answer.status == 200, "\(answer.text.prefix(200))", sourceLocation: sourceLocation)
            #expect(answer.header("Cache-Control") == "no-store", sourceLocation: sourceLocation)
        }

        private func isDead(_ token: String, _ door: Door) throws -> Bool {
            try door.eventually(.seconds(1)) {
                let answer = try door.get("/echo", token: token)
                return answer.status == 401 && answer.header("WWW-Authenticate")?.contains("invalid_token") == true
            }
        }
    }
}
