import Testing

extension OAuthTests {
    @Suite("The token endpoint")
    struct TokenTests {
        @Test("answers each request as the checklist says", arguments: Backend.allCases, TokenRow.all)
        func row(_ backend: Backend, _ row: TokenRow) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let client = fixture[row.client]
            let form = try await form(row, fixture)
            let draft = TokenRow.Draft(form: form, client: client, fixture: fixture)
            let answer = try send(row.make(draft), to: fixture.door)
            if let error = row.error {
                expectJSON(answer, row.status, error: error)
            } else {
                expectTokens(answer, row)
            }
            if row.status == 405 { #expect(answer.list("Allow").subtracting(["options"]) == ["post"]) }
            if row.status == 401, case .form(_, let headers) = row.make(draft), !headers.isEmpty {
                #expect(answer.header("WWW-Authenticate")?.lowercased().hasPrefix("basic ") == true)
            }
            #expect(answer.values("Access-Control-Allow-Credentials") == [])
            // Nothing is used up before everything fits.
            guard row.error != nil, row.grant != .client else { return }
            expectJSON(try fixture.door.post("/oauth/token", form), 200)
        }

        private func form(_ row: TokenRow, _ fixture: OAuthFixture) async throws -> Form {
            let client = fixture[row.client]
            switch row.grant {
            case .code: return try await fixture.code(row.client).form + client.credentials
            case .client: return ["grant_type": "client_credentials"] + client.credentials
            case .refresh:
                let token = try await fixture.tokens(row.client).refresh ?? ""
                return ["grant_type": "refresh_token", "refresh_token": token] + client.credentials
            }
        }

        private func send(_ sent: TokenRow.Sent, to door: Door) throws -> Response {
            switch sent {
            case .form(let form, let headers): try door.post("/oauth/token", form, headers)
            case .json(let text, let headers): try door.post("/oauth/token", json: text, headers)
            case .raw(let method, let target, let headers, let body):
                try door.request(method, target, headers, body: body)
            }
        }

        /// The whole answer of RFC 6749 §5.1, with `scope` always.
        private func expectTokens(_ answer: Response, _ row: TokenRow) {
            expectJSON(answer, 200)
            guard let json = try? answer.json() else { return }
            let hasRefresh = row.grant != .client
            #expect(
                json.names
                    == ["access_token", "token_type", "expires_in"] + (hasRefresh ? ["refresh_token"] : []) + ["scope"])
            #expect(json["token_type"]?.string?.lowercased() == "bearer")
            #expect(json["expires_in"]?.int == 3_600)
            let isNarrow = row.name == "fewer scopes"
            #expect(json["scope"]?.string == (isNarrow ? "notes:read" : "notes:read notes:write"))
            guard hasRefresh else { return }
            #expect(json["refresh_token"]?.string?.wholeMatch(of: /dwr_[0-9A-Za-z_-]{43}/) != nil)
        }

        @Test("gives a code's worth once, and takes it back when the code comes again", arguments: Backend.allCases)
        func replay(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let code = try await fixture.code(.web)
            let tokens = try Tokens(fixture.door.redeem(code))
            let later = try Tokens(fixture.door.refresh(tokens.refresh ?? "", as: fixture[.web]))
            #expect(try fixture.door.get("/echo", token: tokens.access).status == 200)
            expectJSON(try fixture.door.redeem(code), 400, error: "invalid_grant")
            for token in [tokens.access, later.access] {
                #expect(
                    try fixture.door.eventually(.seconds(2)) {
                        try fixture.door.get("/echo", token: token).status == 401
                    })
            }
            expectJSON(try fixture.door.refresh(later.refresh ?? "", as: fixture[.web]), 400, error: "invalid_grant")
        }

        static let wrongReplays: [(String, @Sendable (TokenRow.Draft) -> Form)] = [
            ("wrong verifier", { $0.form.with("code_verifier", PKCEPair().verifier) }),
            ("wrong redirect URI", { $0.form.with("redirect_uri", "https://web.example/cb") }),
            ("another client", { $0.form(as: .other) }),
        ]

        @Test(
            "takes nothing back when a code comes again from somebody else", arguments: Backend.allCases,
            wrongReplays.indices)
        func wrongReplay(_ backend: Backend, _ index: Int) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let code = try await fixture.code(.web)
            let tokens = try Tokens(fixture.door.redeem(code))
            let draft = TokenRow.Draft(
                form: code.form + fixture[.web].credentials, client: fixture[.web], fixture: fixture)
            expectJSON(
                try fixture.door.post("/oauth/token", Self.wrongReplays[index].1(draft)), 400, error: "invalid_grant")
            #expect(try fixture.door.get("/echo", token: tokens.access).status == 200)
            expectJSON(try fixture.door.refresh(tokens.refresh ?? "", as: fixture[.web]), 200)
        }

        @Test("redeems without a redirect URI where none was named", arguments: Backend.allCases)
        func noRedirect(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let pkce = PKCEPair()
            let redirect = try await fixture.authorize(fixture.query(.other, pkce: pkce).with("redirect_uri", nil))
            let form: Form = [
                "grant_type": "authorization_code", "code": redirect.code ?? "", "code_verifier": pkce.verifier,
            ]
            expectJSON(try fixture.door.token(form, as: fixture[.other]), 200)
        }

        @Test("gives one of many who redeem a code at once what it buys", arguments: Backend.allCases)
        func race(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let code = try await fixture.code(.web)
            let statuses = Locked<[Int]>([])
            Crowd(12) { _ in
                let status = (try? fixture.door.redeem(code).status) ?? 0
                statuses.withLock { $0.append(status) }
            }.join()
            #expect(statuses.withLock { $0.sorted() } == [200] + Array(repeating: 400, count: 11))
        }
    }
}
