import DoorwardDocuments
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("A gate that wants proofs of possession")
struct BoundTokenTests {
    private let fixture: TokenFixture
    private let proofs: TestProofs
    private let now = GateClock().unixSeconds

    init() throws {
        fixture = try TokenFixture()
        proofs = try TestProofs(now: now)
    }

    private func ask(
        _ requests: String, answers: Int = 1, binding: ProofPolicy?, resolver: (any TokenResolver)? = nil,
        keys: APIKeyRing? = nil
    ) async throws -> [ReadAnswer] {
        let tokens = fixture.tokenGuard(resolver: resolver, binding: binding)
        return try await Gate.running(try fixture.policy(.local(FieldsAPI()), tokens, keys: keys), at: now) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(requests)
            try await client.wait { bytes, ended in ended || AnswerReader.read(bytes).count >= answers }
            await client.close()
            return AnswerReader.read(client.received)
        }
    }

    private func request(_ authorization: String, _ proofs: [String], line: String = "GET /read") -> String {
        let fields = ["Host: a", "Authorization: \(authorization)"] + proofs.map { "DPoP: \($0)" }
        return "\(line) HTTP/1.1\r\n" + fields.map { "\($0)\r\n" }.joined() + "\r\n"
    }

    private func boundToken(scope: String = "read") throws -> String {
        try fixture.token(scope: scope, now: now, boundTo: proofs.thumbprint)
    }

    private func challenges(_ answer: ReadAnswer) -> [String] {
        answer.fields.filter { $0.lowercased().hasPrefix("www-authenticate: ") }.map { String($0.dropFirst(18)) }
    }

    @Test(
        "A bound token with its proof lets in, and neither of them reaches the API",
        arguments: ["DPoP", "dpop", "DPOP"])
    func admitted(_ scheme: String) async throws {
        let token = try boundToken()
        let proof = try proofs.proof(token: token, id: "1")
        let answer = try #require(
            try await ask(request("\(scheme) \(token)", [proof]), binding: proofs.policy()).first)
        #expect(answer.status == 200)
        #expect(answer.text.contains("doorward-subject: user-1\n"))
        #expect(
            !answer.text.lowercased().contains("dpop:") && !answer.text.contains(token) && !answer.text.contains(proof))
        #expect(answer.field("dpop-nonce") == nil)
    }

    @Test("A proof lets in once, on whatever connection and event loop, and the next one again")
    func replay() async throws {
        let token = try boundToken()
        let first = try proofs.proof(token: token, id: "1")
        let second = try proofs.proof(token: token, id: "2")
        let text = [first, first, second].map { request("DPoP \(token)", [$0]) }.joined()
        let replays = ProofReplays()
        let answers = try await ask(text, answers: 3, binding: proofs.policy(replays: replays))
        #expect(answers.map(\.status) == [200, 401, 200])
        #expect(challenges(answers[1]).first?.contains(#"error="invalid_dpop_proof""#) == true)
        // Another gate of the same process knows it too.
        let again = try await ask(request("DPoP \(token)", [second]), binding: proofs.policy(replays: replays))
        #expect(again.map(\.status) == [401])
    }

    static let wrongs: [(String, @Sendable (inout [String: JOSEValue]) -> Void)] = [
        ("method", { $0["htm"] = .string("POST") }), ("path", { $0["htu"] = .string("https://door.example/any") }),
        ("host", { $0["htu"] = .string("https://other.example/read") }), ("no ath", { $0["ath"] = nil }),
        ("ath", { $0["ath"] = .string("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo") }),
        ("age", { $0["iat"] = .integer(1_500_000_000) }), ("no jti", { $0["jti"] = nil }),
    ]

    @Test("A proof of something else lets nobody in, and is told from a bad token", arguments: wrongs.map(\.0))
    func wrongProof(_ what: String) async throws {
        let change = try #require(Self.wrongs.first { $0.0 == what }).1
        let token = try boundToken()
        let proof = try proofs.proof(token: token, id: "1", change: change)
        let answer = try #require(try await ask(request("DPoP \(token)", [proof]), binding: proofs.policy()).first)
        #expect(answer.status == 401)
        #expect(challenges(answer).map { $0.prefix(5) } == ["DPoP ", "Beare"])
        #expect(challenges(answer).first?.contains(#"error="invalid_dpop_proof""#) == true)
        #expect(challenges(answer).first?.contains(#"algs="ES256"#) == true)
        #expect(challenges(answer).last?.contains("error=") == false)
    }

    @Test("Two proofs, none, or one of another key let nobody in", arguments: ["two", "none", "key"])
    func notOne(_ what: String) async throws {
        let token = try boundToken()
        let proof = try proofs.proof(token: token, id: "1")
        let fields: [String] =
            switch what {
            case "two": [proof, try proofs.proof(token: token, id: "2")]
            case "none": []
            default: [try TestProofs(now: now).proof(token: token, id: "1")]
            }
        let answer = try #require(try await ask(request("DPoP \(token)", fields), binding: proofs.policy()).first)
        #expect(answer.status == 401)
        #expect(challenges(answer).first?.contains(#"error="invalid_dpop_proof""#) == true)
    }

    @Test("Without a nonce the caller is told one, and with it succeeds")
    func nonce() async throws {
        let token = try boundToken()
        for value in [nil, JOSEValue.string("of-another-server"), .string(proofs.nonce.current(at: now - 900))] {
            let proof = try proofs.proof(token: token, id: "1") { $0["nonce"] = value }
            let answer = try #require(try await ask(request("DPoP \(token)", [proof]), binding: proofs.policy()).first)
            #expect(answer.status == 401)
            #expect(challenges(answer).first?.contains(#"DPoP realm="api""#) == true)
            #expect(challenges(answer).first?.contains(#"error="use_dpop_nonce""#) == true)
            let told = try #require(answer.field("dpop-nonce"))
            let next = try proofs.proof(token: token, id: "1") { $0["nonce"] = .string(told) }
            let better = try await ask(request("DPoP \(token)", [next]), binding: proofs.policy())
            #expect(better.map(\.status) == [200])
        }
    }

    @Test("A nonce that is soon over lets in, and the answer has the next")
    func nextNonce() async throws {
        let token = try boundToken()
        let proof = try proofs.proof(token: token, id: "1") {
            $0["nonce"] = .string(proofs.nonce.current(at: now - 300))
        }
        let answer = try #require(try await ask(request("DPoP \(token)", [proof]), binding: proofs.policy()).first)
        #expect(answer.status == 200)
        #expect(answer.field("dpop-nonce").map { proofs.nonce.age(of: $0, at: now) != .none } == true)
    }

    @Test(
        "A bound token is no bearer token, with a proof or without, also where proofs are not looked at",
        arguments: [true, false])
    func downgrade(_ isOn: Bool) async throws {
        let token = try boundToken()
        let text =
            request("Bearer \(token)", []) + request("Bearer \(token)", [try proofs.proof(token: token, id: "1")])
        let answers = try await ask(text, answers: 2, binding: isOn ? proofs.policy() : nil)
        #expect(answers.map(\.status) == [401, 401])
        for answer in answers {
            #expect(challenges(answer).first?.hasPrefix("Bearer ") == true)
            #expect(challenges(answer).first?.contains(#"error="invalid_token""#) == true)
            #expect(challenges(answer).count == (isOn ? 2 : 1))
        }
    }

    @Test(
        "A token whose key is no text is bound to a key that nobody has",
        arguments: [JOSEValue.integer(1), .null, .string("")])
    func oddBinding(_ value: JOSEValue) async throws {
        let token = try fixture.token(now: now, boundTo: value)
        let text =
            request("Bearer \(token)", []) + request("DPoP \(token)", [try proofs.proof(token: token, id: "1")])
        #expect(try await ask(text, answers: 2, binding: proofs.policy()).map(\.status) == [401, 401])
    }

    @Test(
        "A bearer token lets in beside bound ones, but not as one of them, and not at all where only those are wanted")
    func plain() async throws {
        let token = try fixture.token(now: now)
        let text =
            request("Bearer \(token)", []) + request("DPoP \(token)", [try proofs.proof(token: token, id: "1")])
        #expect(try await ask(text, answers: 2, binding: proofs.policy()).map(\.status) == [200, 401])
        let answers = try await ask(text, answers: 2, binding: proofs.policy(isRequired: true))
        #expect(answers.map(\.status) == [401, 401])
        for answer in answers { #expect(challenges(answer).map { $0.prefix(5) } == ["DPoP "]) }
    }

    @Test("Without a token both schemes are offered, Bearer first, or only the one where it is required")
    func challenge() async throws {
        let text = "GET /read HTTP/1.1\r\nHost: a\r\n\r\n"
        let both = challenges(try #require(try await ask(text, binding: proofs.policy()).first))
        #expect(both.map { $0.prefix(5) } == ["Beare", "DPoP "])
        #expect(both.allSatisfy { !$0.contains("error=") && $0.contains("resource_metadata=") })
        let one = challenges(try #require(try await ask(text, binding: proofs.policy(isRequired: true)).first))
        #expect(one.map { $0.prefix(5) } == ["DPoP "])
    }

    @Test("Where keys mean nothing the scheme is unknown, and the field still does not reach the API")
    func off() async throws {
        let token = try fixture.token(now: now)
        let proof = try proofs.proof(token: token, id: "1")
        let text = request("DPoP \(token)", [proof]) + request("Bearer \(token)", [proof])
        let answers = try await ask(text, answers: 2, binding: nil)
        #expect(answers.map(\.status) == [401, 200])
        #expect(challenges(answers[0]).count == 1 && !challenges(answers[0])[0].contains("DPoP"))
        #expect(!answers[1].text.contains(proof))
    }

    @Test("An API key is no bound token, and is not asked about elsewhere")
    func keyAsToken() async throws {
        var random = SystemRandomNumberGenerator()
        let key = APIKey.generate(using: &random)
        let record = APIKeyRecord(id: "k_1", user: "ada", digest: key.digest, hint: "dwk_", createdAt: now)
        let resolver = TestResolver(.invalid("inactive_token"), isAlwaysAsked: true)
        let answers = try await ask(
            request("DPoP \(key.text)", [try proofs.proof(token: key.text, id: "1")]), binding: proofs.policy(),
            resolver: resolver, keys: APIKeyRing(records: [record]))
        #expect(answers.map(\.status) == [401] && resolver.asked == 0)
    }

    @Test("A token that somebody has to be asked about is proved once the answer is there")
    func resolved() async throws {
        let facts = AccessTokenFacts(
            subject: "user-2", client: "c", scopes: ["read"], expiresAt: now + 600, keyThumbprint: proofs.key.keyID,
            roles: ["member", "other"])
        #expect(facts.role == "member")
        let resolver = TestResolver(.valid(facts), isAlwaysAsked: true)
        let proof = try proofs.proof(token: "opaque", id: "1")
        let text = request("DPoP opaque", [proof]) + request("DPoP opaque", [proof]) + request("Bearer opaque", [])
        let answers = try await ask(text, answers: 3, binding: proofs.policy(), resolver: resolver)
        #expect(answers.map(\.status) == [200, 401, 401])
        #expect(resolver.asked == 1)
    }

    @Test("Too little scope is told by the scheme that was used, and uses no proof up")
    func scope() async throws {
        let token = try boundToken(scope: "read")
        let replays = ProofReplays()
        let proof = try proofs.proof("POST", "/write", token: token, id: "1")
        let text = request("DPoP \(token)", [proof], line: "POST /write")
            .replacing("\r\n\r\n", with: "\r\nContent-Length: 0\r\n\r\n")
        for _ in 0..<2 {
            let answer = try #require(try await ask(text, binding: proofs.policy(replays: replays)).first)
            #expect(answer.status == 403)
            #expect(challenges(answer).first?.hasPrefix("DPoP ") == true)
            #expect(challenges(answer).first?.contains(#"scope="read write""#) == true)
        }
    }

    @Test("When no more proofs can be remembered the caller may come again")
    func full() async throws {
        let token = try boundToken()
        let replays = ProofReplays(capacity: 1)
        let text = try (0..<40).map { request("DPoP \(token)", [try proofs.proof(token: token, id: "\($0)")]) }.joined()
        let answers = try await ask(text, answers: 40, binding: proofs.policy(replays: replays))
        #expect(Set(answers.map(\.status)) == [200, 503])
        #expect(answers.first { $0.status == 503 }?.field("retry-after") == "5")
    }

    @Test("An address with escapes is proved as it is called, in whatever spelling of the same")
    func escapes() async throws {
        let token = try boundToken()
        let proof = try proofs.proof("GET", "/re%61d?x=1", token: token, id: "1")
        let answers = try await ask(
            request("DPoP \(token)", [proof], line: "GET /%72ead?y=2"), binding: proofs.policy())
        #expect(answers.map(\.status) == [200])
    }

    @Test("Pages of other origins may send proofs and read nonces")
    func cors() throws {
        let policy = CORSPolicy(origins: ["https://a.example"], hasProofs: true)
        let fields = Array("https://a.example".utf8).withUnsafeBytes { policy.fields(for: $0) }
        #expect(String(decoding: fields, as: UTF8.self).contains("expose-headers: x-request-id, dpop-nonce"))
        let preflight = policy.preflightFields(allow: "GET", requested: nil, privateNetwork: false)
        #expect(String(decoding: preflight, as: UTF8.self).contains(", dpop\r\n"))
        let plain = CORSPolicy(origins: ["https://a.example"]).preflightFields(
            allow: "GET", requested: nil, privateNetwork: false)
        #expect(!String(decoding: plain, as: UTF8.self).contains("dpop"))
    }
}
