import Testing

@Suite("An answer on its way to the caller", .gate())
struct AnswerTests {
    static let streams = [
        "/stream?bytes=0", "/stream?bytes=0&length=1", "/stream?bytes=1&chunk=1", "/stream?bytes=1000000&chunk=777",
        "/stream?bytes=1000000&chunk=60000&length=1", "/stream?bytes=5000000&chunk=100000",
    ]

    @Test("is whole, in chunks or with a length", arguments: streams)
    func whole(_ target: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get(target, [gate.bearer])
        let count = try #require(target.firstMatch(of: /bytes=(\d+)/).flatMap { Int($0.1) })
        #expect(answer.status == 200)
        #expect(answer.body.count == count)
        #expect(answer.body == pattern(count))
        if target.contains("length") { #expect(answer.header("Content-Length") == "\(count)") }
    }

    @Test(
        "has the API's status and body", arguments: [200, 201, 204, 301, 304, 400, 401, 403, 404, 418, 429, 500, 503])
    func status(_ status: Int) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/status/\(status)", [gate.bearer])
        #expect(answer.status == status)
        if ![204, 304].contains(status) { #expect(answer.text == "{\"status\":\(status)}") }
    }

    @Test("keeps its trailers")
    func trailers() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/trailers", [gate.bearer])
        #expect(answer.text == "with trailers")
        #expect(answer.trailers.map { "\($0.name.lowercased()): \($0.value)" } == ["x-checksum: 12345"])
    }

    @Test("to HEAD has no body, and the connection goes on")
    func head() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        let reader = ResponseReader(connection: connection)
        for _ in 0..<3 {
            try connection.send(Gate.bytes("HEAD", "/hello", [gate.bearer]))
            let answer = try #require(try reader.response(to: "HEAD"))
            #expect(answer.status == 200)
            #expect(answer.header("Content-Length") == "36")
        }
        try connection.send(Gate.bytes("GET", "/hello", [gate.bearer]))
        #expect(try reader.response()?.text == #"{"message":"Hello from the plugin!"}"#)
    }

    @Test("says nothing of the connection behind the gate")
    func hopByHop() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        let reader = ResponseReader(connection: connection)
        try connection.send(Gate.bytes("GET", "/close", [gate.bearer]))
        let first = try #require(try reader.response())
        #expect(first.text == #"{"closing":true}"#)
        #expect(!first.list("Connection").contains("close"))
        try connection.send(Gate.bytes("GET", "/hello", [gate.bearer]))
        #expect(try reader.response()?.status == 200)
    }

    @Test("is in HTTP/1.0's form for a caller who speaks that")
    func oldVersion() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        try connection.send(
            "GET /stream?bytes=1000 HTTP/1.0\r\nHost: api.example.com\r\nAuthorization: Bearer \(gate.secret)\r\n\r\n")
        guard let answer = try ResponseReader(connection: connection).response() else { return }
        if answer.status == 505 || answer.status == 400 { return }
        #expect(answer.status == 200)
        #expect(answer.header("Transfer-Encoding") == nil)
        #expect(answer.body == pattern(1_000))
        #expect(connection.closes(within: .seconds(5)))
    }
}

@Suite("A query string", .gate())
struct QueryTests {
    @Test(
        "reaches the API byte for byte",
        arguments: [
            "a=1&b=2", "a=%2F%2f&b=%20+%2B", "a=1;b=2", "", "?", "a=b?c/d", "q=%E2%82%AC", "a[]=1&a[]=2", "x='()*!,",
            "a=&&&=", "next=http://evil.example/..%2f", "a=%zz", "%", "a=..//..",
        ])
    func query(_ query: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/echo?\(query)", [gate.bearer])
        // A percent sign that begins no octet may be refused; it may not be changed.
        if query.hasSuffix("%") || query.contains("%zz"), answer.status == 400 { return }
        #expect(answer.status == 200)
        #expect(try Echo(answer.json()).target == "/echo?\(query)")
    }

    @Test("does not change which operation is meant")
    func operation() async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.get("/undocumented?/hello", [gate.bearer]).status == 404)
        #expect(try gate.get("/hello?/undocumented", [gate.bearer]).status == 200)
    }
}
