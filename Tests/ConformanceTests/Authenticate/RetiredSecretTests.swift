import Glibc
import Testing

@Suite("A secret that is retired at a bad moment", .ownThreads)
struct RetiredSecretTests {
    @Test("while a slow reload is under way is refused soon after it")
    func duringReload() async throws {
        try await withSlowDocument { gate, upstream in
            let begun = upstream.begun
            upstream.delay(.seconds(2))
            try gate.rewrite(gate.configuration.with("manifest.contact_email", "new@example.com"))
            let isUnderWay = try gate.eventually { upstream.begun > begun }
            #expect(isUnderWay, "a changed file is not taken up")
            try gate.rewrite(onlySecond(gate))
            let gone = try gate.eventually(.seconds(8)) { try status(gate, 0) == 403 }
            #expect(gone, "the retired secret is still accepted")
            #expect(try status(gate, 1) == 200)
        }
    }

    @Test("after a SIGHUP whose reload is slow does not come back when that reload is done")
    func overtaken() async throws {
        try await withSlowDocument { gate, upstream in
            let begun = upstream.begun
            upstream.delay(.seconds(4))
            gate.process.signal(SIGHUP)
            let isUnderWay = try gate.eventually { upstream.begun > begun }
            #expect(isUnderWay, "SIGHUP does not reload")
            try gate.rewrite(onlySecond(gate))
            let gone = try gate.eventually(.seconds(10)) { try status(gate, 0) == 403 }
            #expect(gone, "the retired secret is still accepted")
            let isDone = try gate.eventually(.seconds(10)) { upstream.answered == upstream.begun }
            #expect(isDone)
            let isBack = try gate.eventually(.seconds(3)) { try status(gate, 0) != 403 }
            #expect(!isBack, "the retired secret is accepted again")
            #expect(try status(gate, 1) == 200)
        }
    }

    @Test("while the API is down is refused, and the rest of the change is taken over")
    func upstreamDown() async throws {
        try await Gate.with(GateConfiguration(secrets: 2)) { gate in
            #expect(try status(gate, 0) == 200)
            gate.upstream.process.end()
            try gate.rewrite(onlySecond(gate).with("manifest.contact_email", "new@example.com"))
            let gone = try gate.eventually(.seconds(8)) { try status(gate, 0) == 403 }
            #expect(gone, "the retired secret is still accepted")
            #expect(try status(gate, 1) == 502)
            let isTaken = try gate.eventually(.seconds(4)) {
                try gate.get("/.well-known/ai-plugin.json").text.contains("new@example.com")
            }
            #expect(isTaken, "the rest of the change is not taken over")
        }
    }

    /// A gate with two secrets in front of an API whose document takes as long as is said.
    private func withSlowDocument(_ body: (Gate, SlowDocumentUpstream) throws -> Void) async throws {
        let upstream = try SlowDocumentUpstream()
        defer { upstream.end() }
        let configuration = GateConfiguration(secrets: 2)
            .with("upstream.url", "http://127.0.0.1:\(upstream.port)")
        try await Gate.with(configuration) { gate in
            #expect(try status(gate, 0) == 200)
            try body(gate, upstream)
        }
    }

    private func status(_ gate: Gate, _ index: Int) throws -> Int {
        try gate.get("/hello", [("Authorization", "Bearer \(gate.configuration.secrets[index])")]).status
    }

    private func onlySecond(_ gate: Gate) -> GateConfiguration {
        gate.configuration.with("service.secrets", "[\"file:\(gate.folder.path)/secret2\"]")
    }
}
