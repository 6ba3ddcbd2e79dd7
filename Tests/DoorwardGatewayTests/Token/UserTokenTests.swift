import DoorwardDocuments
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import NIOCore
import Synchronization
import Testing

@testable import DoorwardGateway

/// Has what it is told to have, in memory or after a moment, and counts the questions.
final class TestCredentials: UserCredentialSource {
    private let known: [String: String]
    private let answers: [String: UserCredentialAnswer]
    let asked = Mutex<[String]>([])

    init(known: [String: String] = [:], answers: [String: UserCredentialAnswer] = [:]) {
        self.known = known
        self.answers = answers
    }

    func cached(ofUser id: String, now: Int64) -> UserCredential? {
        known[id].map { UserCredential(token: Array($0.utf8)) }
    }

    func credential(ofUser id: String, now: Int64) async -> UserCredentialAnswer {
        asked.withLock { $0.append(id) }
        try? await Task.sleep(for: .milliseconds(20))
        return answers[id] ?? .missing
    }
}

@Suite("Calls with the user's own token for the API")
struct UserTokenTests {
    private let fixture: TokenFixture
    private let now = GateClock().unixSeconds

    init() throws { fixture = try TokenFixture() }

    private func ask(
        _ requests: String, _ source: TestCredentials, answers: Int = 1, binding: ProofPolicy? = nil,
        keys: APIKeyRing? = nil
    ) async throws -> [ReadAnswer] {
        var policy = try fixture.policy(.local(FieldsAPI()), fixture.tokenGuard(binding: binding), keys: keys)
        policy.userCredentials = source
        return try await Gate.running(policy, at: now) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(requests)
            try await client.wait { bytes, ended in ended || AnswerReader.read(bytes).count >= answers }
            await client.close()
            return AnswerReader.read(client.received)
        }
    }

    private func request(_ token: String?, _ more: String = "", line: String = "GET /read") -> String {
        let credential = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        return "\(line) HTTP/1.1\r\nHost: a\r\n\(credential)\(more)\r\n"
    }

    @Test("A token in memory goes with the call at once, and nobody else's under its name")
    func cached() async throws {
        let source = TestCredentials(known: ["user-1": "made-up-user-token"])
        let text = request(
            try fixture.token(now: now), "Doorward-User-Token: forged\r\ndoorward_user_token: forged\r\n")
        let answer = try #require(try await ask(text, source).first)
        #expect(answer.status == 200)
        #expect(answer.text.contains("doorward-user-token: made-up-user-token\n"))
        #expect(!answer.text.contains("forged"))
        #expect(source.asked.withLock { $0 } == [])
    }

    @Test("A token that has to be fetched is waited for, and the body with it")
    func fetched() async throws {
        let source = TestCredentials(answers: ["user-1": .token(Array("made-up".utf8))])
        let body = String(repeating: "b", count: 300_000)
        let token = try fixture.token(scope: "read write", now: now)
        let text = request(token, "Content-Length: \(body.utf8.count)\r\n", line: "POST /write") + body
        let answers = try await ask(text + request(token), source, answers: 2)
        #expect(answers.map(\.status) == [200, 200])
        #expect(answers.allSatisfy { $0.text.contains("doorward-user-token: made-up\n") })
        #expect(answers.first?.text.contains("body: 300000\n") == true)
        #expect(source.asked.withLock { $0 } == ["user-1", "user-1"])
    }

    @Test(
        "A user without one is refused, and so is a token that no header line can hold",
        arguments: [nil, "", "a b", "a\r\nx: y", "é"])
    func missing(_ text: String?) async throws {
        let answer = text.map { UserCredentialAnswer.token(Array($0.utf8)) } ?? .missing
        let source = TestCredentials(answers: ["user-1": answer])
        let read = try #require(try await ask(request(try fixture.token(now: now)), source).first)
        #expect(read.status == 403)
        #expect(read.text.contains(#""error":"no_user_token""#) && read.field("www-authenticate") == nil)
        if let text {
            let cached = TestCredentials(known: ["user-1": text])
            #expect(try await ask(request(try fixture.token(now: now)), cached).map(\.status) == [403])
        }
    }

    @Test("A sign-in that has ended elsewhere is told as a token that is over, so that the client signs in again")
    func ended() async throws {
        let source = TestCredentials(answers: ["user-1": .ended])
        let answer = try #require(try await ask(request(try fixture.token(now: now)), source).first)
        #expect(answer.status == 401)
        #expect(answer.field("www-authenticate")?.contains(#"error="invalid_token""#) == true)
        #expect(answer.field("www-authenticate")?.contains(#"scope="read""#) == true)
    }

    @Test("When nobody can tell, the caller may come again")
    func unavailable() async throws {
        let source = TestCredentials(answers: ["user-1": .unavailable])
        let answer = try #require(try await ask(request(try fixture.token(now: now)), source).first)
        #expect(answer.status == 503 && answer.field("retry-after") == "5")
    }

    @Test("A client that acts for itself has none; what is open to everyone needs none")
    func nobody() async throws {
        let source = TestCredentials(known: ["client-1": "made-up"])
        let token = try fixture.token(now: now, subject: "client-1")
        let answers = try await ask(request(token) + request(nil, line: "GET /open"), source, answers: 2)
        #expect(answers.map(\.status) == [403, 200])
        #expect(answers.last?.text.contains("doorward-user-token") == false)
        #expect(source.asked.withLock { $0 } == [])
    }

    @Test("An API key has its owner's")
    func key() async throws {
        var random = SystemRandomNumberGenerator()
        let key = APIKey.generate(using: &random)
        let record = APIKeyRecord(id: "k_1", user: "user-7", digest: key.digest, hint: "dwk_", createdAt: now)
        let source = TestCredentials(known: ["user-7": "made-up"])
        let answers = try await ask(request(key.text), source, keys: APIKeyRing(records: [record]))
        #expect(answers.first?.text.contains("doorward-user-token: made-up\n") == true)
    }

    @Test("A call that waits for its token has used its proof up once, not twice")
    func bound() async throws {
        let proofs = try TestProofs(now: now)
        let token = try fixture.token(now: now, boundTo: proofs.thumbprint)
        let source = TestCredentials(answers: ["user-1": .token(Array("made-up".utf8))])
        let proof = try proofs.proof(token: token, id: "1") {
            $0["nonce"] = .string(proofs.nonce.current(at: now - 300))
        }
        let text = "GET /read HTTP/1.1\r\nHost: a\r\nAuthorization: DPoP \(token)\r\nDPoP: \(proof)\r\n\r\n"
        let answers = try await ask(text + text, source, answers: 2, binding: proofs.policy())
        #expect(answers.map(\.status) == [200, 401])
        #expect(answers.first?.field("dpop-nonce") != nil)
    }

    @Test("A caller that goes while its token is fetched is forgotten")
    func gone() async throws {
        let source = TestCredentials(answers: ["user-1": .token(Array("made-up".utf8))])
        var policy = try fixture.policy(.local(FieldsAPI()), fixture.tokenGuard())
        policy.userCredentials = source
        let token = try fixture.token(now: now)
        try await Gate.running(policy, at: now) { gate in
            for _ in 0..<20 {
                let client = try await RawClient.connect(to: gate.address)
                try await client.send(request(token))
                await client.close()
            }
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(request(token))
            try await client.wait { bytes, ended in ended || !AnswerReader.read(bytes).isEmpty }
            #expect(AnswerReader.read(client.received).map(\.status) == [200])
            await client.close()
        }
    }

    @Test("A token of a user prints nothing")
    func redacted() { #expect("\(UserCredential(token: [0x78]))" == "<redacted>") }
}
