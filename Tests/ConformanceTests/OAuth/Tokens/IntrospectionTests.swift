import Testing

extension OAuthTests {
    @Suite("The introspection endpoint (RFC 7662)")
    struct IntrospectionTests {
        @Test("tells an API all about a good access token", arguments: Backend.allCases)
        func accessToken(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let token = try await fixture.tokens(.web).access
            let claims = try SignedToken(token).claims
            for asking in [KnownClient.resource, .web] {
                let answer = try fixture.door.introspect(token, as: fixture[asking])
                expectJSON(answer, 200)
                let json = try answer.json()
                #expect(json["active"] == .bool(true))
                for name in ["sub", "client_id", "scope", "aud", "iss", "exp", "iat", "jti"] {
                    #expect(json[name] != nil && json[name] == claims[name], "\(name) of \(answer.text)")
                }
                #expect(json["token_type"]?.string?.lowercased() == "bearer")
            }
        }

        @Test("tells of a refresh token, whose it is and until when", arguments: Backend.allCases)
        func refreshToken(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let tokens = try await fixture.tokens(.web)
            let json = try fixture.door.introspect(tokens.refresh ?? "", as: fixture[.web]).json()
            #expect(json["active"] == .bool(true))
            #expect(json["client_id"]?.string == fixture[.web].id)
            #expect(json["scope"]?.string == "notes:read notes:write")
            let second = try Tokens(fixture.door.refresh(tokens.refresh ?? "", as: fixture[.web]))
            try expectInactive(tokens.refresh ?? "", fixture, .web)
            #expect(
                try fixture.door.introspect(second.refresh ?? "", as: fixture[.web]).json()["active"] == .bool(true))
        }

        @Test("tells of a client's own token", arguments: Backend.allCases)
        func machineToken(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let json = try fixture.door.introspect(fixture.machineToken(), as: fixture[.resource]).json()
            #expect(json["active"] == .bool(true))
            #expect(json["sub"]?.string == fixture[.machine].id)
            #expect(json["client_id"]?.string == fixture[.machine].id)
        }

        @Test("says no more than that it is not active of anything else", arguments: Backend.allCases)
        func inactive(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let tokens = try await fixture.tokens(.web)
            let signed = try SignedToken(tokens.access)
            let unknown = [
                "abc", "a.b.c", "dwr_" + String(repeating: "A", count: 43), "dwc_" + String(repeating: "A", count: 43),
                signed.forged(claims: #"{"iss":"\#(fixture.door.site)","sub":"x"}"#),
                signed.forged(header: #"{"alg":"none","typ":"at+jwt"}"#), "\u{e9}", fixture[.web].secret ?? "",
            ]
            for token in unknown { try expectInactive(token, fixture, .resource) }
            // Another client's, to one that is no API.
            try expectInactive(tokens.access, fixture, .other)
            try expectInactive(tokens.refresh ?? "", fixture, .other)
            // Revoked.
            _ = try fixture.door.revoke(tokens.refresh ?? "", as: fixture[.web])
            try expectInactive(tokens.refresh ?? "", fixture, .web)
            let isDead = try fixture.door.eventually(.seconds(1)) {
                try fixture.door.introspect(tokens.access, as: fixture[.resource]).text == #"{"active":false}"#
            }
            #expect(isDead)
        }

        @Test("answers those only who prove who they are, by POST", arguments: Backend.allCases)
        func refusals(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let door = fixture.door
            let token = try await fixture.tokens(.web).access
            let resource = fixture[.resource]
            expectJSON(try door.post("/oauth/introspect", ["token": token]), 401, error: "invalid_client")
            expectJSON(try door.introspect(token, as: fixture[.spa]), 401, error: "invalid_client")
            expectJSON(
                try door.introspect(token, as: resource.with(secret: TokenRow.wrong)), 401, error: "invalid_client")
            let basic = try door.post("/oauth/introspect", ["token": token], [resource.with(secret: "x").basic])
            expectJSON(basic, 401, error: "invalid_client")
            #expect(basic.header("WWW-Authenticate")?.hasPrefix("Basic ") == true)
            expectJSON(
                try door.post("/oauth/introspect", ["token": token], [("Authorization", "Bearer \(token)")]), 401,
                error: "invalid_client")
            expectJSON(try door.post("/oauth/introspect", resource.credentials), 400, error: "invalid_request")
            let got = try door.get("/oauth/introspect?token=\(token)", [resource.basic])
            expectJSON(got, 405, error: "invalid_request")
            #expect(got.list("Allow").subtracting(["options"]) == ["post"])
        }

        private func expectInactive(_ token: String, _ fixture: OAuthFixture, _ client: KnownClient) throws {
            let answer = try fixture.door.introspect(token, as: fixture[client])
            expectJSON(answer, 200)
            #expect(answer.text == #"{"active":false}"#, "of \(token.prefix(8))")
        }
    }
}
