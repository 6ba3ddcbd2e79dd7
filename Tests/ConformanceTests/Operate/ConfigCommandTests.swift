import Testing

@Suite("doorward config", .ownThreads)
struct ConfigCommandTests {
    /// Where a value comes from: each layer, and what wins.
    struct Layers: Sendable, CustomTestStringConvertible {
        var file: String?
        var environment: String?
        var flag: String?
        let value: String
        let origin: String

        var testDescription: String { "\(file ?? "-") \(environment ?? "-") \(flag ?? "-")" }
    }

    static let layers = [
        Layers(value: "info", origin: "default"),
        Layers(file: "debug", value: "debug", origin: "file"),
        Layers(environment: "notice", value: "notice", origin: "environment"),
        Layers(flag: "error", value: "error", origin: "flag"),
        Layers(file: "debug", environment: "notice", value: "notice", origin: "environment"),
        Layers(file: "debug", flag: "error", value: "error", origin: "flag"),
        Layers(environment: "notice", flag: "error", value: "error", origin: "flag"),
        Layers(file: "debug", environment: "notice", flag: "error", value: "error", origin: "flag"),
    ]

    @Test(
        "takes a flag before the environment before the file before the default, and names the origin",
        arguments: layers)
    func precedence(_ layers: Layers) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let logging = layers.file.map { "logging:\n  level: \($0)\n" } ?? ""
        try folder.write("doorward.yaml", Self.file + logging)
        let environment = layers.environment.map { ["DOORWARD_LOGGING_LEVEL": $0] } ?? [:]
        let arguments = ["config"] + (layers.flag.map { ["--log-level", $0] } ?? [])
        let json = try CommandLineTool.doorward(
            arguments + ["--format", "json"], in: folder, environment: environment)
        #expect(json.status == 0, "\(json.everything)")
        let setting = try #require(try Self.setting("logging.level", json))
        #expect(setting["value"]?.string == layers.value)
        let origin = setting["origin"]
        #expect(origin?["kind"]?.string == layers.origin)
        switch layers.origin {
        case "file":
            #expect(origin?["line"]?.int == 5)
            #expect(origin?["path"]?.string == "doorward.yaml")
        case "environment": #expect(origin?["name"]?.string == "DOORWARD_LOGGING_LEVEL")
        case "flag": #expect(origin?["name"]?.string == "--log-level")
        default: break
        }
        let text = try CommandLineTool.doorward(arguments, in: folder, environment: environment)
        let line = try #require(text.output.split(separator: "\n").first { $0.hasPrefix("logging.level ") })
        let words = line.split(separator: " ")
        let place = ["file": "doorward.yaml:5:10", "environment": "DOORWARD_LOGGING_LEVEL", "flag": "--log-level"]
        #expect(words == ["logging.level", Substring(layers.value), Substring(place[layers.origin] ?? "default")])
    }

    @Test("shows every key of the contract, in text and in JSON, and no other")
    func keys() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("doorward.yaml", Self.file)
        let keys = Contract.keys.map(\.name).sorted()
        let json = try CommandLineTool.doorward(["config", "--format", "json"], in: folder)
        let shown = try JSONValue(parsing: json.output)["settings"]?.array.compactMap { $0["key"]?.string }
        #expect(shown?.sorted() == keys)
        let text = try CommandLineTool.doorward(["config"], in: folder)
        let lines = text.output.split(separator: "\n")
        #expect(lines.compactMap { $0.split(separator: " ").first.map(String.init) }.sorted() == keys)
    }

    @Test("never shows a secret: not of the sources, not one in the wrong place", arguments: ["text", "json"])
    func secrets(_ format: String) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let secrets = (0..<4).map { _ in GateConfiguration.freshSecret() }
        try folder.write("kept", secrets[1])
        try folder.write(".env", "NAME=\(secrets[2])\n")
        let file =
            Self.file.replacing("auth: none", with: "auth: service_http")
            + "service: {secrets: [\"env:PLUGIN\", \"file:kept\", \"dotenv:.env#NAME\"]}\n"
        try folder.write("doorward.yaml", file)
        let environment = ["PLUGIN": secrets[0], "UPSTREAM": "Bearer \(secrets[3])"]
        let run = try CommandLineTool.doorward(["config", "--format", format], in: folder, environment: environment)
        #expect(run.status == 0, "\(run.everything)")
        #expect(run.output.contains("dotenv:.env#NAME"))
        for secret in secrets { #expect(!run.everything.contains(secret)) }
        // The value where its place belongs, or in an address: a problem, told without the value.
        for wrong in ["service: {secrets: [\"\(secrets[0])\"]}", "upstream: {url: \"http://u:\(secrets[0])@h\"}"] {
            try folder.write("wrong.yaml", "public_url: https://a.example\nauth: service_http\n\(wrong)\n")
            let refused = try CommandLineTool.doorward(
                ["config", "--config", "wrong.yaml", "--format", format], in: folder)
            #expect(refused.status == 78)
            #expect(!refused.everything.contains(secrets[0]), "a secret in the wrong place is repeated")
        }
    }

    @Test("reports every problem of every layer at once, each with its place, and ends with 78")
    func problems() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write(
            "doorward.yaml",
            """
            public_url: https://api.example.com
            upstream:
              url: http://127.0.0.1:9
              connections: 0
            auth: none
            nonsense: 1
            timeouts:
              head: forever
            """)
        for command in ["config", "serve"] {
            let run = try CommandLineTool.doorward(
                [command, "--listen", "nowhere"], in: folder,
                environment: ["DOORWARD_LIMITS_BODY": "huge", "DOORWARD_NONSENSE": "1"])
            #expect(run.status == 78)
            let lines = run.errors.split(separator: "\n")
            let expected = [
                ("doorward.yaml:4:", "upstream.connections"), ("doorward.yaml:6:", "nonsense"),
                ("doorward.yaml:8:", "timeouts.head"), ("DOORWARD_LIMITS_BODY", "limits.body"), ("--listen", "listen"),
                ("DOORWARD_NONSENSE", ""),
            ]
            for (place, key) in expected {
                #expect(lines.contains { $0.contains(place) && $0.contains(key) }, "\(place) \(key): \(run.errors)")
            }
            #expect(run.output.isEmpty)
        }
    }

    private static let file = """
        public_url: https://api.example.com
        upstream: {url: "http://127.0.0.1:9"}
        auth: none

        """

    private static func setting(_ key: String, _ run: CommandLineTool) throws -> JSONValue? {
        try JSONValue(parsing: run.output)["settings"]?.array.first { $0["key"]?.string == key }
    }
}
