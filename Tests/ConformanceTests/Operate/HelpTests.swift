import Testing

@Suite("Help and usage", .ownThreads)
struct HelpTests {
    static let commands = [
        [], ["demo"], ["init"], ["serve"], ["config"], ["key"], ["key", "issue"], ["key", "list"], ["key", "revoke"],
        ["secret"], ["secret", "generate"], ["secret", "add"], ["secret", "retire"], ["secret", "list"],
        ["user"], ["user", "add"], ["user", "list"], ["user", "disable"], ["user", "enable"], ["user", "reset"],
        ["client"], ["client", "add"], ["client", "list"], ["client", "show"], ["client", "edit"],
        ["client", "rotate-secret"], ["client", "remove"], ["grant"], ["grant", "list"], ["grant", "revoke"],
        ["token"], ["token", "inspect"], ["keys"], ["keys", "list"], ["keys", "rotate"],
        ["db"], ["db", "migrate"], ["db", "backup"], ["db", "check"], ["audit"], ["lint"], ["doctor"],
    ]

    @Test("has an example of every command", arguments: commands)
    func example(_ command: [String]) async throws {
        let run = try run(command + ["--help"])
        #expect(run.status == 0)
        let wanted = (["doorward"] + command).joined(separator: " ")
        // What stands before USAGE is prose; an example is an indented line of its own.
        let overview = run.output.prefix(upTo: run.output.firstRange(of: "USAGE:")?.lowerBound ?? run.output.startIndex)
        let lines = overview.split(separator: "\n").filter { $0.hasPrefix(" ") || command.isEmpty }
        #expect(lines.contains { $0.contains(wanted) }, "\(run.output)")
    }

    @Test("tells the options of every command, and that -h is --help", arguments: commands)
    func options(_ command: [String]) async throws {
        let long = try run(command + ["--help"])
        let short = try run(command + ["-h"])
        #expect(long.output == short.output)
        #expect(long.output.contains("USAGE: "))
        #expect(long.output.contains("--help"))
    }

    @Test("includes the version")
    func version() async throws {
        let run = try run(["--version"])
        #expect(run.status == 0)
        #expect(run.output.trimmed.firstMatch(of: /[0-9]+\.[0-9]+\.[0-9]+/) != nil, "\(run.output)")
    }

    @Test("includes completion that the shell can read", arguments: ["bash", "zsh", "fish"])
    func completion(_ shell: String) async throws {
        let run = try run(["--generate-completion-script", shell])
        #expect(run.status == 0)
        for word in ["serve", "secret", "retire", "config", "generate"] {
            #expect(run.output.contains(word), "\(word)")
        }
        guard Skipped.unlessThere(shell) else { return }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("completion", run.output)
        let check = try CommandLineTool.run(Skipped.path(of: shell) ?? shell, ["-n", "completion"], in: folder)
        #expect(check.status == 0, "\(check.everything)")
    }

    static let wrong: [[String]] = [
        ["sserve"], ["serve", "extra"], ["serve", "--nope"], ["serve", "--config"], ["config", "--format", "xml"],
        ["demo", "--port", "x"], ["demo", "--port", "70000"], ["demo", "--port", "-1"], ["key", "issue"],
        ["key", "revoke"], ["key", "nope"], ["secret", "retire"], ["secret", "generate", "--bytes", "8"],
        ["secret", "generate", "--bytes", "99999999999999999999"], ["secret", "generate", "--format", "rot13"],
        ["--nope"], ["lint"], ["lint", "--surface", "x", "a.json"], ["lint", "--format", "x", "a.json"],
        ["lint", "--explain", "DW000000"], ["lint", "--fix", "-"], ["lint", "--host", "a/b", "a.json"], ["doctor"],
        ["doctor", "--self", "https://api.example.com"], ["doctor", "--format", "x", "https://api.example.com"],
        ["doctor", "--headless-form", "alice", "https://api.example.com"],
        ["doctor", "--wait", "0", "https://api.example.com"],
    ]

    @Test("are told to who types it wrong, with status 64 and nothing on standard output", arguments: wrong)
    func usage(_ arguments: [String]) async throws {
        let run = try run(arguments)
        #expect(run.status == 64, "\(run.everything)")
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("Error: "))
        #expect(run.errors.contains("Usage: ") || run.errors.contains("--help"))
    }

    @Test(
        "are apart from a wrong configuration, which is status 78",
        arguments: [
            ["config"], ["serve"], ["key", "list"], ["key", "issue", "alice"], ["secret", "list"], ["secret", "add"],
            ["secret", "retire", "x"],
        ])
    func configuration(_ command: [String]) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("doorward.yaml", "public_url: x\nauth: y\n")
        let run = try CommandLineTool.doorward(command, in: folder)
        #expect(run.status == 78, "\(run.everything)")
        for part in ["doorward.yaml:1:", "doorward.yaml:2:", "public_url", "auth", "upstream.url"] {
            #expect(run.errors.contains(part), "\(part): \(run.errors)")
        }
        #expect(run.output.isEmpty)
    }

    private func run(_ arguments: [String]) throws -> CommandLineTool {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        return try CommandLineTool.doorward(arguments, in: folder)
    }
}
