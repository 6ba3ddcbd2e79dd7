import Testing

@Suite("Health", .gate(.init().withMetrics))
struct HealthTests {
    @Test("is told without a credential", arguments: ["/healthz", "/readyz"])
    func health(_ path: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get(path)
        #expect(answer.status == 200)
        #expect(answer.list("Cache-Control").contains("no-store"))
        #expect(try gate.request("HEAD", path).status == 200)
        #expect(try gate.request("POST", path, [], body: []).status == 405)
        #expect(try !gate.upstream.seen().targets.contains(path))
    }

    @Test("does not tell metrics to the public")
    func noMetrics() async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.get("/metrics", [gate.bearer]).status == 404)
    }
}

@Suite("Metrics", .serialized, .gate(.init().withMetrics))
struct MetricsTests {
    @Test("are on a listener of their own, in Prometheus' text form")
    func form() async throws {
        let gate = try #require(Gate.shared)
        _ = try gate.get("/hello", [gate.bearer])
        let answer = try gate.request("GET", "/metrics", port: gate.metricsPort)
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type")?.hasPrefix("text/plain; version=0.0.4") == true)
        #expect(answer.text.hasSuffix("\n"))
        var typed: Set<Substring> = []
        for line in answer.text.split(separator: "\n") {
            if line.hasPrefix("# TYPE ") {
                let words = line.split(separator: " ")
                #expect(words.count == 4 && ["counter", "gauge", "histogram", "summary"].contains(words[3]), "\(line)")
                #expect(typed.insert(words[2]).inserted, "typed twice: \(line)")
            } else if !line.hasPrefix("#") {
                #expect(
                    line.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*(\{[^{}]*\})? (NaN|[+-]Inf|[-+0-9.eE]+)/) != nil,
                    "\(line)")
            }
        }
        #expect(typed.count >= 5)
    }

    static let patterns = [
        #"doorward_[a-z_]*requests_total\{[^}]*\} [1-9]"#,
        #"doorward_[a-z_]*(refus|reject)[a-z_]*\{[^}]*reason="[^"]+"[^}]*\} [1-9]"#,
        #"doorward_[a-z_]*upstream[a-z_]*_bucket\{[^}]*le="\+Inf"\} [1-9]"#,
        #"doorward_[a-z_]*request[a-z_]*seconds_bucket\{[^}]*le="\+Inf"\} [1-9]"#,
        #"doorward_[a-z_]*secrets[a-z_]*(\{[^}]*\})? 1"#, #"doorward_[a-z_]*secret[a-z_]*age[a-z_]*"#,
        #"doorward_[a-z_]*lag[a-z_]*"#,
    ]

    @Test("count requests and refusals, and measure durations, secrets and the event loops", arguments: patterns)
    func content(_ pattern: String) async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.get("/hello", [gate.bearer]).status == 200)
        #expect(try gate.get("/hello").status == 401)
        let text = try gate.request("GET", "/metrics", port: gate.metricsPort).text
        let regex = try Regex(pattern)
        #expect(text.firstMatch(of: regex) != nil, "\(text)")
    }

    @Test("grow with each request")
    func growth() async throws {
        let gate = try #require(Gate.shared)
        let before = try total(gate)
        for _ in 0..<5 { _ = try gate.get("/hello", [gate.bearer]) }
        #expect(try total(gate) == before + 5)
    }

    @Test("never hold a secret, a caller's label or a whole path")
    func labels() async throws {
        let gate = try #require(Gate.shared)
        _ = try gate.get("/pets/no-such-label", [gate.bearer, ("openai-conversation-id", "label-of-one-caller")])
        _ = try gate.get("/no-such-path")
        let text = try gate.request("GET", "/metrics", port: gate.metricsPort).text
        for absent in [gate.secret, "no-such-label", "label-of-one-caller", "no-such-path"] {
            #expect(!text.contains(absent))
        }
    }

    private func total(_ gate: Gate) throws -> Int {
        try gate.request("GET", "/metrics", port: gate.metricsPort).text
            .matches(of: /(?m)^doorward_[a-z_]*requests_total\{[^}]*\} (\d+)/).compactMap { Int($0.1) }.reduce(0, +)
    }
}
