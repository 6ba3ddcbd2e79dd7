import Testing

@Suite("An error of the gate's own", .gate(.init().with("limits.body", "10").with("timeouts.first_byte", "300ms")))
struct ProblemTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let method: String
        let target: String
        var headers: [(String, String)] = []
        let status: Int

        var testDescription: String { "\(status) for \(method) \(target)" }
    }

    static let cases = [
        Case(method: "GET", target: "/undocumented", status: 404),
        Case(method: "DELETE", target: "/hello", status: 405),
        Case(method: "POST", target: "/echo", headers: [("Content-Length", "11")], status: 413),
        Case(method: "GET", target: "/garbage", status: 502),
        Case(method: "GET", target: "/hang", status: 504),
        Case(method: "POST", target: "/openapi.json", headers: [("Content-Length", "0")], status: 405),
        Case(
            method: "GET", target: "/hello",
            headers: [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")], status: 501
        ),
    ]

    @Test("is a problem document with the request's id (RFC 9457)", arguments: cases)
    func problem(_ example: Case) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.request(example.method, example.target, [gate.bearer] + example.headers)
        #expect(answer.status == example.status)
        #expect(answer.header("Content-Type") == "application/problem+json")
        let problem = try answer.json()
        #expect(problem["status"]?.int == example.status)
        #expect(problem["title"]?.string?.isEmpty == false)
        let id = try #require(answer.header("X-Request-ID"))
        #expect(problem["request_id"] == .string(id))
        #expect(answer.list("Cache-Control").contains("no-store"))
        #expect(!answer.text.contains(gate.secret))
    }

    @Test("in answer to HEAD has no body")
    func head() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        try connection.send(Gate.bytes("HEAD", "/undocumented", [gate.bearer, ("Connection", "close")]))
        #expect(try ResponseReader(connection: connection).response(to: "HEAD")?.status == 404)
        #expect(connection.closes(within: .seconds(5)))
    }
}
