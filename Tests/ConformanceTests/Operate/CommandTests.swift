import Glibc
import Testing

@Suite("The command line", .ownThreads)
struct CommandTests {
    @Test("starts a demo whose printed lines give the three answers")
    func demo() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let port = try FreePort.take()
        let process = try ChildProcess(
            try Products.doorward(), ["demo", "--port", "\(port)"], folder: folder.path,
            output: "\(folder.path)/out", errors: "\(folder.path)/err")
        defer { process.end() }
        let curls = try await printedCurls(folder, process)
        #expect(curls.count == 3)
        var answers: [String] = []
        for line in curls {
            answers.append(try CommandLineTool.run("/bin/bash", ["-c", line + " -s"], in: folder).output)
        }
        let expected = [
            #"{"detail":"Not authenticated"}"#, #"{"detail":"Forbidden"}"#, #"{"message":"Hello from the plugin!"}"#,
        ]
        #expect(answers.map { $0.split(whereSeparator: \.isNewline).last.map(String.init) ?? "" } == expected)
        process.signal(SIGTERM)
        #expect(process.wait(.seconds(10)) == 0)
    }

    private func printedCurls(_ folder: TemporaryFolder, _ process: ChildProcess) async throws -> [String] {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let lines = (folder.read("out") + folder.read("err")).split(separator: "\n").map { $0.trimmed }
            let curls = lines.filter { $0.hasPrefix("curl ") }
            if curls.count >= 3 { return curls }
            guard process.isRunning else { break }
            usleep(20_000)
        }
        throw Failure("the demo printed: \(folder.read("out")) \(folder.read("err"))")
    }

    @Test("makes a plugin that has its secret in a private file, and never overwrites one")
    func initialize() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let first = try CommandLineTool.doorward(["init", "plugin", "--upstream", "http://127.0.0.1:9000"], in: folder)
        #expect(first.status == 0, "\(first.everything)")
        var info = stat()
        #expect(stat("\(folder.path)/plugin/.env", &info) == 0)
        #expect(info.st_mode & 0o777 == 0o600)
        #expect(folder.read("plugin/.gitignore").split(separator: "\n").contains(".env"))
        #expect(folder.read("plugin/doorward.yaml").contains("http://127.0.0.1:9000"))
        let secret = try #require(folder.read("plugin/.env").firstMatch(of: /=["']?([0-9A-Za-z_-]{43,})/)).1
        #expect(!first.everything.contains(secret))
        #expect(!folder.read("plugin/doorward.yaml").contains(secret))

        let before = folder.read("plugin/.env") + folder.read("plugin/doorward.yaml")
        _ = try CommandLineTool.doorward(["init", "plugin", "--upstream", "http://127.0.0.1:9999"], in: folder)
        #expect(folder.read("plugin/.env") + folder.read("plugin/doorward.yaml") == before)
    }

    @Test("prints the effective configuration, with where each value is from and no secret")
    func config() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let secret = GateConfiguration.freshSecret()
        try folder.write(
            "doorward.yaml",
            """
            public_url: https://file.example.com
            upstream: {url: "http://127.0.0.1:9000"}
            auth: service_http
            service: {secrets: ["env:PLUGIN_SECRET"]}
            """)
        let environment = [
            "PLUGIN_SECRET": secret, "DOORWARD_PUBLIC_URL": "https://env.example.com", "DOORWARD_EXPOSE": "all",
        ]
        let text = try CommandLineTool.doorward(["config"], in: folder, environment: environment)
        #expect(text.status == 0, "\(text.everything)")
        for expected in ["https://env.example.com", "DOORWARD_PUBLIC_URL", "127.0.0.1:9000", "DOORWARD_EXPOSE"] {
            #expect(text.output.contains(expected), "\(expected)")
        }
        #expect(!text.output.contains("https://file.example.com"))
        #expect(!text.everything.contains(secret))
        let json = try CommandLineTool.doorward(["config", "--format", "json"], in: folder, environment: environment)
        #expect(json.status == 0)
        #expect(try JSONValue(parsing: json.output).contains("https://env.example.com"))
        #expect(!json.everything.contains(secret))
    }

    @Test(
        "makes secrets of the size and form asked for",
        arguments: [
            ([], "[0-9a-f]{64}"), (["--bytes", "16"], "[0-9a-f]{32}"),
            (["--format", "base64url"], "[0-9A-Za-z_-]{43}"),
        ] as [([String], String)])
    func generate(_ options: [String], _ form: String) async throws {
        let form = try Regex(form)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let first = try CommandLineTool.doorward(["secret", "generate"] + options, in: folder)
        let second = try CommandLineTool.doorward(["secret", "generate"] + options, in: folder)
        #expect(first.status == 0)
        #expect(first.output.trimmed.wholeMatch(of: form) != nil)
        #expect(first.output != second.output)
        #expect(try CommandLineTool.doorward(["secret", "generate", "--bytes", "8"], in: folder).status != 0)
    }

    @Test("adds, lists and retires a secret while the gate runs, and shows none")
    func rotate() async throws {
        try await Gate.with { gate in
            let old = gate.bearer
            let added = try CommandLineTool.doorward(["secret", "add", "--config", "doorward.yaml"], in: gate.folder)
            #expect(added.status == 0, "\(added.everything)")
            let listed = try CommandLineTool.doorward(["secret", "list", "--config", "doorward.yaml"], in: gate.folder)
            #expect(listed.status == 0)
            #expect(!listed.everything.contains(gate.secret))
            #expect(try gate.get("/hello", [old]).status == 200)
            let retired = try CommandLineTool.doorward(
                ["secret", "retire", "file:\(gate.folder.path)/secret1", "--config", "doorward.yaml"], in: gate.folder)
            #expect(retired.status == 0, "\(retired.everything)")
            let gone = try gate.eventually { try gate.get("/hello", [old]).status == 403 }
            #expect(gone)
        }
    }
}
