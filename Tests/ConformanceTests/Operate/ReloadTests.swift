import Glibc
import Testing

@Suite("A changed configuration", .ownThreads)
struct ReloadTests {
    static let old = "56d819a1d5fa4b768331bddace57d57c"
    static let new = "0123456789abcdef0123456789abcdef"

    @Test("is taken up within two seconds, by itself and on SIGHUP", arguments: [false, true])
    func reload(_ signalled: Bool) async throws {
        try await Gate.with(tokens(Self.old)) { gate in
            let tag = try gate.get("/.well-known/ai-plugin.json").header("ETag")
            #expect(try token(gate) == Self.old)
            try gate.rewrite(Self.replacing(gate.configuration, Self.new))
            if signalled { gate.process.signal(SIGHUP) }
            let changed = try gate.eventually(.seconds(2)) { try token(gate) == Self.new }
            #expect(changed)
            #expect(try gate.get("/.well-known/ai-plugin.json").header("ETag") != tag)
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
        }
    }

    @Test(
        "that is wrong is reported, and the old one stays",
        arguments: [
            ("public_url", "ftp://nowhere"), ("auth", "nonsense"), ("no_such_key", "1"),
            ("upstream.openapi", "missing.yaml"),
            ("manifest.name_for_model", "not a name"),
        ])
    func wrong(_ key: String, _ value: String) async throws {
        try await Gate.with(tokens(Self.old)) { gate in
            let said = gate.output.utf8.count
            try gate.rewrite(Self.replacing(gate.configuration, Self.new).with(key, value))
            gate.process.signal(SIGHUP)
            let reported = try gate.eventually {
                gate.output.dropFirst(said).contains(key.split(separator: ".").last ?? "")
            }
            #expect(reported, "nothing is said of \(key)")
            #expect(try token(gate) == Self.old)
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
            try gate.rewrite(Self.replacing(gate.configuration, Self.new))
            gate.process.signal(SIGHUP)
            let recovered = try gate.eventually { try token(gate) == Self.new }
            #expect(recovered, "a right file after a wrong one is not taken up")
        }
    }

    @Test("that would publish a secret is reported, and the old one stays")
    func leak() async throws {
        try await Gate.with(tokens(Self.old)) { gate in
            let leaking = Self.replacing(gate.configuration, Self.new)
                .with("manifest.description_for_human", "\"Use \(gate.secret)\"")
            try gate.rewrite(leaking)
            gate.process.signal(SIGHUP)
            let reported = try gate.eventually { gate.output.contains("description_for_human") }
            #expect(reported)
            #expect(try token(gate) == Self.old)
        }
    }

    @Test("rotates the secrets without a refused call")
    func rotation() async throws {
        try await Gate.with(GateConfiguration(auth: "service_http", secrets: 2)) { gate in
            let first = "[\"file:\(gate.folder.path)/secret1\"]"
            let second = "[\"file:\(gate.folder.path)/secret2\"]"
            let both = gate.configuration.secrets.map { ("Authorization", "Bearer \($0)") }
            try gate.rewrite(gate.configuration.with("service.secrets", second))
            gate.process.signal(SIGHUP)
            let retired = try gate.eventually {
                #expect(try gate.get("/hello", [both[1]]).status == 200, "a live secret is refused during the change")
                return try gate.get("/hello", [both[0]]).status == 403
            }
            #expect(retired)
            try gate.rewrite(gate.configuration.with("service.secrets", first))
            gate.process.signal(SIGHUP)
            let back = try gate.eventually { try gate.get("/hello", [both[0]]).status == 200 }
            #expect(back)
        }
    }

    private func tokens(_ token: String) -> GateConfiguration { Self.replacing(GateConfiguration(), token) }

    private static func replacing(_ configuration: GateConfiguration, _ token: String) -> GateConfiguration {
        configuration.with("manifest.verification_tokens", "{openai: \"\(token)\"}")
    }

    private func token(_ gate: Gate) throws -> String? {
        try gate.get("/.well-known/ai-plugin.json").json()["auth"]?["verification_tokens"]?["openai"]?.string
    }
}
