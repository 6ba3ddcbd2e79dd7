import Glibc
import Testing

@Suite("Changes while calls come in", .ownThreads)
struct ReloadUnderLoadTests {
    @Test("to the configuration, one after the other, right and wrong, refuse and break off no call")
    func reloads() async throws {
        try await Gate.with { gate in
            let load = Load(gate, secrets: [gate.secret])
            let said = gate.output
            for number in 0..<20 {
                let token = "token-\(number)-" + String(repeating: "0", count: 20)
                let good = gate.configuration.with("manifest.verification_tokens", "{openai: \"\(token)\"}")
                try gate.rewrite(number % 5 == 4 ? good.with("auth", "nonsense") : good)
                gate.process.signal(SIGHUP)
                usleep(useconds_t(20_000 * (number % 4)))
            }
            let last = gate.configuration.with("manifest.verification_tokens", "{openai: \"the-last-one-of-all\"}")
            try gate.rewrite(last)
            gate.process.signal(SIGHUP)
            let taken = try gate.eventually {
                try gate.get("/.well-known/ai-plugin.json").text.contains("the-last-one-of-all")
            }
            #expect(taken, "the last of many changes is not in force")
            let result = load.stop()
            #expect(result.refused == [])
            #expect(result.calls > 50)
            #expect(gate.output.dropFirst(said.count).contains("configuration taken over"))
        }
    }

    @Test("to users' keys refuse nobody else, and a revoked key within two seconds")
    func keys() async throws {
        try await Gate.with(GateConfiguration(auth: "user_http")) { gate in
            let alice = try Self.issue("alice", gate)
            let bob = try Self.issue("bob", gate)
            for key in [alice, bob] {
                let issued = try gate.eventually { try Self.status(key.value, gate) == 200 }
                #expect(issued)
            }
            let load = Load(gate, secrets: [bob.value])
            let run = try CommandLineTool.doorward(["key", "revoke", alice.id], in: gate.folder)
            #expect(run.status == 0, "\(run.everything)")
            let gone = try gate.eventually(.seconds(2)) { try Self.status(alice.value, gate) == 403 }
            #expect(gone, "the revoked key is accepted after two seconds")
            for number in 0..<5 { _ = try Self.issue("user\(number)", gate) }
            sleep(1)
            let result = load.stop()
            #expect(result.refused == [], "another user's key was refused")
            #expect(result.calls > 50)
            let listed = try CommandLineTool.doorward(["key", "list"], in: gate.folder)
            for text in [gate.output, listed.everything, run.everything] {
                #expect(!text.contains(alice.value) && !text.contains(bob.value), "a key is shown")
            }
        }
    }

    private static func status(_ key: String, _ gate: Gate) throws -> Int {
        try gate.get("/hello", [("Authorization", "Bearer \(key)")]).status
    }

    private static func issue(_ user: String, _ gate: Gate) throws -> (id: String, value: String) {
        let run = try CommandLineTool.doorward(["key", "issue", user, "--format", "json"], in: gate.folder)
        guard let value = run.output.firstMatch(of: /dwk_[0-9A-Za-z]+/),
            let id = run.output.firstMatch(of: /k_[0-9A-Za-z]+"/)
        else { throw Failure("key issue: status \(run.status), no key or no id") }
        return (String(id.output.dropLast()), String(value.output))
    }
}
