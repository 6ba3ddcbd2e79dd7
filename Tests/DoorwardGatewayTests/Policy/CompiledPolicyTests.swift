import DoorwardDocuments
import DoorwardSecrets
import Testing

@testable import DoorwardGateway

@Suite("Decisions")
struct CompiledPolicyTests {
    private func policy(_ change: (inout GatePolicy) -> Void = { _ in }) throws -> CompiledPolicy {
        let ring = try TestPolicy.ring()
        return CompiledPolicy(
            try TestPolicy.make(
                .remote(UpstreamTarget(host: "127.0.0.1", port: 9)),
                operations: [("GET", "/x"), ("POST", "/x"), ("GET", "/doc")],
                documents: [
                    PublicDocument(path: "/doc", contentType: "text/plain", body: "d".bytes),
                    PublicDocument(path: "/", contentType: "text/html", body: "landing".bytes),
                ],
                authenticator: .service(ring, presentedAs: .bearer)
            ) { policy in
                policy.allowedOrigins = ["https://chat.example"]
                policy.limits.body = 100
                change(&policy)
            })
    }

    /// The decision in a word.
    private func decide(_ policy: CompiledPolicy, _ line: String, _ fields: [String] = []) throws -> String {
        let parsed = try #require(
            ParsedHead("\(line) HTTP/1.1\r\nHost: a\r\n\(fields.map { $0 + "\r\n" }.joined())\r\n"))
        var cache = TokenCache()
        let decision = parsed.bytes.withUnsafeBytes { bytes in
            parsed.canonicalPath.withUnsafeBytes { path in
                policy.decide(
                    parsed.head, in: bytes, path: path, now: 0, cache: &cache, judged: nil, requestID: { "id" })
            }
        }
        switch decision {
        case .answer(let answer): return "\(answer.status)" + (answer.refusal.map { " \($0)" } ?? "")
        case .document(let document, let notModified): return document.document.path + (notModified ? " 304" : "")
        case .own: return "own"
        case .judge: return "judge"
        case .liveness: return "liveness"
        case .readiness: return "readiness"
        case .forward(let label, _, let caller, _):
            if case .service = caller { return "\(label) as service" }
            return "\(label) as anonymous"
        }
    }

    private static let right = "Authorization: Bearer \(TestPolicy.secret)"
    private static let wrong = "Authorization: Bearer wrong"
    private static let preflight = ["Origin: https://chat.example", "Access-Control-Request-Method: GET"]

    @Test("The checks go in their order: what is public, the path, the method, the credential, the size")
    func order() throws {
        let policy = try policy()
        for (line, fields, expected) in [
            ("GET /healthz", [], "liveness"), ("HEAD /readyz", [], "readiness"),
            ("POST /healthz", [], "405 method_not_allowed"),
            ("GET /doc", [Self.wrong], "/doc"), ("HEAD /doc", [], "/doc"),
            ("POST /doc", [Self.right], "405 method_not_allowed"),
            ("OPTIONS /doc", [], "204"), ("GET /", [], "/"), ("GET /%64oc", [], "/doc"),
            ("GET /nowhere", [], "404 unknown_path"), ("GET /nowhere", [Self.right], "404 unknown_path"),
            ("OPTIONS /nowhere", Self.preflight, "404 unknown_path"), ("OPTIONS /x", Self.preflight, "204"),
            ("OPTIONS /x", [], "204"), ("DELETE /x", [], "405 method_not_allowed"),
            ("DELETE /x", [Self.right], "405 method_not_allowed"),
            ("GET /x", [], "401 no_credential"), ("GET /x", ["Authorization: Basic x"], "401 no_credential"),
            ("GET /x", [Self.wrong], "403 wrong_secret"), ("GET /x", [Self.right], "GET /x as service"),
            ("HEAD /x", [Self.right], "GET /x as service"), ("GET /x/", [Self.right], "404 unknown_path"),
            ("POST /x", ["Content-Length: 101"], "401 no_credential"),
            ("POST /x", [Self.right, "Content-Length: 101"], "413 body_too_large"),
            ("POST /x", [Self.right, "Content-Length: 100"], "POST /x as service"),
        ] as [(String, [String], String)] {
            #expect(try decide(policy, line, fields) == expected, "\(line) \(fields.count)")
        }
    }

    @Test("What is public needs no credential, and only that")
    func publicOperations() throws {
        let policy = try policy { $0.operations[0].isPublic = true }
        #expect(try decide(policy, "GET /x") == "GET /x as anonymous")
        #expect(try decide(policy, "GET /x", [Self.wrong]) == "GET /x as anonymous")
        #expect(try decide(policy, "POST /x") == "401 no_credential")
    }

    @Test("Undocumented paths pass only where that is asked for, and never without a credential")
    func undocumented() throws {
        let policy = try policy { $0.exposesUndocumented = true }
        #expect(try decide(policy, "GET /nowhere") == "401 no_credential")
        #expect(try decide(policy, "GET /nowhere", [Self.right]) == "undocumented as service")
        #expect(try decide(policy, "DELETE /x", [Self.right]) == "undocumented as service")
        #expect(try decide(policy, "GET /doc", [Self.right]) == "/doc")
    }

    @Test("A documented root goes before the landing page")
    func rootOperation() throws {
        let root = [try TestPolicy.operation("GET", "/")]
        let policy = try policy { $0.operations += root }
        #expect(try decide(policy, "GET /", [Self.right]) == "GET / as service")
    }

    @Test("A header of one's own is looked for in any letter case, and must come once")
    func ownHeader() throws {
        let ring = try TestPolicy.ring()
        let policy = try policy { $0.authenticator = .service(ring, presentedAs: .header("X-Api-Key")) }
        let credential = "x-aPI-key: \(TestPolicy.secret)"
        #expect(try decide(policy, "GET /x", [credential]) == "GET /x as service")
        #expect(try decide(policy, "GET /x", [credential, credential]) == "400 duplicate_authorization")
        #expect(try decide(policy, "GET /x", [Self.right]) == "401 no_credential")
        #expect(try decide(policy, "GET /x", ["X_Api_Key: \(TestPolicy.secret)"]) == "401 no_credential")
    }

    @Test("A document is not sent again to who has it")
    func notModified() throws {
        let policy = try policy()
        let tag = String(
            decoding: PublishedAnswer(PublicDocument(path: "", contentType: "", body: "d".bytes)).entityTag,
            as: UTF8.self)
        #expect(try decide(policy, "GET /doc", ["If-None-Match: \(tag)"]) == "/doc 304")
        #expect(try decide(policy, "GET /doc", ["If-None-Match: \"x\", W/\(tag)"]) == "/doc 304")
        #expect(try decide(policy, "GET /doc", ["If-None-Match: *"]) == "/doc 304")
        #expect(try decide(policy, "GET /doc", ["If-None-Match: \"x\""]) == "/doc")
    }
}

