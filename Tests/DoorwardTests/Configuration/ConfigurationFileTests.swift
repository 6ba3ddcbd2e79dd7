import Glibc
import Testing

@testable import Doorward

@Suite("The configuration file")
struct ConfigurationFileTests {
    @Test(
        "A text that is not YAML gives one problem with line and cause",
        arguments: [
            ("public_url: a\n\tlisten: b\n", 2, "tab character"),
            ("\tlisten: b\n", 1, "cannot start any token"),
            ("a: b: c\n", 1, "mapping values are not allowed"),
            ("a: 'b\n", 2, "unexpected end of stream"),
            ("a: [b\nc: d\n", 2, "',' or ']'"),
            ("a: {b\n", 2, "',' or '}'"),
            ("a: *b\n", 1, "undefined alias"),
            ("a: b\n---\na: c\n", 2, "another document"),
            ("a: \"\\q\"\n", 1, "escape"),
            ("a: b\n c: d\n", 2, "not allowed"),
            ("a: b\n\u{7}\n", 2, "control character U+0007"),
            (String(repeating: "[", count: 100_000), 1, "nesting"),
        ])
    func syntax(_ text: String, _ line: Int, _ words: String) throws {
        let problems = outcome(text).problems
        let problem = try #require(problems.first)
        #expect(problems.count == 1, "\(problems)")
        guard case .file(_, let position) = problem.origin else { throw Missing() }
        #expect(position?.line == line, "\(problem)")
        #expect(problem.message.contains(words), "\(problem)")
    }

    struct Missing: Error {}

    @Test("Bytes that are not UTF-8 are named with their place")
    func notUTF8() {
        let bytes = Array("listen: a\nauth: n\u{e9}".utf8) + [0xFF, 0x20]
        let problems = outcome(bytes).problems
        #expect(problems.map(\.description) == ["doorward.yaml:2:9: is not UTF-8; save the file as plain UTF-8 text"])
    }

