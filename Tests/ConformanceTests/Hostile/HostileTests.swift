import Glibc
import Testing

@Suite("A hostile request", .serialized, .gate(.hostile))
struct HostileTests {
    static let all =
        HostileRequest.framing + HostileRequest.bodies + HostileRequest.fields + HostileRequest.requestLines
        + HostileRequest.targets + HostileRequest.pipelined

    @Test("is refused or dropped, reaches nobody, and harms nobody", arguments: all)
    func refused(_ hostile: HostileRequest) async throws {
        let gate = try #require(Gate.shared)
        let before = try gate.upstream.seen()
        let outcome = try send(hostile, to: gate)
        switch outcome {
        case .status(let status): #expect(hostile.statuses.contains(status), "answered with \(status)")
        case .closed: break
        case .wrong(let what): Issue.record("\(what)")
        }
        let seen = try gate.upstream.seen()
        #expect(seen.complete == before.complete + hostile.good, "the upstream saw \(seen.targets.suffix(2))")
        if !hostile.inBody {
            #expect(seen.heads == before.heads + hostile.good, "the upstream saw \(seen.targets.suffix(2))")
        }
        #expect(gate.process.isRunning)
        #expect(try gate.get("/hello").status == 200)
    }

    @Test("is one of more than eighty")
    func count() async throws {
        #expect(Self.all.count >= 80)
        #expect(Set(Self.all.map(\.name)).count == Self.all.count, "two have one name")
    }

    enum Outcome: Equatable {
        case status(Int)
        case closed
        case wrong(String)
    }

    /// What comes after the good requests' answers.
    private func send(_ hostile: HostileRequest, to gate: Gate) throws -> Outcome {
        let connection = try RawConnection(port: gate.port, patience: .seconds(8))
        let reader = ResponseReader(connection: connection)
        try connection.send(hostile.bytes)
        if hostile.halfClose { connection.halfClose() }
        do {
            for _ in 0..<hostile.good {
                guard let answer = try reader.response(), answer.status == 200 else {
                    return .wrong("a good request before the hostile one was not answered")
                }
            }
            guard let answer = try reader.response() else { return .closed }
            if answer.status >= 400, answer.mediaType != "application/problem+json" {
                return .wrong("a refusal that is not a problem document: \(answer.headers) \(answer.text.prefix(200))")
            }
            return .status(answer.status)
        } catch let malformed as ResponseReader.Malformed {
            // A reset may take the end of an answer with it; anything else must be well formed.
            return connection.isClosedByPeer ? .closed : .wrong("\(malformed)")
        }
    }
}

@Suite("A request that only looks hostile", .serialized, .gate(.hostile))
struct HarmlessTests {
    static let harmless: [(String, String)] = [
        (
            "absolute form with the same host",
            "GET http://api.example.com/pets/1 HTTP/1.1\r\nHost: api.example.com\r\n\r\n"
        ),
        ("a header in another case", "GET /pets/1 HTTP/1.1\r\nhOST: api.example.com\r\n\r\n"),
        ("no blank after the colon", "GET /pets/1 HTTP/1.1\r\nHost:api.example.com\r\nX-A:b\r\n\r\n"),
        ("blanks around a value", "GET /pets/1 HTTP/1.1\r\nHost: \t api.example.com \t \r\n\r\n"),
        ("a port in Host", "GET /pets/1 HTTP/1.1\r\nHost: api.example.com:443\r\n\r\n"),
        ("dots in a name", "GET /pets/...a..b. HTTP/1.1\r\nHost: api.example.com\r\n\r\n"),
        (
            "Transfer-Encoding in another case",
            "GET /pets/1 HTTP/1.1\r\nHost: api.example.com\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n"
        ),
        (
            "an empty list member in Connection",
            "GET /pets/1 HTTP/1.1\r\nHost: api.example.com\r\nConnection: ,,keep-alive,\r\n\r\n"
        ),
        ("a value beyond ASCII", "GET /pets/1 HTTP/1.1\r\nHost: api.example.com\r\nX-A: caf\u{e9}\r\n\r\n"),
    ]

