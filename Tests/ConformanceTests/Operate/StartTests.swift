import Testing

@Suite("A start that must not be", .ownThreads)
struct StartTests {
    /// The file's text, what the report must name, each with the line it is on.
    static let wrong: [(text: String, named: [(String, Int)])] = [
        (
            """
            public_url: ftp://api.example.com/path
            listen: nowhere
            upstream:
              url: http://127.0.0.1:9
              openapy: openapi.yaml
            auth: service_htp
            limits: {body: -5}
            timeouts:
              total: soon
            """,
            [
                ("public_url", 1), ("listen", 2), ("upstream.openapy", 5), ("auth", 6), ("limits.body", 7),
                ("timeouts.total", 9),
            ]
        ),
        (
            """
            public_url: https://api.example.com
            upstream:
              url: http://user:password@127.0.0.1:9?x=1
            auth: none
            manifest:
              name_for_model: two words
              name_for_human: \(String(repeating: "n", count: 51))
              contact_email: nobody
            cors:
              origins: ["*"]
            """,
            [
                ("upstream.url", 3), ("manifest.name_for_model", 6), ("manifest.name_for_human", 7),
                ("manifest.contact_email", 8), ("cors.origins", 10),
            ]
        ),
        (
            """
            public_url: http://api.example.com
            upstream:
              url: http://127.0.0.1:9
            auth: oauth
            database: none
            metrics: {listen: 0.0.0.0:9464}
            expose: some
            """,
            [("public_url", 1), ("database", 5), ("metrics.listen", 6), ("expose", 7)]
        ),
    ]

    @Test("names every problem with its key and line, and ends with status 78", arguments: wrong.indices)
    func wrongFile(_ index: Int) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("doorward.yaml", Self.wrong[index].text)
        let run = try CommandLineTool.doorward(["serve", "--config", "doorward.yaml"], in: folder)
        #expect(run.status == 78, "\(run.everything)")
        let lines = run.everything.split(separator: "\n")
        for (key, number) in Self.wrong[index].named {
            let pattern = try Regex("(line |:)\(number)\\b")
            #expect(
                lines.contains { $0.contains(key) && $0.firstMatch(of: pattern) != nil },
                "\(key), line \(number), in: \(run.everything)")
        }
    }

    @Test("names what is missing", arguments: ["public_url", "upstream.url", "auth"])
    func missing(_ key: String) async throws {
        let all = ["public_url: https://api.example.com", "upstream: {url: http://127.0.0.1:9}", "auth: none"]
        let text = all.filter { !$0.hasPrefix(key.prefix(8)) && !$0.hasPrefix(key + ":") }.joined(separator: "\n")
        let run = try serve(text)
        #expect(run.status == 78)
        #expect(run.everything.contains(key))
    }

    @Test("says where in a file that is not YAML, or that there is none")
    func unreadable() async throws {
        let broken = try serve("public_url: [\nauth: none\n")
        #expect(broken.status == 78)
        #expect(broken.everything.contains("doorward.yaml"))
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let none = try CommandLineTool.doorward(["serve", "--config", "none.yaml"], in: folder)
        #expect(none.status == 78)
        #expect(none.everything.contains("none.yaml"))
    }

    @Test("has a secret that is missing, empty or short", arguments: [nil, "", "\n", "a1b2", "0123456789abcde"])
    func secret(_ value: String?) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        if let value { try folder.write("secret1", value) }
        try folder.write("doorward.yaml", configuration("[\"file:\(folder.path)/secret1\"]"))
        let run = try CommandLineTool.doorward(["serve", "--config", "doorward.yaml"], in: folder)
        #expect([1, 78].contains(run.status), "\(run.everything)")
        #expect(run.everything.contains("secret1"))
        if let value, !value.trimmed.isEmpty { #expect(!run.everything.contains(value)) }
    }

    @Test("has no secret at all, or one from an environment variable that is not set or is empty")
    func environment() async throws {
        for (source, environment) in [
            ("[]", [:]), ("[\"env:PLUGIN_SECRET\"]", [:]), ("[\"env:PLUGIN_SECRET\"]", ["PLUGIN_SECRET": ""]),
        ] {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            try folder.write("doorward.yaml", configuration(source))
            let run = try CommandLineTool.doorward(
                ["serve", "--config", "doorward.yaml"], in: folder, environment: environment)
            #expect([1, 78].contains(run.status), "\(source): \(run.everything)")
            #expect(run.everything.contains(source == "[]" ? "service.secrets" : "PLUGIN_SECRET"))
        }
    }

    @Test(
        "is told apart from a wrong command line, which is status 64",
        arguments: [["serv"], ["serve", "--confg", "x"], ["key"]])
    func usage(_ arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let run = try CommandLineTool.doorward(arguments, in: folder)
        #expect(run.status == 64 || (arguments == ["key"] && run.status == 0), "\(run.everything)")
    }

    private func configuration(_ sources: String) -> String {
        """
        public_url: https://api.example.com
        upstream: {url: "http://127.0.0.1:9"}
        auth: service_http
        service: {secrets: \(sources)}
        metrics: {listen: off}
        """
    }

    private func serve(_ text: String) throws -> CommandLineTool {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("doorward.yaml", text)
        return try CommandLineTool.doorward(["serve", "--config", "doorward.yaml"], in: folder)
    }
}
