import Testing

@Suite("Connections", .gate())
struct ConnectionTests {
    @Test("are kept on both sides")
    func keepAlive() async throws {
        try await Gate.with { gate in
            let connection = try RawConnection(port: gate.port)
            let reader = ResponseReader(connection: connection)
            let before = try gate.upstream.seen().connections
            for number in 0..<20 {
                try connection.send(Gate.bytes("GET", "/pets/\(number)", [gate.bearer]))
                #expect(try reader.response()?.text == "{\"id\":\"\(number)\"}")
            }
            // One for the twenty requests, one for asking.
            #expect(try gate.upstream.seen().connections <= before + 2)
        }
    }

    @Test("answer requests that are sent without waiting, in their order")
    func pipelining() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        let reader = ResponseReader(connection: connection)
        try connection.send(
            Gate.bytes("GET", "/slow?ms=200", [gate.bearer]) + Gate.bytes("GET", "/pets/2", [gate.bearer])
                + Gate.bytes("GET", "/openapi.json", []) + Gate.bytes("GET", "/hello", []))
        #expect(try reader.response()?.text == #"{"slow":true}"#)
        #expect(try reader.response()?.text == #"{"id":"2"}"#)
        #expect(try reader.response()?.mediaType == "application/json")
        #expect(try reader.response()?.status == 401)
    }

    @Test("close where the caller asks")
    func close() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        try connection.send(Gate.bytes("GET", "/hello", [gate.bearer, ("Connection", "close")]))
        let answer = try #require(try ResponseReader(connection: connection).response())
        #expect(answer.status == 200)
        #expect(answer.list("Connection").contains("close"))
        #expect(connection.closes(within: .seconds(5)))
    }

    @Test("still carry the answer when the caller has said its last word", arguments: ["/hello", "/slow?ms=200"])
    func halfClose(_ target: String) async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        try connection.send(Gate.bytes("GET", target, [gate.bearer]))
        connection.halfClose()
        #expect(try ResponseReader(connection: connection).response()?.status == 200)
        #expect(connection.closes(within: .seconds(5)))
    }

    @Test("that the API closed in silence cost no call a failure")
    func stale() async throws {
        let gate = try #require(Gate.shared)
        for _ in 0..<10 {
            #expect(try gate.get("/close?quiet", [gate.bearer]).status == 200)
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
        }
    }

    @Test("left by the caller in the middle of an answer do the gate no harm")
    func abandoned() async throws {
        let gate = try #require(Gate.shared)
        for target in ["/slow?ms=300", "/stream?bytes=50000000", "/sse?n=5&ms=100", "/drip?n=5&ms=100"] {
            let connection = try RawConnection(port: gate.port)
            try connection.send(Gate.bytes("GET", target, [gate.bearer]))
            if target != "/slow?ms=300" { try connection.fill() }
            connection.close()
        }
        #expect(try gate.get("/hello", [gate.bearer]).status == 200)
    }

    @Test("may be many at once")
    func many() async throws {
        let gate = try #require(Gate.shared)
        let connections = try (0..<100).map { _ in try RawConnection(port: gate.port) }
        for (number, connection) in connections.enumerated() {
            try connection.send(Gate.bytes("GET", "/pets/\(number)", [gate.bearer]))
        }
        for (number, connection) in connections.enumerated() {
            #expect(try ResponseReader(connection: connection).response()?.text == "{\"id\":\"\(number)\"}")
        }
    }

    @Test(
        "are not turned into WebSockets, and the refusal says so",
        arguments: ["websocket", "WebSocket", "h2c, websocket"])
    func webSocket(_ upgrade: String) async throws {
        let gate = try #require(Gate.shared)
        let target = "/pets/\(upgrade.utf8.count)-sockets"
        let answer = try gate.get(
            target,
            [
                gate.bearer, ("Connection", "Upgrade"), ("Upgrade", upgrade), ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ])
        #expect(answer.status == 501)
        #expect(answer.mediaType == "application/problem+json")
        #expect(answer.text.contains("WebSocket"))
        #expect(try !gate.upstream.seen().targets.contains(target))
    }
}
