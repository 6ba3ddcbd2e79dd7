import Testing

@Suite("An API that fails", .gate(.init().with("timeouts.first_byte", "500ms").with("timeouts.upstream_idle", "700ms")))
struct UpstreamFailureTests {
    @Test("by answering what is not HTTP, or not at all, is 502", arguments: ["/garbage", "/reset?head"])
    func badGateway(_ target: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get(target, [gate.bearer])
        #expect(answer.status == 502)
        try expectProblem(answer)
    }

    @Test("by taking too long for its first byte is 504", arguments: ["/hang", "/slow?ms=5000"])
    func timeout(_ target: String) async throws {
        let gate = try #require(Gate.shared)
        let start = ContinuousClock.now
        let answer = try gate.get(target, [gate.bearer])
        #expect(answer.status == 504)
        try expectProblem(answer)
        let took = ContinuousClock.now - start
        #expect(took > .milliseconds(400) && took < .seconds(4))
    }

    @Test("in the middle of a body is an answer that visibly breaks off", arguments: ["/reset", "/reset?chunked"])
    func brokenOff(_ target: String) async throws {
        let gate = try #require(Gate.shared)
        #expect(throws: ResponseReader.Malformed.self) { _ = try gate.get(target, [gate.bearer]) }
        #expect(try gate.get("/hello", [gate.bearer]).status == 200)
    }

    @Test("by falling silent in the middle of a body is cut off")
    func silent() async throws {
        let gate = try #require(Gate.shared)
        let start = ContinuousClock.now
        #expect(throws: ResponseReader.Malformed.self) { _ = try gate.get("/drip?n=3&ms=5000", [gate.bearer]) }
        #expect(ContinuousClock.now - start < .seconds(4))
    }

    @Test("slowly but steadily is waited for")
    func steady() async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.get("/drip?n=8&ms=150", [gate.bearer]).text == "........")
    }

    @Test("by not listening is 502")
    func refused() async throws {
        let port = try FreePort.take()
        let configuration = GateConfiguration()
            .with("upstream.url", "http://127.0.0.1:\(port)")
            .with(
                file: "openapi.yaml",
                "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
                    + "paths: {/hello: {get: {responses: {'200': {description: OK}}}}}\n"
            )
            .with("upstream.openapi", "openapi.yaml")
        try await Gate.with(configuration) { gate in
            let answer = try gate.get("/hello", [gate.bearer])
            #expect(answer.status == 502)
            try expectProblem(answer)
            #expect(!answer.text.contains("\(port)"), "the address of the API is told to the caller")
        }
    }

    private func expectProblem(_ answer: Response) throws {
        #expect(answer.mediaType == "application/problem+json")
        let problem = try answer.json()
        #expect(problem["status"]?.int == answer.status)
        #expect(problem["title"]?.string?.isEmpty == false)
        #expect(problem["request_id"]?.string == answer.header("X-Request-ID"))
        #expect(problem["request_id"] != nil)
    }
}

@Suite("The total time-out", .gate(.init().with("timeouts.total", "800ms")))
struct TotalTimeoutTests {
    @Test("ends an answer that never ends")
    func drip() async throws {
        let gate = try #require(Gate.shared)
        let start = ContinuousClock.now
        #expect(throws: ResponseReader.Malformed.self) { _ = try gate.get("/drip?n=100&ms=100", [gate.bearer]) }
        let took = ContinuousClock.now - start
        #expect(took > .milliseconds(600) && took < .seconds(5))
    }

    @Test("is 504 where nothing of the answer has been sent")
    func hang() async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.get("/hang", [gate.bearer]).status == 504)
    }

    @Test("does not end a stream of events, and each event comes when it is sent")
    func events() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        let reader = ResponseReader(connection: connection)
        let start = ContinuousClock.now
        try connection.send(Gate.bytes("GET", "/sse?n=5&ms=400", [gate.bearer]))
        let head = try #require(try reader.head())
        #expect(head.mediaType == "text/event-stream")
        var text = ""
        var firstAfter: Duration?
        while !text.contains("event 4\n\n"), let piece = try reader.bodyPart(.chunked, have: 0) {
            if firstAfter == nil { firstAfter = ContinuousClock.now - start }
            text += String(decoding: piece, as: UTF8.self)
        }
        #expect(text == (0..<5).map { "id: \($0)\ndata: event \($0)\n\n" }.joined())
        #expect(try #require(firstAfter) < .milliseconds(1_200), "the first event waited for later ones")
        #expect(ContinuousClock.now - start > .milliseconds(1_500))
    }
}

@Suite("A credential for the API itself", .ownThreads)
struct UpstreamAuthorizationTests {
    @Test("is sent in place of the caller's, and nowhere else")
    func sent() async throws {
        let credential = "Bearer " + GateConfiguration.freshSecret()
        let configuration = GateConfiguration()
            .with("upstream.authorization", "env:UPSTREAM_CREDENTIAL")
        var withEnvironment = configuration
        withEnvironment.environment["UPSTREAM_CREDENTIAL"] = credential
        try await Gate.with(withEnvironment) { gate async throws in
            #expect(try gate.echo().values("Authorization") == [credential])
            #expect(try !gate.get("/hello", [gate.bearer]).headers.contains { $0.value.contains(credential) })
            #expect(!gate.output.contains(credential.dropFirst(7)))
        }
    }
}
