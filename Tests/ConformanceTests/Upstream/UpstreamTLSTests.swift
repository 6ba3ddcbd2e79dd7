import Testing

@Suite("An API behind TLS", .ownThreads)
struct UpstreamTLSTests {
    /// What the certificate says, who signed it, and whom the gate trusts; `nil` for the system's authorities.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let names: String
        var host = "localhost"
        var days = 2
        var trusted: String? = "authority.pem"
    }

    static let right = [
        Case(testDescription: "a name", names: "DNS:localhost"),
        Case(testDescription: "an address", names: "IP:127.0.0.1", host: "127.0.0.1"),
    ]

    static let wrong = [
        Case(testDescription: "another authority", names: "DNS:localhost", trusted: "stranger.pem"),
        Case(testDescription: "the system's authorities", names: "DNS:localhost", trusted: nil),
        Case(testDescription: "another name", names: "DNS:other.example"),
        Case(testDescription: "a name where an address is asked for", names: "DNS:localhost", host: "127.0.0.1"),
        Case(testDescription: "another address", names: "IP:127.0.0.2", host: "127.0.0.1"),
        Case(testDescription: "an expired certificate", names: "DNS:localhost", days: -1),
    ]

    @Test("is reached, and its document fetched, where the certificate is right", arguments: right)
    func reached(_ example: Case) async throws {
        try await withUpstream(example) { upstream, folder in
            let configuration = configuration(example, upstream, folder)
            try await Gate.with(configuration) { gate in
                let answer = try gate.get("/hello", [gate.bearer])
                #expect(answer.status == 200)
                #expect(answer.text == #"{"message":"over TLS"}"#)
                #expect(try gate.get("/openapi.json").json()["info"]?["title"] == .string("Over TLS"))
            }
            #expect(upstream.connections.allSatisfy { $0 == "tls" })
            #expect(upstream.answered.first == "/openapi.json")
        }
    }

    @Test("is 502 where the certificate is wrong, and never asked in plain text", arguments: wrong)
    func refused(_ example: Case) async throws {
        try await withUpstream(example) { upstream, folder in
            let configuration = configuration(example, upstream, folder)
                .with(file: "openapi.json", TLSUpstream.document).with("upstream.openapi", "openapi.json")
            try await Gate.with(configuration) { gate in
                let answer = try gate.get("/hello", [gate.bearer, ("X-Marker", "in-the-clear")])
                #expect(answer.status == 502)
                #expect(answer.mediaType == "application/problem+json")
                #expect(try answer.json()["request_id"]?.string == answer.header("X-Request-ID"))
                #expect(!answer.text.contains("\(upstream.port)"))
                // The gate itself is as well as before.
                #expect(try gate.get("/healthz").status == 200)
            }
            #expect(!upstream.connections.isEmpty)
            #expect(upstream.connections.allSatisfy { $0 == "tls" }, "\(upstream.connections)")
            #expect(upstream.answered.isEmpty, "a request was sent to an API that is not the one meant")
        }
    }

    @Test("that is a stranger's gives no document: the start ends, and says why")
    func strangersDocument() async throws {
        let example = Self.wrong[0]
        try await withUpstream(example) { upstream, folder in
            let configuration = configuration(example, upstream, folder)
            try ConfigurationFiles(
                configuration: configuration, upstreamPort: 0, port: try FreePort.take(), metricsPort: 0
            ).write(to: folder)
            let run = try CommandLineTool.doorward(["serve"], in: folder, limit: .seconds(60))
            #expect(run.status != 0 && run.status != 124, "\(run.everything)")
            #expect(run.everything.contains("upstream.openapi"))
            #expect(run.everything.lowercased().contains("certificate"), "\(run.everything)")
            #expect(upstream.answered.isEmpty)
            #expect(upstream.connections.allSatisfy { $0 == "tls" })
        }
    }

    @Test("is reached once the right authorities are put in place of wrong ones, while the gate runs")
    func replaced() async throws {
        try await withUpstream(Self.right[0]) { upstream, folder in
            let configuration = configuration(Self.right[0], upstream, folder)
                .with("upstream.ca_file", "\(folder.path)/trusted.pem")
                .with(file: "openapi.json", TLSUpstream.document).with("upstream.openapi", "openapi.json")
            try folder.write("trusted.pem", folder.read("stranger.pem"))
            try await Gate.with(configuration) { gate async throws in
                #expect(try gate.get("/hello", [gate.bearer]).status == 502)
                try folder.write("trusted.pem", folder.read("authority.pem"))
                let reached = try gate.eventually(.seconds(3)) { try gate.get("/hello", [gate.bearer]).status == 200 }
                #expect(reached)
                // A file that is no certificate is reported, and the old one stays in force.
                try folder.write("trusted.pem", "nothing\n")
                let reported = try gate.eventually(.seconds(3)) { gate.output.contains("stays in force") }
                #expect(reported)
                #expect(try gate.get("/hello", [gate.bearer]).status == 200)
            }
        }
    }

    @Test("that turns out to speak plain text is 502, and gets no request")
    func plainText() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let upstream = try UpstreamProcess(in: folder)
        defer { upstream.process.end() }
        let configuration = GateConfiguration().with("upstream.url", "https://127.0.0.1:\(upstream.port)")
            .with(file: "openapi.json", TLSUpstream.document).with("upstream.openapi", "openapi.json")
        try await Gate.with(configuration) { gate async throws in
            #expect(try gate.get("/hello", [gate.bearer]).status == 502)
            #expect(try upstream.seen().heads == 0)
        }
    }

    @Test("needs a file of authorities that can be read and holds one", arguments: [nil, "", "no certificate\n"])
    func authorities(_ content: String?) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        if let content { try folder.write("authority.pem", content) }
        let configuration = GateConfiguration().with("upstream.url", "https://localhost:9")
            .with("upstream.ca_file", "authority.pem").with("upstream.openapi", "openapi.json")
            .with(file: "openapi.json", TLSUpstream.document)
        try ConfigurationFiles(
            configuration: configuration, upstreamPort: 9, port: try FreePort.take(), metricsPort: 0
        ).write(to: folder)
        let run = try CommandLineTool.doorward(["serve"], in: folder)
        #expect(run.status == 78, "\(run.everything)")
        #expect(run.everything.contains("upstream.ca_file"), "\(run.everything)")
    }

    private func configuration(_ example: Case, _ upstream: TLSUpstream, _ folder: TemporaryFolder) -> GateConfiguration
    {
        GateConfiguration().with("upstream.url", "https://\(example.host):\(upstream.port)")
            .with("upstream.ca_file", example.trusted.map { "\(folder.path)/\($0)" })
    }

    private func withUpstream(
        _ example: Case, _ body: (TLSUpstream, TemporaryFolder) async throws -> Void
    ) async throws {
        guard Skipped.unlessThere("openssl", "python3") else { return }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let certificates = Certificates(in: folder)
        try certificates.makeAuthority("authority")
        try certificates.makeAuthority("stranger")
        try certificates.makeServer("server", signedBy: "authority", names: example.names, days: example.days)
        let upstream = try TLSUpstream(certificate: "server", in: folder)
        defer { upstream.process.end() }
        try await body(upstream, folder)
    }
}
