import Testing

extension OAuthTests {
    @Suite("A refresh token")
    struct RefreshTests {
        @Test(
            "is replaced at each use, for everybody", arguments: Backend.allCases, [KnownClient.web, .native, .plugin])
        func rotation(_ backend: Backend, _ client: KnownClient) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var tokens = try await fixture.tokens(client)
            var seen: Set<String> = []
            for _ in 0..<4 {
                seen.insert(tokens.refresh ?? "")
                tokens = try Tokens(fixture.door.refresh(tokens.refresh ?? "", as: fixture[client]))
                #expect(!seen.contains(tokens.refresh ?? ""))
                #expect(try fixture.door.get("/echo", token: tokens.access).status == 200)
            }
        }

        @Test("used by sixteen at once has one successor", arguments: Backend.allCases, [KnownClient.web, .spa])
        func parallel(_ backend: Backend, _ client: KnownClient) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let token = try await fixture.tokens(client).refresh ?? ""
            let answers = Locked<[String]>([])
            Crowd(16) { _ in
                let answer = try? Tokens(fixture.door.refresh(token, as: fixture[client]))
                answers.withLock { $0.append(answer?.refresh ?? "none") }
            }.join()
            let successors = answers.withLock { $0 }
            #expect(successors.count == 16 && Set(successors).count == 1 && successors.first != "none")
            #expect(try Tokens(fixture.door.refresh(successors[0], as: fixture[client])).refresh != successors[0])
        }

        @Test("repeated at once gives the same successor again, to its own client only", arguments: Backend.allCases)
        func lostAnswer(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let token = try await fixture.tokens(.native).refresh ?? ""
            let first = try Tokens(fixture.door.refresh(token, as: fixture[.native]))
            expectJSON(try fixture.door.refresh(token, as: fixture[.spa]), 400, error: "invalid_grant")
            let second = try Tokens(fixture.door.refresh(token, as: fixture[.native]))
            #expect(first.refresh == second.refresh)
            #expect(
                try Tokens(fixture.door.refresh(first.refresh ?? "", as: fixture[.native])).refresh != first.refresh)
        }

        @Test(
            "reused after its successor was used ends the family", arguments: Backend.allCases, [KnownClient.web, .spa])
        func reuse(_ backend: Backend, _ client: KnownClient) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let first = try await fixture.tokens(client)
            let second = try Tokens(fixture.door.refresh(first.refresh ?? "", as: fixture[client]))
            let third = try Tokens(fixture.door.refresh(second.refresh ?? "", as: fixture[client]))
            expectJSON(try fixture.door.refresh(first.refresh ?? "", as: fixture[client]), 400, error: "invalid_grant")
            expectJSON(try fixture.door.refresh(third.refresh ?? "", as: fixture[client]), 400, error: "invalid_grant")
            for token in [first.access, second.access, third.access] {
                #expect(
                    try fixture.door.eventually(.seconds(2)) {
                        try fixture.door.get("/echo", token: token).status == 401
                    })
            }
        }

        @Test("asked for a resource that is not ours is not used up", arguments: Backend.allCases)
        func resourceFirst(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let first = try await fixture.tokens(.web)
            let form: Form = ["grant_type": "refresh_token", "refresh_token": first.refresh ?? ""]
            for _ in 0..<3 {
                expectJSON(
                    try fixture.door.token(form.adding("resource", "https://elsewhere.example"), as: fixture[.web]),
                    400, error: "invalid_target")
                expectJSON(
                    try fixture.door.token(form.with("scope", "notes:admin"), as: fixture[.web]), 400,
                    error: "invalid_scope")
            }
            let second = try Tokens(fixture.door.token(form, as: fixture[.web]))
            expectJSON(try fixture.door.refresh(second.refresh ?? "", as: fixture[.web]), 200)
        }

        @Test("keeps its scopes when an answer had fewer", arguments: Backend.allCases)
        func narrowed(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let first = try await fixture.tokens(.web)
            let form: Form = ["grant_type": "refresh_token", "refresh_token": first.refresh ?? ""]
            let narrow = try Tokens(fixture.door.token(form.with("scope", "notes:read"), as: fixture[.web]))
            #expect(narrow.scope == "notes:read")
            let claims = try SignedToken(narrow.access).claims
            #expect(claims["scope"]?.string == "notes:read")
            let full = try Tokens(fixture.door.refresh(narrow.refresh ?? "", as: fixture[.web]))
            #expect(full.scope == "notes:read notes:write")
        }
    }

    @Suite("A refresh token, by configuration", .ownThreads)
    struct RefreshSettingsTests {
        @Test(
            "reused after the window ends the family, though its successor was never used", arguments: Backend.allCases)
        func window(_ backend: Backend) async throws {
            try await Door.with(.oauth().with("oauth.reuse_window", "1s"), on: backend) { door in
                let client = door[.spa]
                var ada = door.ada
                let first = try await door.tokens(client, by: &ada)
                let second = try Tokens(door.refresh(first.refresh ?? "", as: client))
                #expect(try Tokens(door.refresh(first.refresh ?? "", as: client)).refresh == second.refresh)
                try await Task.sleep(for: .milliseconds(2_300))
                expectJSON(try door.refresh(first.refresh ?? "", as: client), 400, error: "invalid_grant")
                expectJSON(try door.refresh(second.refresh ?? "", as: client), 400, error: "invalid_grant")
                let isNoted = try door.eventually {
                    try door.mustRun("audit", "--format", "json").output.contains("reuse")
                }
                #expect(isNoted, "no audit event of the reuse")
            }
        }

        @Test("of a confidential client stays where only public ones rotate", arguments: Backend.allCases)
        func publicOnly(_ backend: Backend) async throws {
            try await Door.with(.oauth().with("oauth.refresh_rotation", "public"), on: backend) { door in
                let (web, spa) = (door[.web], door[.spa])
                var ada = door.ada
                let first = try await door.tokens(web, by: &ada)
                for _ in 0..<3 {
                    let next = try Tokens(door.refresh(first.refresh ?? "", as: web))
                    #expect(next.refresh == nil || next.refresh == first.refresh)
                }
                let other = try await door.tokens(spa, by: &ada)
                #expect(try Tokens(door.refresh(other.refresh ?? "", as: spa)).refresh != other.refresh)
            }
        }
    }
}