@Suite("Cross-origin use")
struct CORSPolicyTests {
    private let policy = CORSPolicy(
        origins: ["https://chat.example", "https://b.example:8443"], credentialHeader: "x-key")

    private func fields(_ origin: String?) -> String {
        let bytes =
            origin.map { text in text.bytes.withUnsafeBytes { policy.fields(for: $0) } } ?? policy.fields(for: nil)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("An allowed origin is named, with credentials, and never as a star")
    func allowed() {
        let text = fields("https://chat.example")
        #expect(
            text.contains(
                "access-control-allow-origin: https://chat.example\r\naccess-control-allow-credentials: true\r\n"))
        #expect(text.contains("vary: origin\r\n") && !text.contains("*"))
    }

    @Test(
        "Everything else is another origin, byte for byte",
        arguments: [
            "http://chat.example", "https://chat.example.evil", "https://evilchat.example", "https://CHAT.example",
            "null", "", "*",
            "https://chat.example/", "https://chat.example:443", "https://b.example", "https://chat.example\u{0}",
            " https://chat.example",
        ])
    func others(origin: String) {
        #expect(fields(origin) == "vary: origin\r\n")
        #expect(!origin.bytes.withUnsafeBytes(policy.allows))
    }

    @Test("Without origins it says nothing at all")
    func off() {
        let policy = CORSPolicy(origins: [])
        #expect(!policy.isEnabled && policy.fields(for: nil).isEmpty)
        #expect(fields(nil) == "vary: origin\r\n")
    }

    @Test("A preflight answer allows the platform's own headers by name, and no other")
    func preflight() {
        let requested = "OpenAI-New-Header, x-evil, openai-, OPENAI-a b, openai-" + String(repeating: "x", count: 80)
        let bytes = requested.bytes.withUnsafeBytes {
            policy.preflightFields(allow: "GET, HEAD", requested: $0, privateNetwork: true)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text.hasPrefix("access-control-allow-methods: GET, HEAD\r\naccess-control-allow-headers: authorization, "))
        #expect(text.contains(", x-key, openai-new-header\r\n") && !text.contains("evil") && !text.contains("xxxx"))
        #expect(text.contains("access-control-allow-private-network: true\r\n") && text.hasSuffix("\r\n"))
        let plain = policy.preflightFields(allow: "GET", requested: nil, privateNetwork: false)
        #expect(!String(decoding: plain, as: UTF8.self).contains("private-network"))
    }
}
