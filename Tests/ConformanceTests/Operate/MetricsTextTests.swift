import Glibc
import Testing

@Suite("The metrics' text", .serialized, .gate(.init().withMetrics))
struct MetricsTextTests {
    @Test("is Prometheus' format to the letter, each family once, with its kind's name")
    func form() async throws {
        let gate = try #require(Gate.shared)
        _ = try gate.get("/hello", [gate.bearer])
        let metrics = try read(gate)
        #expect(metrics.families.count >= 8)
        for family in metrics.families {
            #expect(family.name.hasPrefix("doorward_"))
            #expect(!family.help.isEmpty)
            #expect(family.name.hasSuffix("_total") == (family.kind == "counter"), "\(family.name) \(family.kind)")
            #expect(family.samples.allSatisfy { $0.value >= 0 && $0.value.isFinite }, "\(family.name)")
        }
        #expect(try gate.request("HEAD", "/metrics", port: gate.metricsPort).body.isEmpty)
        #expect(try gate.request("GET", "/hello", [gate.bearer], port: gate.metricsPort).status == 404)
        #expect(try gate.request("POST", "/metrics", body: [], port: gate.metricsPort).status == 405)
    }

    @Test("counts each request under its operation and status")
    func requests() async throws {
        let gate = try #require(Gate.shared)
        let before = try read(gate)
        for _ in 0..<3 { _ = try gate.get("/hello", [gate.bearer]) }
        for number in 0..<2 { _ = try gate.get("/pets/\(number)", [gate.bearer]) }
        _ = try gate.get("/status/418", [gate.bearer])
        let after = try settled(gate, "doorward_requests_total", from: before, by: 6)
        func grown(_ labels: [String: String]) -> Double {
            after.value("doorward_requests_total", labels) - before.value("doorward_requests_total", labels)
        }
        #expect(grown(["operation": "hello", "status": "200"]) == 3)
        #expect(grown(["operation": "pet", "status": "200"]) == 2)
        #expect(grown(["operation": "status", "status": "418"]) == 1)
        #expect(grown([:]) == 6)
    }

    static let refusals: [(target: String, authorization: String?, status: Int)] = [
        ("/hello", nil, 401), ("/hello", "Bearer wrong", 403), ("/nowhere", nil, 404), ("/reset?head", "SECRET", 502),
    ]

    @Test("counts each refusal under its own reason", arguments: refusals.indices)
    func refusal(_ index: Int) async throws {
        let gate = try #require(Gate.shared)
        let (target, authorization, status) = Self.refusals[index]
        let before = try read(gate)
        let headers = authorization.map { [("Authorization", $0 == "SECRET" ? gate.bearer.1 : $0)] } ?? []
        #expect(try gate.get(target, headers).status == status)
        let after = try settled(gate, "doorward_refusals_total", from: before, by: 1)
        let samples = after["doorward_refusals_total"]?.samples ?? []
        let grown = samples.filter { $0.value > before.value($0.name, $0.labels) }
        #expect(grown.count == 1)
        #expect(grown.first?.labels["reason"]?.isEmpty == false)
        // Never two reasons for what differs, or one word for all: the reason is this refusal's only.
        let word = grown.first?.labels["reason"] ?? ""
        #expect(word.wholeMatch(of: /[a-z0-9_]+/) != nil)
        Self.words.withLock { words in
            #expect(!words.contains(word), "\(word) is the reason of several")
            words.insert(word)
        }
    }

    private static let words = Locked<Set<String>>([])

    @Test("has histograms whose buckets add up, with a sum that fits")
    func histograms() async throws {
        let gate = try #require(Gate.shared)
        let before = try read(gate)
        for _ in 0..<3 { _ = try gate.get("/slow?ms=120", [gate.bearer]) }
        let after = try settled(gate, "doorward_request_duration_seconds_count", from: before, by: 3)
        let histograms = after.families.filter { $0.kind == "histogram" }
        #expect(histograms.count == 3)
        for family in histograms { try expectConsistent(family) }
        for name in ["doorward_request_duration_seconds", "doorward_upstream_duration_seconds"] {
            func grown(_ suffix: String, _ labels: [String: String] = [:]) -> Double {
                after.value(name + suffix, labels) - before.value(name + suffix, labels)
            }
            #expect(grown("_count") == 3)
            #expect(grown("_sum") >= 0.3 && grown("_sum") < 6, "\(name): \(grown("_sum")) seconds for three times 0.12")
            #expect(grown("_bucket", ["le": "0.1"]) == 0, "\(name)")
            #expect(grown("_bucket", ["le": "+Inf"]) == 3, "\(name)")
        }
    }

