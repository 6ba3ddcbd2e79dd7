import Glibc
import Testing

@Suite("docs/getting-started.md", .ownThreads)
struct GettingStartedTests {
    @Test("does what it says, command by command")
    func commands() async throws {
        let markdown = TemporaryFolder.read("\(Products.root)/docs/getting-started.md")
        try #require(!markdown.isEmpty, "no docs/getting-started.md in \(Products.root)")
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let ports = try ["8000", "9000"].map { ($0, String(try FreePort.take())) }
        let onFreePorts = { (text: String) in ports.reduce(text) { $0.replacing($1.0, with: $1.1) } }
        let guide = GuideScript(markdown: onFreePorts(markdown))
        for skip in guide.skipped { print("skipped: getting-started.md line \(skip.line): \(skip.reason)") }
        try #require(guide.blocks.count >= 5)

        let results = guide.results(try run(guide.shell(), in: folder, listen: "127.0.0.1:\(ports[0].1)"))
        for block in guide.blocks {
            guard let result = results[block.number] else {
                Issue.record("line \(block.line): not reached: \(block.commands)")
                break
            }
            #expect(result.status == 0, "line \(block.line): \(block.commands)\n\(result.output)")
            if let expected = block.expected {
                #expect(
                    GuideScript.matches(result.output, expected),
                    "line \(block.line): \(block.commands)\nwrote:\n\(result.output)\nshown:\n\(expected)")
            }
        }
    }

    /// Runs the script in one shell, and ends everything that it started.
    private func run(_ script: String, in folder: TemporaryFolder, listen: String) throws -> String {
        let binary = try Products.doorward()
        let programs = try TemporaryFolder()
        defer { programs.remove() }
        guard symlink(binary, "\(programs.path)/doorward") == 0 else { throw Failure.system("symlink") }
        try programs.write("script", script)
        let path = "\(programs.path):\(ChildProcess.inherited("PATH") ?? "/usr/bin:/bin")"
        let shell = try ChildProcess(
            "/bin/bash", ["--noprofile", "--norc", "\(programs.path)/script"],
            environment: ["PATH": path, "DOORWARD_LISTEN": listen, "DOORWARD_METRICS_LISTEN": "off"],
            folder: folder.path, output: "\(programs.path)/output", errors: "\(programs.path)/output")
        let ended = shell.wait(.seconds(120))
        shell.end()
        if ended == nil { Issue.record("the guide's commands did not end within two minutes") }
        return programs.read("output")
    }
}

@Suite("Reading a guide")
struct GuideScriptTests {
    @Test("finds the blocks to run, what they are to write, and what is skipped")
    func blocks() {
        let guide = GuideScript(
            markdown: """
                Text.
                ```sh
                echo one
                ```
                ```text
                one
                ```
                <!-- test: skip needs the outside -->
                ```sh
                ngrok http 1
                ```
                ```python
                print()
                ```
                ```sh
                false
                ```
                """)
        #expect(guide.blocks.map(\.commands) == ["echo one", "false"])
        #expect(guide.blocks.map(\.expected) == ["one", nil])
        #expect(guide.skipped.map(\.reason) == ["needs the outside"])
        let results = guide.results("one\n\n@@block 1 0\n\n@@block 2 1\n")
        #expect(results[1]?.status == 0)
        #expect(results[1]?.output.trimmed == "one")
        #expect(results[2]?.status == 1)
    }

    @Test(
        "compares with an ellipsis as anything",
        arguments: [
            ("abc", "abc", true), ("abc\n", "abc", true), ("abc", "ab", false), ("abc", "a…c", true),
            ("abc", "…", true),
            ("abc", "…c", true), ("abc", "…b", false), ("abc", "a…", true), ("a1b2c", "a…b…c", true),
            ("acb", "a…b…c", false),
            ("ab", "abc…", false),
        ])
    func matches(_ output: String, _ expected: String, _ same: Bool) {
        #expect(GuideScript.matches(output, expected) == same)
    }
}
