import DoorwardDocuments
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("A gate that wants access tokens")
struct TokenGateTests {
    private let fixture: TokenFixture
    private let now = GateClock().unixSeconds

    init() throws { fixture = try TokenFixture() }

    private func ask(
        _ requests: String, _ tokens: TokenGuard, answers: Int = 1, keys: APIKeyRing? = nil
    ) async throws -> [ReadAnswer] {
        try await Gate.running(try fixture.policy(.local(FieldsAPI()), tokens, keys: keys), at: now) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(requests)
            try await client.wait { bytes, ended in ended || AnswerReader.read(bytes).count >= answers }
            await client.close()
            return AnswerReader.read(client.received)
        }
    }

    private func request(_ line: String, _ token: String?) -> String {
        let credential = token.map { "Authorization: \($0)\r\n" } ?? ""
        return "\(line) HTTP/1.1\r\nHost: a\r\n\(credential)\r\n"
    }

    private let metadata = #"resource_metadata="https://door.example/.well-known/oauth-protected-resource""#

    @Test("Without a token it is a challenge without an error, and says where to look", arguments: [nil, "Basic YTpi"])
    func missing(_ credential: String?) async throws {
        let answer = try #require(try await ask(request("GET /read", credential), fixture.tokenGuard()).first)
        #expect(answer.status == 401)
        #expect(answer.field("www-authenticate") == #"Bearer realm="api", scope="read", "# + metadata)
    }

    @Test("What cannot be a token is a bad request", arguments: ["Bearer a b", "Bearer a\"b", "Bearer {x}"])
    func malformed(_ credential: String) async throws {
        let answer = try #require(try await ask(request("GET /read", credential), fixture.tokenGuard()).first)
        #expect(answer.status == 400)
        #expect(answer.field("www-authenticate")?.contains(#"error="invalid_request""#) == true)
    }

    @Test("A good token lets in, in whatever letter case the scheme is, and the API learns whose it is")
    func admitted() async throws {
        let token = try fixture.token(scope: "read write", now: now)
        let requests = ["Bearer", "bearer", "BEARER"].map { request("GET /read", "\($0) \(token)") }.joined()
        let answers = try await ask(requests, fixture.tokenGuard(), answers: 3)
        #expect(answers.map(\.status) == [200, 200, 200])
        for answer in answers {
            #expect(answer.text.contains("doorward-subject: user-1\n"))
            #expect(answer.text.contains("doorward-client: client-1\n"))
            #expect(answer.text.contains("doorward-scope: read write\n"))
            #expect(answer.text.contains("doorward-auth: oauth\n"))
            #expect(!answer.text.contains(token))
        }
    }

    @Test("A token in the query is not looked at")
    func query() async throws {
        let token = try fixture.token(now: now)
        let answers = try await ask(request("GET /read?access_token=\(token)", nil), fixture.tokenGuard())
        #expect(answers.map(\.status) == [401])
    }

    @Test(
        "A token that is not one for here is invalid",
        arguments: ["expired", "audience", "type", "key", "bits", "early"])
    func invalid(_ fault: String) async throws {
        let token: String =
            switch fault {
            case "expired": try fixture.token(now: now - 72_000)
            case "audience": try fixture.token(now: now, audience: "https://other.example")
            case "type": try fixture.token(now: now, type: "JWT")
            case "key": try fixture.token(now: now, by: try SigningKey.generate())
            case "early": try fixture.token(now: now + 36_000)
            default: String(try fixture.token(now: now).dropLast(8)) + "AAAAAAAA"
            }
        let answer = try #require(
            try await ask(request("GET /read", "Bearer \(token)"), fixture.tokenGuard()).first)
        #expect(answer.status == 401)
        #expect(answer.field("www-authenticate")?.contains(#"error="invalid_token""#) == true)
        #expect(answer.field("www-authenticate")?.contains(metadata) == true)
    }

    @Test("Too little scope is told with all that is needed, in one challenge")
    func scope() async throws {
        let token = try fixture.token(scope: "read", now: now)
        let text = "POST /write HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nAuthorization: Bearer \(token)\r\n\r\n"
        let answer = try #require(try await ask(text, fixture.tokenGuard()).first)
        #expect(answer.status == 403)
        #expect(answer.field("www-authenticate")?.contains(#"error="insufficient_scope""#) == true)
        #expect(answer.field("www-authenticate")?.contains(#"scope="read write""#) == true)
    }

    @Test("Any token will do where nothing is said of scopes, and none is needed where the operation is open")
    func unscoped() async throws {
        let token = try fixture.token(scope: "", now: now)
        let text = request("GET /any", "Bearer \(token)") + request("GET /open", nil)
        #expect(try await ask(text, fixture.tokenGuard(), answers: 2).map(\.status) == [200, 200])
    }

    @Test(
        "A revoked grant or token is dead at the very next call, though it was let in before",
        arguments: ["grant-1", "t1"])
    func revoked(_ id: String) async throws {
        let token = try fixture.token(now: now)
        let text = request("GET /read", "Bearer \(token)")
        try await Gate.running(try fixture.policy(.local(FieldsAPI()), fixture.tokenGuard()), at: now) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(text)
            _ = try await client.answers(1)
            fixture.revoked.add(id, expiresAt: now + 600)
            try await client.send(text)
            #expect(AnswerReader.read(try await client.answers(2).bytes).map(\.status) == [200, 401])
            await client.close()
        }
    }

    @Test("An API key is told from a token by its prefix")
    func keys() async throws {
        var random = SystemRandomNumberGenerator()
        let key = APIKey.generate(using: &random)
        let record = APIKeyRecord(
            id: "k_1", user: "ada", label: "", digest: key.digest, hint: "dwk_", createdAt: now, expiresAt: nil,
            lastUsedAt: nil, revokedAt: nil)
        let text = key.text
        let requests = request("GET /read", "Bearer \(text)") + request("GET /read", "Bearer dwk_nonsense")
        let answers = try await ask(
            requests, fixture.tokenGuard(), answers: 2, keys: APIKeyRing(records: [record]))
        #expect(answers.map(\.status) == [200, 401])
        #expect(answers.first?.text.contains("doorward-subject: ada\n") == true)
    }

    @Test("A token of a key that is not known yet is asked about once, and then remembered")
    func resolved() async throws {
        let token = try fixture.token(now: now)
        let facts = AccessTokenFacts(subject: "user-2", client: "c", scopes: ["read"], expiresAt: now + 6000)
        let resolver = TestResolver(.valid(facts))
        let text = request("GET /read", "Bearer \(token)")
        let answers = try await ask(
            text + text, fixture.tokenGuard(resolver: resolver, knowsKey: false), answers: 2)
        #expect(answers.map(\.status) == [200, 200])
        #expect(answers.allSatisfy { $0.text.contains("doorward-subject: user-2\n") })
        #expect(resolver.asked == 1)
    }

    @Test("While somebody is asked the body waits, and then reaches the API whole")
    func bodyWaits() async throws {
        let facts = AccessTokenFacts(subject: "u", client: "c", scopes: ["read", "write"], expiresAt: now + 6000)
        let resolver = TestResolver(.valid(facts), isAlwaysAsked: true)
        let body = String(repeating: "b", count: 300_000)
        let text =
            "POST /write HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\nAuthorization: Bearer opaque\r\n\r\n"
            + body
        let answers = try await ask(text, fixture.tokenGuard(resolver: resolver))
        #expect(answers.map(\.status) == [200])
        #expect(answers.first?.text.contains("body: 300000\n") == true)
    }

    @Test("What the one who was asked says is what the caller hears", arguments: [401, 503])
    func refusedByResolver(_ status: Int) async throws {
        let resolver = TestResolver(status == 401 ? .invalid("inactive_token") : .unavailable, isAlwaysAsked: true)
        let text = request("GET /read", "Bearer opaque")
        let answers = try await ask(text + text, fixture.tokenGuard(resolver: resolver), answers: 2)
        #expect(answers.map(\.status) == [status, status])
    }

    @Test("A caller that goes while somebody is asked leaves nothing behind")
    func gone() async throws {
        let resolver = TestResolver(.unavailable, isAlwaysAsked: true)
        let tokens = fixture.tokenGuard(resolver: resolver)
        try await Gate.running(try fixture.policy(.local(FieldsAPI()), tokens), at: now) { gate in
            for _ in 0..<20 {
                let client = try await RawClient.connect(to: gate.address)
                try await client.send(request("GET /read", "Bearer opaque"))
                await client.close()
            }
            for _ in 0..<6000 where await gate.metrics().connections > 0 {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(await gate.metrics().connections == 0)
        }
    }
}

/// Answers with the fields that it got, a line each, and the size of the body.
struct FieldsAPI: LocalAPI {
    func respond(to request: LocalRequest, writer: LocalResponseWriter) async throws {
        let text =
            request.fields.map { "\($0.name.lowercased()): \($0.value)\n" }.joined()
            + "body: \(request.body.readableBytes)\n"
        try await writer.writeHead(status: 200, fields: [("content-length", String(text.utf8.count))])
        try await writer.write(ByteBuffer(string: text))
        try await writer.finish()
    }
}
