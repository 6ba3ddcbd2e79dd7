import Testing

@Suite("The access log", .gate())
struct LogTests {
    @Test("has one line a request, in JSON, with what an operator asks for")
    func line() async throws {
        let gate = try #require(Gate.shared)
        let labels = [
            ("openai-conversation-id", "conversation-1"), ("openai-ephemeral-user-id", "ephemeral-1"),
            ("openai-gpt-id", "g-1"),
        ]
        let answer = try gate.get("/pets/1?token=in-the-query", [gate.bearer] + labels)
        let line = try await accessLine(gate, of: answer)
        #expect(line["status"]?.int == 200)
        #expect(line["method"]?.string == "GET")
        for (_, label) in labels { #expect(line.contains(label), "\(label)") }
        #expect(line.names.contains { $0.contains("verdict") })
        #expect(line.names.contains { $0.contains("duration") || $0.hasSuffix("_ms") || $0.hasSuffix("_seconds") })
        #expect(!gate.output.contains("in-the-query"), "a query string may hold a key, and was logged")
    }

    @Test(
        "tells refusals by their reason",
        arguments: [("/hello", nil, 401), ("/hello", "Bearer wrong", 403), ("/nowhere", nil, 404)])
    func refusal(_ target: String, _ authorization: String?, _ status: Int) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get(target, authorization.map { [("Authorization", $0)] } ?? [])
        #expect(answer.status == status)
        let line = try await accessLine(gate, of: answer)
        #expect(line["status"]?.int == status)
        #expect(line.names.contains { $0.contains("verdict") || $0.contains("reason") })
    }

    @Test("cannot be forged by what a caller sends")
    func forged() async throws {
        let gate = try #require(Gate.shared)
        let evil = "x\",\"status\":999,\"a\":\""
        let answer = try gate.get("/pets/2", [gate.bearer, ("openai-conversation-id", evil), ("User-Agent", evil)])
        let line = try await accessLine(gate, of: answer)
        #expect(line["status"]?.int == 200)
        #expect(!line.names.contains("a"))
    }

    @Test("takes no more of a label than a label needs")
    func long() async throws {
        let gate = try #require(Gate.shared)
        let long = String(repeating: "y", count: 5_000)
        let answer = try gate.get("/pets/3", [gate.bearer, ("openai-conversation-id", long)])
        _ = try await accessLine(gate, of: answer)
        #expect(!gate.output.contains(long))
    }

    /// The one access line that has the answer's request id.
    private func accessLine(_ gate: Gate, of answer: Response) async throws -> JSONValue {
        let id = try #require(answer.header("X-Request-ID"))
        var found: [JSONValue] = []
        _ = try gate.eventually {
            found = try gate.output.split(separator: "\n").filter { $0.contains(id) }
                .map { try JSONValue(parsing: String($0)) }.filter { $0["event"] == .string("access") }
            return !found.isEmpty
        }
        #expect(found.count == 1, "access lines of one request")
        return try #require(found.first)
    }
}