    private func expectConsistent(_ family: PrometheusReader.Family) throws {
        let buckets = family.samples.filter { $0.name.hasSuffix("_bucket") }
        let bounds = try buckets.map { sample in
            let bound = try #require(sample.labels["le"])
            return bound == "+Inf" ? Double.infinity : try #require(Double(bound), "\(bound)")
        }
        #expect(bounds == bounds.sorted() && Set(bounds).count == bounds.count, "\(family.name): \(bounds)")
        #expect(bounds.last == .infinity)
        let counts = buckets.map(\.value)
        #expect(counts == counts.sorted(), "\(family.name) is not cumulative: \(counts)")
        let count = family.samples.first { $0.name.hasSuffix("_count") }?.value
        let sum = try #require(family.samples.first { $0.name.hasSuffix("_sum") }?.value)
        #expect(count == counts.last)
        var least = 0.0
        for (index, bound) in bounds.enumerated() where index > 0 {
            least += (counts[index] - counts[index - 1]) * bounds[index - 1]
            if bound.isInfinite { break }
        }
        #expect(sum >= least * 0.999, "\(family.name): the sum \(sum) is less than its buckets allow")
    }

    @Test("tells the live secrets, their age and last use, the connections, and how late the event loops are")
    func gauges() async throws {
        let gate = try #require(Gate.shared)
        let connection = try gate.connect()
        try connection.send(Gate.bytes("GET", "/hello", [gate.bearer]))
        _ = try ResponseReader(connection: connection).response()
        let metrics = try read(gate)
        #expect(metrics.value("doorward_live_secrets") == 1)
        let ages = try #require(metrics["doorward_secret_age_seconds"]).samples
        #expect(ages.count == 1)
        #expect(ages.allSatisfy { $0.value < 600 })
        let used = try #require(metrics["doorward_secret_last_used_timestamp_seconds"]).samples
        #expect(used.count == 1)
        #expect(abs((used.first?.value ?? 0) - Double(time(nil))) < 5)
        #expect(ages.first?.labels["fingerprint"] == used.first?.labels["fingerprint"])
        #expect(metrics.value("doorward_connections") >= 1)
        let ticks = metrics.value("doorward_event_loop_lag_seconds_count")
        let later = try gate.eventually { try read(gate).value("doorward_event_loop_lag_seconds_count") > ticks }
        #expect(later, "the event loops' lag is not measured")
        #expect(metrics.value("doorward_event_loop_lag_seconds_sum") / ticks < 1)
    }

    private func read(_ gate: Gate) throws -> PrometheusReader {
        try PrometheusReader(try gate.request("GET", "/metrics", port: gate.metricsPort).text)
    }

    /// The metrics once a counter has grown by `growth`; a request is counted just after its answer has left.
    private func settled(
        _ gate: Gate, _ name: String, from before: PrometheusReader, by growth: Double
    ) throws -> PrometheusReader {
        var after = try read(gate)
        _ = try gate.eventually {
            after = try read(gate)
            return after.value(name) >= before.value(name) + growth
        }
        #expect(after.value(name) == before.value(name) + growth, "\(name)")
        return after
    }
}

@Suite("The metrics' labels", .ownThreads)
struct MetricsLabelTests {
    @Test("are escaped, whatever the API calls its operations")
    func escaped() async throws {
        let names = [#"say "hi""#, #"back\slash"#, "two\nlines", #"} 1"#, "käse 🧀"]
        let paths = names.enumerated().map { index, name in
            let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return #""/op\#(index)":{"get":{"operationId":"\#(quoted)","responses":{"200":{"description":"OK"}}}}"#
        }
        let document =
            #"{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{\#(paths.joined(separator: ","))}}"#
        let configuration = GateConfiguration().withMetrics.with(file: "api.json", document)
            .with("upstream.openapi", "api.json")
        try await Gate.with(configuration) { gate in
            for index in names.indices { _ = try gate.get("/op\(index)", [gate.bearer]) }
            let text = try gate.request("GET", "/metrics", port: gate.metricsPort).text
            let metrics = try PrometheusReader(text)
            for name in names {
                #expect(metrics.value("doorward_requests_total", ["operation": name]) == 1, "\(name): \(text)")
            }
        }
    }
}

@Suite("Reading metrics")
struct PrometheusReaderTests {
    @Test("takes what the format allows")
    func good() throws {
        let text = "# HELP a_total Some.\n# TYPE a_total counter\na_total{x=\"\\\"\\\\\\n}\",y=\"\"} 3\na_total 1.5e2\n"
        let read = try PrometheusReader(text)
        #expect(read.value("a_total", ["x": "\"\\\n}"]) == 3)
        #expect(read.value("a_total") == 153)
    }

    @Test(
        "refuses what it does not",
        arguments: [
            "a 1", "a 1\n", "# HELP a A.\n# TYPE a gauge\nb 1\n", "# HELP a A.\n# TYPE b gauge\n",
            "# HELP a A.\n# TYPE a gauge\na 1\na 2\n", "# HELP a A.\n# TYPE a gauge\na{x=\"1} 2\n",
            "# HELP a A.\n# TYPE a gauge\na{x=\"\\t\"} 2\n", "# HELP a A.\n# TYPE a gauge\na{x=\"1\" y=\"2\"} 2\n",
            "# HELP a A.\n# TYPE a gauge\na  2\n", "# HELP a A.\n# TYPE a gauge\na two\n",
            "# HELP a A.\n# TYPE a sum\n", "# HELP a A.\n# TYPE a gauge\n\n",
            "# HELP a A.\n# TYPE a gauge\na{1x=\"\"} 2\n",
        ])
    func bad(_ text: String) {
        #expect(throws: PrometheusReader.Malformed.self) { try PrometheusReader(text) }
    }
}
