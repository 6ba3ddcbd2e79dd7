import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardTesting
import Testing

@Suite("Refreshing")
struct RefreshTests {
    func refresh(_ test: TestServer, _ token: String, _ more: String = "") async throws -> (status: Int, next: String?)
    {
        let response = await test.token(test.refreshing(token, more))
        return (response.status, try response.json()["refresh_token"]?.string)
    }

    @Test("A token is exchanged; the new one works, and so on")
    func chain() async throws {
        let test = try await TestServer.ready()
        var token = try await test.tokens().refresh
        var seen: Set<String> = [token]
        for _ in 0..<5 {
            test.pass(100)
            token = try #require(try await refresh(test, token).next)
            #expect(seen.insert(token).inserted)
        }
    }

    @Test("16 refreshes at once all get the same successor")
    func parallel() async throws {
        let test = try await TestServer.ready()
        let token = try await test.tokens().refresh
        let results = try await withThrowingTaskGroup(of: (status: Int, next: String?).self) { group in
            for _ in 0..<16 { group.addTask { try await refresh(test, token) } }
            return try await group.reduce(into: [(status: Int, next: String?)]()) { $0.append($1) }
        }
        #expect(results.allSatisfy { $0.status == 200 })
        #expect(Set(results.map(\.next)).count == 1)
        #expect(results[0].next != token && results[0].next != nil)
    }

    @Test("A repeat within 30 seconds gets the same successor; later the family is dead, tokens and all")
    func reuse() async throws {
        let test = try await TestServer.ready()
        let tokens = try await test.tokens()
        let successor = try #require(try await refresh(test, tokens.refresh).next)
        test.pass(30)
        #expect(try await refresh(test, tokens.refresh).next == successor)
        #expect(try await test.isActive(tokens.access))
        test.pass(1)
        #expect(try await test.token(test.refreshing(tokens.refresh)).error() == "invalid_grant")
        #expect(try await test.token(test.refreshing(successor)).error() == "invalid_grant")
        #expect(try await !test.isActive(tokens.access))
        #expect(test.auditKinds.contains("refresh-token.reused"))
    }

    @Test(
        "Where the API needs what has ended at the user's provider, the client is told to sign him in, and nothing ends"
    )
    func endedElsewhere() async throws {
        let test = try await TestServer.ready()
        let tokens = try await test.tokens()
        let request = TestServer.post(Array(test.refreshing(tokens.refresh).utf8))
        let refused = await TokenEndpoint(test.server, providerTokensHaveEnded: { _ in true }).respond(to: request)
        #expect(refused.status == 400 && refused.refusal == "user_token_ended")
        #expect(try refused.error() == "invalid_grant")
        #expect(try await test.isActive(tokens.access))
        // What is wrong otherwise is said first.
        let wide = TestServer.post(Array(test.refreshing(tokens.refresh, "&scope=unheard-of").utf8))
        let other = await TokenEndpoint(test.server, providerTokensHaveEnded: { _ in true }).respond(to: wide)
        #expect(try other.error() == "invalid_scope")
        let taken = await TokenEndpoint(test.server, providerTokensHaveEnded: { _ in false }).respond(to: request)
        #expect(taken.status == 200)
    }

    @Test("Once the successor has been used the old one is a theft, however soon")
    func usedSuccessor() async throws {
        let test = try await TestServer.ready()
        let first = try await test.tokens().refresh
        let second = try #require(try await refresh(test, first).next)
        let third = try #require(try await refresh(test, second).next)
        #expect(try await refresh(test, first).status == 400)
        #expect(try await refresh(test, third).status == 400)
    }

    @Test("Resource and scope are checked before anything rotates; fewer scopes may be asked for")
    func checksFirst() async throws {
        let test = try await TestServer.ready()
        let token = try await test.tokens().refresh
        for (more, error) in [
            ("&resource=https://other.example", "invalid_target"), ("&scope=read+admin", "invalid_scope"),
            ("&scope=%22", "invalid_scope"), ("&refresh_token=x", "invalid_request"),
        ] {
            #expect(try await test.token(test.refreshing(token, more)).error() == error)
        }
        #expect(try await test.store.refreshToken(OpaqueToken.digest(of: token))?.token.rotatedAt == nil)
        let narrowed = try await test.token(test.refreshing(token, "&scope=read&resource=https://AS.example/")).json()
        #expect(narrowed["scope"]?.string == "read")
        let next = try #require(narrowed["refresh_token"]?.string)
        #expect(try await test.token(test.refreshing(next)).json()["scope"]?.string == "read write")
    }

    @Test("Another client's token is refused and stays alive")
    func foreign() async throws {
        let test = try await TestServer.ready()
        try await test.add(id: "other")
        let token = try await test.tokens().refresh
        let form = test.refreshing(token).replacing("client_id=web", with: "client_id=other")
        #expect(try await test.token(form).error() == "invalid_grant")
        #expect(try await refresh(test, token).status == 200)
    }

    @Test("A token ends after its lifetime without use")
    func expiry() async throws {
        let test = try await TestServer.ready()
        let token = try await test.tokens().refresh
        test.pass(30 * 86_400)
        #expect(try await refresh(test, token).status == 400)
    }

    @Test("With rotation for public clients only, a client with a secret keeps its token")
    func keeps() async throws {
        let test = try await TestServer.ready(rotation: .publicClients)
        let token = try await test.tokens().refresh
        #expect(try await refresh(test, token).next == token)
        #expect(try await refresh(test, token).next == token)
    }

    @Test("A token that is kept and used does not end; one that is not used does")
    func keptAlive() async throws {
        let test = try await TestServer.ready(rotation: .publicClients)
        let token = try await test.tokens().refresh
        for _ in 0..<8 {
            test.pass(10 * 86_400)
            #expect(try await refresh(test, token).next == token)
        }
        test.pass(30 * 86_400)
        #expect(try await refresh(test, token).status == 400)
    }

    @Test("What a caller sends is not in the word for the log", arguments: ["zz1", "zz2"])
    func words(sent: String) async throws {
        let test = try await TestServer.ready()
        #expect(await test.token("\(TestServer.credentials)&grant_type=\(sent)").refusal == "unknown_grant_type")
        let token = try await test.tokens().refresh
        #expect(await test.token(test.refreshing(token, "&scope=\(sent)")).refusal == "scope_not_granted")
        let query = TestServer.authorizeQuery.replacing("response_type=code", with: "response_type=\(sent)")
        #expect(await test.authorize(query).refusal == "unsupported_response_type")
        #expect(await test.authorize("client_id=\(sent)").refusal == "unknown_client")
    }

    @Test("Two servers on one store derive the same successor")
    func twoServers() async throws {
        let test = try await TestServer.ready()
        let other = try await TestServer(store: test.store, world: test.world)
        let token = try await test.tokens().refresh
        let next = try await refresh(test, token).next
        #expect(try await refresh(other, token).next == next)
    }
}