    @Test("Aliases that multiply are refused before anything is composed")
    func aliasBomb() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...30 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        text += "? *a30\n: x\n"
        let problems = outcome(text).problems
        #expect(problems.map(\.message) == ["uses more than 16 aliases (*name)"])
    }

    @Test("A few aliases are fine")
    func alias() throws {
        let text = ConfigurationFixture(added: "timeouts: {head: &t 7s, body: *t}").text
        let loaded = try #require(outcome(text).loaded)
        #expect(loaded.configuration.timeouts.body == .seconds(7))
    }

    @Test("Every problem is reported at once, in the order of the file")
    func together() {
        let text = """
            public_url: https://api.example.com/
            listem: a
            listen: nowhere
            upstream:
              url: http://u:p@h
              openapi: ''
            auth: service_http
            service:
              secrets: [oops, env:A, env:A]
            limits: {head: 1, head: 2}
            timeouts:
              total: soon
            """
        let problems = outcome(text, environment: ["DOORWARD_LISTN": "x"], flags: [("logging.level", "loud")]).problems
        #expect(
            problems.map { "\($0.origin) \($0.keyPath)" } == [
                "doorward.yaml:2:1 listem", "doorward.yaml:3:9 listen", "doorward.yaml:5:8 upstream.url",
                "doorward.yaml:6:12 upstream.openapi", "doorward.yaml:9:13 service.secrets[0]",
                "doorward.yaml:9:26 service.secrets[2]", "doorward.yaml:10:10 limits.head",
                "doorward.yaml:10:25 limits.head", "doorward.yaml:12:10 timeouts.total", "DOORWARD_LISTN ",
                "--log-level logging.level",
            ])
    }

    @Test(
        "An empty file lacks exactly what must be said",
        arguments: ["", "# nothing\n", "---\n", "~\n", "{}\n", "\u{FEFF}# bom\n"])
    func empty(_ text: String) {
        let problems = outcome(text).problems
        #expect(problems.map(\.keyPath) == ["public_url", "upstream.url", "auth"])
        #expect(problems.allSatisfy { $0.message == "is missing" && $0.hint.contains("DOORWARD_") })
    }

    @Test("A byte order mark and CRLF do no harm")
    func windows() {
        let text =
            "\u{FEFF}" + ConfigurationFixture(added: "listem: a").text.split(separator: "\n").joined(separator: "\r\n")
        #expect(outcome(text).problems.map { "\($0.origin) \($0.keyPath)" } == ["doorward.yaml:5:1 listem"])
    }

    @Test("A key said three times is reported without losing the other problems")
    func manyDuplicates() {
        let text = ConfigurationFixture(added: "expose: a\nexpose: b\nexpose: c\nlistem: d").text
        let problems = outcome(text).problems
        #expect(problems.filter { $0.keyPath == "expose" && $0.message.contains("said again") }.count == 2)
        #expect(problems.contains { $0.keyPath == "listem" })
    }

    @Test("Endless problems are cut")
    func cut() {
        let text = (0..<3000).map { "key\($0): a\n" }.joined()
        let problems = outcome(text).problems
        #expect(problems.count == ConfigurationAssembly.maximumProblems + 1)
        #expect(problems.last?.message == "has 2803 more problems")
    }

    @Test(
        "An unknown key names the nearest known one",
        arguments: [
            ("listem: a", "did you mean 'listen'?"), ("manifset: {}", "did you mean 'manifest'?"),
            ("secrets: []", "did you mean 'service.secrets'?"), ("publicurl: a", "did you mean 'public_url'?"),
            ("service: {secret: a}", "did you mean 'service.secrets'?"),
            ("cors: {zzzzzzzzzz: a}", "known here: origins"),
            ("timeouts: {frist_byte: 1s}", "did you mean 'timeouts.first_byte'?"),
        ])
    func suggestion(_ added: String, _ hint: String) {
        #expect(outcome(ConfigurationFixture(added: added).text).problems.map(\.hint) == [hint])
    }

    @Test("What may be a pasted secret is never repeated")
    func neverRepeated() {
        let secret = "sk-" + String(repeating: "Zz9", count: 12)
        let places = [
            "service: {secrets: ['\(secret)']}", "service: {secrets: ['env:\(secret)']}",
            "service: {secrets: ['\(secret):\(secret)']}", "service: {secrets: '\(secret)'}",
            "service: {secrets: ['dotenv:.env#\(secret)']}", "service: {secrets: ['user:\(secret)']}",
            "service: {secrets: [{\(secret): a}]}", "service: {authorization_type: '\(secret)'}",
            "service: {header: '\(secret) '}", "listen: '\(secret)'", "database: 'postgres://u:\(secret)@h/d'",
            "manifest: {verification_tokens: {openai: '\(secret)'}}", "trusted_proxies: ['\(secret)']",
            "cors: {origins: ['https://u:\(secret)@h']}", "limits: {head: '\(secret)'}",
            "timeouts: {head: '\(secret)'}",
            "manifest: {contact_email: '\(secret)'}", "manifest: {name_for_model: '\(secret)'}",
            "publish: {docs: '\(secret)'}",
        ]
        for place in places {
            let problems = outcome(ConfigurationFixture(auth: "service_http", added: place).text).problems
            #expect(!problems.isEmpty, "\(place)")
            #expect(!problems.contains { $0.description.contains("Zz9Zz9Zz9") }, "\(problems)")
        }
        let url = "https://u:\(secret)@h"
        for text in [ConfigurationFixture(publicURL: url).text, ConfigurationFixture(upstream: url).text] {
            #expect(outcome(text).problems.allSatisfy { !$0.description.contains("Zz9Zz9Zz9") })
        }
    }

    @Test("A hexadecimal secret behind env: is taken for what it is")
    func pastedHex() {
        let hex = "a" + String(repeating: "0f1e2d3c", count: 8)
        let problems = outcome(
            ConfigurationFixture(auth: "service_http", added: "service: {secrets: ['env:\(hex)']}").text
        ).problems
        #expect(problems.map(\.keyPath) == ["service.secrets[0]"])
        #expect(!problems.contains { $0.description.contains("0f1e2d3c") })
    }

    // MARK: Files

    /// Writes a file into a fresh folder and gives its path.
    private func file(_ text: String, name: String = "doorward.yaml") throws -> String {
        var template = Array("/tmp/doorward-configuration-XXXXXX".utf8CString)
        guard let folder = mkdtemp(&template).map({ String(cString: $0) }) else { throw Missing() }
        guard let stream = fopen("\(folder)/\(name)", "w") else { throw Missing() }
        fputs(text, stream)
        fclose(stream)
        return "\(folder)/\(name)"
    }

    @Test("A missing file that was named is the one problem, and says what to do")
    func missing() {
        #expect {
            try ConfigurationLoader.load(path: "/nonexistent/doorward.yaml", environment: ["DOORWARD_LISTN": "a"])
        } throws: {
            "\($0)"
                == "/nonexistent/doorward.yaml: there is no such file; run 'doorward init' to write one, or name another with --config"
        }
    }

    @Test("A folder, a device and an unreadable name are refused", arguments: ["/tmp", "/dev/zero", "", "a\u{0}b"])
    func notAFile(_ path: String) {
        #expect(throws: ConfigurationFailure.self) { try ConfigurationLoader.load(path: path) }
    }

    @Test("A file over 1 MiB is refused")
    func large() throws {
        let path = try file(String(repeating: "#", count: ConfigurationFile.maximumSize + 1))
        defer {
            unlink(path)
            rmdir(path.folderOfPath)
        }
        #expect { try ConfigurationLoader.load(path: path) } throws: { "\($0)".contains("larger than 1 MiB") }
    }

    @Test("File names start from the folder of the configuration file; the folder is known for secrets")
    func relative() throws {
        let path = try file(
            ConfigurationFixture(
                upstream: "http://a\n  openapi: api/o.yaml\n  ca_file: /abs/ca.pem", added: "manifest: {logo: l.png}"
            ).text)
        defer {
            unlink(path)
            rmdir(path.folderOfPath)
        }
        let configuration = try ConfigurationLoader.load(path: nil, environment: ["DOORWARD_CONFIG": path])
            .configuration
        let folder = path.folderOfPath
        #expect(configuration.directory == folder)
        #expect(configuration.upstream.openAPI == .file("\(folder)/api/o.yaml"))
        #expect(configuration.upstream.caFile == "/abs/ca.pem")
        #expect(configuration.manifest.logo == "\(folder)/l.png")
        #expect(configuration.database == .sqlite("\(folder)/doorward.db"))
    }
}
