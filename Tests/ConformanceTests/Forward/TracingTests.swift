import Testing

@Suite("A request's identifiers", .gate())
struct TracingTests {
    static let trace = "0af7651916cd43dd8448eb211c80319c"
    static let parent = "b7ad6b7169203331"

    @Test("include one of Doorward's own, the same for the API and for the caller")
    func requestID() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/echo", [gate.bearer])
        let id = try #require(answer.header("X-Request-ID"))
        #expect(id.utf8.count >= 16)
        #expect(try Echo(answer.json()).values("X-Request-ID") == [id])
        #expect(try gate.get("/echo", [gate.bearer]).header("X-Request-ID") != id)
    }

    @Test("start a trace where the caller has none (W3C Trace Context)")
    func fresh() async throws {
        let gate = try #require(Gate.shared)
        let value = try #require(try gate.echo().values("traceparent").first)
        #expect(value.wholeMatch(of: /00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/) != nil)
        #expect(!value.contains(String(repeating: "0", count: 32)))
    }

    @Test("continue the caller's trace under a span of the gate's", arguments: ["00", "01"])
    func continued(_ flags: String) async throws {
        let gate = try #require(Gate.shared)
        let sent = "00-\(Self.trace)-\(Self.parent)-\(flags)"
        let echo = try gate.echo("GET", "/echo", [("traceparent", sent), ("tracestate", "vendor=opaque")])
        let value = try #require(echo.values("traceparent").first)
        #expect(echo.values("traceparent").count == 1)
        #expect(value.hasPrefix("00-\(Self.trace)-"))
        #expect(value.hasSuffix("-\(flags)"))
        #expect(echo.values("tracestate") == ["vendor=opaque"])
    }

    @Test(
        "start afresh where what the caller sent is not valid",
        arguments: [
            "00-\(String(repeating: "0", count: 32))-\(parent)-01",
            "00-\(trace)-\(String(repeating: "0", count: 16))-01",
            "ff-\(trace)-\(parent)-01", "00-\(trace.uppercased())-\(parent)-01", "00-\(trace)-\(parent)", "nonsense",
            "",
            "00-\(trace)-\(parent)-01-extra",
        ])
    func invalid(_ sent: String) async throws {
        let gate = try #require(Gate.shared)
        let value = try #require(try gate.echo("GET", "/echo", [("traceparent", sent)]).values("traceparent").first)
        #expect(value.wholeMatch(of: /00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/) != nil)
        #expect(value != sent)
        #expect(!value.contains(Self.trace))
    }

    @Test("start afresh where two are claimed")
    func two() async throws {
        let gate = try #require(Gate.shared)
        let sent = ("traceparent", "00-\(Self.trace)-\(Self.parent)-01")
        let values = try gate.echo("GET", "/echo", [sent, sent]).values("traceparent")
        #expect(values.count == 1)
        #expect(values.first?.contains(Self.trace) == false)
    }
}
