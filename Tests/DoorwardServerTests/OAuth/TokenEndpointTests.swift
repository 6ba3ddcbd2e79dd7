import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardTesting
import Testing

@Suite("The token endpoint")
struct TokenEndpointTests {
    @Test("A code buys an access token as RFC 9068 has it, and a refresh token")
    func redeems() async throws {
        let test = try await TestServer.ready()
        let response = await test.token(test.redeeming(try await test.code()))
        #expect(response.status == 200)
        #expect(response.field("cache-control") == "no-store")
        #expect(response.field("pragma") == "no-cache")
        let json = try response.json()
        #expect(json["token_type"]?.string == "bearer")
        #expect(json["expires_in"]?.integer == 3600)
        #expect(json["scope"]?.string == "read write")
        #expect(json["refresh_token"]?.string?.hasPrefix("dwr_") == true)
        let text = try #require(json["access_token"]?.string)
        let token = try test.server.keys.verifier.verify(text, now: test.now)
        #expect(
            token.claims.members.map(\.name) == ["iss", "sub", "aud", "client_id", "exp", "iat", "jti", "scope", "gid"])
        #expect(token.issuer == TestServer.issuer && token.audience == [TestServer.issuer])
        #expect(token.subject == "user-1" && token.clientID == "web" && token.scopes == ["read", "write"])
        #expect(token.expiresAt == test.now + 3600 && token.issuedAt == test.now)
        #expect(token.tokenID?.utf8.count == 22)
    }

    @Test("Bodies may be JSON, credentials may be in Basic", arguments: ["json", "basic", "json in capitals"])
    func forms(how: String) async throws {
        let test = try await TestServer.ready()
        let code = try await test.code()
        let json = """
            {"grant_type":"authorization_code","client_id":"web","client_secret":"\(TestServer.clientSecret)",\
            "code":"\(code)","redirect_uri":"\(TestServer.callback)","code_verifier":"\(TestServer.verifier)"}
            """
        let basic = "Basic " + Self.base64("web:\(TestServer.clientSecret)")
        let form =
            "grant_type=authorization_code&code=\(code)&redirect_uri=\(TestServer.callback)"
            + "&code_verifier=\(TestServer.verifier)"
        let request =
            switch how {
            case "json": TestServer.post(Array(json.utf8), type: "application/json")
            case "basic": TestServer.post(Array(form.utf8), basic: basic)
            default: TestServer.post(Array(json.utf8), type: "Application/JSON ; charset=utf-8")
            }
        let response = await TokenEndpoint(test.server).respond(to: request)
        #expect(response.status == 200)
    }

    static func base64(_ text: String) -> String {
        // Base64url differs in two characters, and in the padding, which may be missing.
        Base64URL.encode(Array(text.utf8)).replacing("-", with: "+").replacing("_", with: "/")
    }

    static let good = "grant_type=client_credentials&" + TestServer.credentials
    static let wrong: [(String, Int, String)] = [
        ("", 400, "invalid_request"), (TestServer.credentials, 400, "invalid_request"),
        ("grant_type=password&\(TestServer.credentials)", 400, "unsupported_grant_type"),
        ("grant_type=implicit&\(TestServer.credentials)", 400, "unsupported_grant_type"),
        ("grant_type=client_credentials", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=web", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=nobody&client_secret=x", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=web&client_secret=x", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=web&client_assertion=x", 401, "invalid_client"),
        ("\(good)&grant_type=client_credentials", 400, "invalid_request"),
        ("\(good)&client_id=web", 400, "invalid_request"), ("\(good)&client_secret=x", 400, "invalid_request"),
        ("\(good)&scope=admin", 400, "invalid_scope"), ("\(good)&scope=a&scope=b", 400, "invalid_request"),
        ("\(good)&resource=https://other.example", 400, "invalid_target"),
        ("\(good)&resource=relative", 400, "invalid_target"),
        ("grant_type=authorization_code&\(TestServer.credentials)", 400, "invalid_request"),
        ("grant_type=authorization_code&code=x&\(TestServer.credentials)", 400, "invalid_grant"),
        ("grant_type=refresh_token&\(TestServer.credentials)", 400, "invalid_request"),
        ("grant_type=refresh_token&refresh_token=x&\(TestServer.credentials)", 400, "invalid_grant"),
        (
            "grant_type=client_credentials&client_id=action&client_secret=\(TestServer.clientSecret)", 400,
            "unauthorized_client"
        ),
        ("grant_type=client_credentials&client_id=native", 400, "unauthorized_client"),
        ("%", 400, "invalid_request"), ("\(good)&x=%ff", 400, "invalid_request"),
    ]

    @Test("Everything wrong has its code, in JSON that nobody keeps", arguments: wrong)
    func refuses(form: String, status: Int, error: String) async throws {
        let test = try await TestServer.ready()
        try await test.add("action", id: "action")
        try await test.add("native", id: "native", isPublic: true)
        let response = await test.token(form)
        #expect(response.status == status)
        #expect(try response.error() == error)
        #expect(response.field("cache-control") == "no-store")
    }

    @Test("A wrong secret in Basic is answered with a challenge")
    func challenge() async throws {
        let test = try await TestServer.ready()
        for basic in ["Basic d2ViOng=", "Basic !", "Bearer x"] {
            let response = await test.token("grant_type=client_credentials", basic: basic)
            #expect(response.status == 401)
            #expect(response.field("www-authenticate")?.hasPrefix("Basic ") == true)
        }
        #expect(
            await test.token("grant_type=client_credentials&client_id=web&client_secret=x").field("www-authenticate")
                == nil)
    }

    @Test("Two ways of authentication at once are refused")
    func twoWays() async throws {
        let test = try await TestServer.ready()
        let response = await test.token(Self.good, basic: "Basic " + Self.base64("web:\(TestServer.clientSecret)"))
        #expect(response.status == 400)
        #expect(try response.error() == "invalid_request")
    }

    @Test(
        "Other methods and media types are refused",
        arguments: [
            ("GET", "application/x-www-form-urlencoded", 405), ("PUT", "application/json", 405),
            ("POST", "text/plain", 400), ("POST", "multipart/form-data; boundary=x", 400), ("POST", nil, 400),
            ("POST", "application/json", 400),
        ] as [(String, String?, Int)])
    func types(method: String, type: String?, status: Int) async throws {
        let test = try await TestServer.ready()
        let request = TestServer.post(Array(Self.good.utf8), type: type, method: method)
        let response = await TokenEndpoint(test.server).respond(to: request)
        #expect(response.status == status)
        #expect(try response.error() == "invalid_request")
        #expect((response.field("allow") == "POST") == (status == 405))
    }

    @Test("A body over 64 KiB is 413, in JSON")
    func tooLarge() async throws {
        let test = try await TestServer.ready()
        let response = await test.token(Self.good + "&x=" + String(repeating: "x", count: 1_000_000))
        #expect(response.status == 413)
        #expect(try response.error() == "invalid_request")
    }

    @Test("Client credentials cost no call of the store once the grant is known")
    func clientCredentials() async throws {
        let test = try await TestServer.ready()
        let first = try await test.token(Self.good).json()
        let before = await test.store.calls
        let second = try await test.token(Self.good).json()
        #expect(await test.store.calls == before)
        #expect(second["refresh_token"] == nil && second["scope"]?.string == "read write")
        let tokens = try [first, second].map {
            try test.server.keys.verifier.verify(try #require($0["access_token"]?.string), now: test.now)
        }
        #expect(tokens[0].subject == "web" && tokens[0].claims["gid"] == tokens[1].claims["gid"])
        #expect(tokens[0].tokenID != tokens[1].tokenID)
    }

    @Test("A grant of a client that is revoked is not used again")
    func revokedClientGrant() async throws {
        let test = try await TestServer.ready()
        let first = try #require(try await test.token(Self.good).json()["access_token"]?.string)
        let grant = try #require(try await test.store.grants(ofUser: nil, ofClient: "web", limit: 9).first)
        _ = try await test.store.revokeGrant(id: grant.id, at: test.now, tokensEndBy: test.now + 100)
        try await test.server.refresh()
        let second = try #require(try await test.token(Self.good).json()["access_token"]?.string)
        #expect(try await !test.isActive(first))
        #expect(try await test.isActive(second))
    }

    @Test("Nor is it when its revocation has been forgotten since, or another process revoked it unnoticed")
    func forgottenRevocation() async throws {
        let test = try await TestServer.ready()
        for isNoticed in [true, false] {
            _ = await test.token(Self.good)
            let grant = try #require(try await test.store.grants(ofUser: nil, ofClient: "web", limit: 9).first)
            _ = try await test.store.revokeGrant(id: grant.id, at: test.now, tokensEndBy: test.now + 100)
            if isNoticed {
                try await test.server.refresh()
                test.server.revocations.prune(at: test.now + 100)
            } else {
                test.pass(900)
            }
            let text = try #require(try await test.token(Self.good).json()["access_token"]?.string)
            let token = try test.server.keys.verifier.verify(text, now: test.now)
            #expect(token.claims["gid"]?.string != grant.id)
        }
    }

    @Test("A code works once; its rightful client's replay ends what it bought, anybody else's ends nothing")
    func replay() async throws {
        let test = try await TestServer.ready()
        let code = try await test.code()
        let access = try #require(try await test.token(test.redeeming(code)).json()["access_token"]?.string)
        let wrong = test.redeeming(code).replacing(TestServer.verifier, with: String(repeating: "w", count: 43))
        #expect(try await test.token(wrong).error() == "invalid_grant")
        #expect(try await test.isActive(access))
        #expect(try await test.token(test.redeeming(code)).error() == "invalid_grant")
        #expect(try await !test.isActive(access))
        #expect(test.auditKinds.contains("code.replayed"))
    }

    @Test("A code is good for 60 seconds")
    func expiry() async throws {
        let test = try await TestServer.ready()
        let code = try await test.code()
        test.pass(60)
        #expect(try await test.token(test.redeeming(code)).error() == "invalid_grant")
    }

    @Test("64 callers with one code: one grant")
    func codeRace() async throws {
        let test = try await TestServer.ready()
        let form = test.redeeming(try await test.code())
        let statuses = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<64 { group.addTask { await test.token(form).status } }
            return await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 200 }.count == 1)
        #expect(statuses.filter { $0 == 400 }.count == 63)
    }

    @Test("When the store is away the answer is 503 in JSON")
    func unavailable() async throws {
        let test = try await TestServer.ready()
        let code = try await test.code()
        let refresh = try await test.tokens().refresh
        await test.store.fail(with: InMemoryStoreError.unreachable)
        for form in [test.redeeming(code), test.refreshing(refresh)] {
            let response = await test.token(form)
            #expect(response.status == 503)
            #expect(try response.error() == "temporarily_unavailable")
        }
    }
}