    @Test("is answered", arguments: harmless.indices)
    func answered(_ index: Int) async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        try connection.send(Self.harmless[index].1)
        #expect(try ResponseReader(connection: connection).response()?.status == 200, "\(Self.harmless[index].0)")
    }
}

@Suite("An upgrade to HTTP/2 without TLS", .gate(.hostile))
struct HTTP2UpgradeTests {
    @Test("is refused or ignored, and never passed on (RFC 9110 §7.8)")
    func ignored() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get(
            "/echo",
            [("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAAQAAP__")])
        #expect([200, 400, 426, 501].contains(answer.status))
        guard answer.status == 200 else { return }
        let echo = try Echo(answer.json())
        for name in ["Upgrade", "HTTP2-Settings"] { #expect(echo.values(name) == []) }
        #expect(!echo.values("Connection").joined().lowercased().contains("upgrade"))
    }
}

@Suite(
    "A slow caller",
    .gate(.hostile.with("timeouts.head", "700ms").with("timeouts.body", "700ms").with("timeouts.idle", "900ms")))
struct SlowCallerTests {
    @Test("of a head is cut off with 408, however steadily it trickles")
    func head() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        let start = ContinuousClock.now
        try connection.send("GET /hello HTTP/1.1\r\nHost: api.example.com\r\n")
        while !connection.isClosedByPeer, connection.buffer.isEmpty, ContinuousClock.now - start < .seconds(6) {
            try connection.send("X-A: b\r\n")
            usleep(50_000)
        }
        if let answer = try? ResponseReader(connection: connection).response() { #expect(answer.status == 408) }
        let took = ContinuousClock.now - start
        #expect(took > .milliseconds(500) && took < .seconds(5))
        #expect(connection.closes(within: .seconds(5)))
    }

    @Test("of a body is cut off, and the API never sees a whole request")
    func body() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        try connection.send(Gate.bytes("POST", "/echo", [("Content-Length", "10")]) + Array("hello".utf8))
        if let answer = try? ResponseReader(connection: connection).response() { #expect(answer.status == 408) }
        #expect(connection.closes(within: .seconds(5)))
        let seen = try gate.upstream.seen()
        #expect(seen.targets.filter { $0 == "/echo" }.count <= 1)
        #expect(seen.complete == seen.targets.filter { $0 != "/echo" }.count)
    }

    @Test("who says nothing at all is hung up on", arguments: [false, true])
    func idle(_ afterRequest: Bool) async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        if afterRequest {
            try connection.send(Gate.bytes("GET", "/hello", []))
            #expect(try ResponseReader(connection: connection).response()?.status == 200)
        }
        let start = ContinuousClock.now
        while !connection.isClosedByPeer, ContinuousClock.now - start < .seconds(6) {
            _ = connection.closes(within: .seconds(6))
            if !connection.buffer.isEmpty { _ = connection.take(connection.buffer.count) }
        }
        #expect(connection.isClosedByPeer)
    }
}

@Suite("More callers than allowed", .gate(.hostile.with("limits.connections", "20")))
struct ConnectionLimitTests {
    @Test("do not keep the others out for ever")
    func limit() async throws {
        let gate = try #require(Gate.shared)
        var crowd = try (0..<60).map { _ in try RawConnection(port: gate.port) }
        for connection in crowd { try connection.send("GET /hello HTTP/1.1\r\n") }
        #expect(gate.process.isRunning)
        crowd.removeAll()
        let answered = try gate.eventually { (try? gate.get("/hello").status) == 200 }
        #expect(answered)
    }
}

extension GateConfiguration {
    /// Nothing but HTTP itself stands between the caller and the API.
    static var hostile: GateConfiguration {
        GateConfiguration(auth: "none").with("timeouts.head", "2s").with("timeouts.body", "2s")
    }
}
