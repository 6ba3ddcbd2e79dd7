import Glibc
import Testing

@Suite("SIGTERM", .ownThreads)
struct StopTests {
    @Test(
        "lets what is being answered finish, takes nothing new, and ends with status 0",
        arguments: ["/drip?n=10&ms=150", "/sse?n=10&ms=150", "/slow?ms=1500"])
    func graceful(_ target: String) async throws {
        try await Gate.with { gate in
            let connection = try RawConnection(port: gate.port)
            let reader = ResponseReader(connection: connection)
            try connection.send(Gate.bytes("GET", target, [gate.bearer]))
            let came = try gate.eventually { try gate.upstream.seen().targets.contains(target) }
            #expect(came)
            gate.process.signal(SIGTERM)
            let refusing = try gate.eventually { (try? RawConnection(port: gate.port)) == nil }
            #expect(refusing, "still accepts connections")
            let answer = try #require(try reader.response())
            #expect(answer.status == 200)
            if target.hasPrefix("/drip") { #expect(answer.text == "..........") }
            if target.hasPrefix("/sse") { #expect(answer.text.hasSuffix("data: event 9\n\n")) }
            // That the process then ends with status 0 is checked at the end of every gate.
        }
    }

    @Test("does not wait for connections on which nothing is under way")
    func idle() async throws {
        try await Gate.with { gate in
            let silent = try RawConnection(port: gate.port)
            let kept = try RawConnection(port: gate.port)
            try kept.send(Gate.bytes("GET", "/hello", [gate.bearer]))
            #expect(try ResponseReader(connection: kept).response()?.status == 200)
            let half = try RawConnection(port: gate.port)
            try half.send("GET /hello HTTP/1.1\r\nHo")
            let start = ContinuousClock.now
            gate.process.signal(SIGTERM)
            #expect(kept.closes(within: .seconds(3)))
            #expect(silent.closes(within: .seconds(3)))
            let ended = try gate.eventually(.seconds(3)) { !gate.process.isRunning }
            #expect(ended, "took \(ContinuousClock.now - start)")
        }
    }

    @Test("waits no longer than timeouts.drain")
    func drain() async throws {
        try await Gate.with(GateConfiguration().with("timeouts.drain", "700ms")) { gate in
            let connection = try RawConnection(port: gate.port)
            try connection.send(Gate.bytes("GET", "/sse?n=1000&ms=100", [gate.bearer]))
            #expect(try ResponseReader(connection: connection).head()?.status == 200)
            let start = ContinuousClock.now
            gate.process.signal(SIGTERM)
            let ended = try gate.eventually(.seconds(6)) { !gate.process.isRunning }
            #expect(ended)
            #expect(ContinuousClock.now - start >= .milliseconds(500))
        }
    }

    @Test("is what SIGINT is too")
    func interrupt() async throws {
        try await Gate.with { gate in
            gate.process.signal(SIGINT)
            let ended = try gate.eventually { !gate.process.isRunning }
            #expect(ended)
        }
    }
}
