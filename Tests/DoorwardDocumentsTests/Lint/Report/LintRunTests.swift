import Testing

@testable import DoorwardDocuments

@Suite("What a run of lint prints")
struct LintRunTests {
    private static let rule = LintRule(
        "DW999", "test-rule", .error, "Something is wrong", right: "It is right.", reason: "Because of a test.")
    private static let secretRule = LintRule(
        "DW399", "test-secret", .error, "A secret", right: "None.", reason: "Because of a test.")

    private static func finding(
        _ rule: LintRule = rule, severity: LintSeverity = .error, file: String = "a b.json", line: Int = 2,
        column: Int = 3, message: String = "found: 'x'", hint: String = "write y",
        edits: [SyntaxProblem.Edit] = []
    ) -> LintFinding {
        LintFinding(
            rule: rule, severity: severity, file: file, pointer: "/auth/type", line: line, column: column,
            endLine: line, endColumn: column + 4, message: message, hint: hint, edits: edits)
    }

    private static func run(_ findings: [LintFinding], source: String = "{\n  \"auth\": 1\n}\n") -> LintRun {
        var run = LintRun()
        run.reports = [LintReport(file: "a b.json", kind: .manifest, surface: .manifestV1, findings: findings)]
        run.sources = ["a b.json": Array(source.utf8)]
        return run
    }

    @Test("The exit status is 0 without errors, 1 with, 2 when a document was not read")
    func status() {
        #expect(Self.run([]).status(isStrict: true) == 0)
        #expect(Self.run([Self.finding(severity: .warning)]).status(isStrict: false) == 0)
        #expect(Self.run([Self.finding(severity: .warning)]).status(isStrict: true) == 1)
        #expect(Self.run([Self.finding()]).status(isStrict: false) == 1)
        var run = Self.run([Self.finding()])
        run.unreadable = [.init(file: "c.json", reason: "No such file")]
        #expect(run.status(isStrict: false) == 2)
    }

    @Test("JSON has the members that are promised")
    func json() throws {
        let value = Self.run([Self.finding()]).json()
        let finding = try #require(value["findings"]?[0])
        #expect(finding["rule"]?.stringValue == "DW999")
        #expect(finding["severity"]?.stringValue == "error")
        #expect(finding["pointer"]?.stringValue == "/auth/type")
        #expect(finding["file"]?.stringValue == "a b.json")
        #expect(finding["line"]?.intValue == 2)
        #expect(finding["column"]?.intValue == 3)
        #expect(finding["message"]?.stringValue == "found: 'x'")
        #expect(finding["hint"]?.stringValue == "write y")
        #expect(value["summary"]?["errors"]?.intValue == 1)
        #expect(value["summary"]?["warnings"]?.intValue == 0)
        #expect(value["summary"]?["files"]?.intValue == 1)
        _ = try JSONValue(parsing: value.serialized())
    }

    @Test("SARIF names the rule once, and the file as a URI")
    func sarif() throws {
        var run = Self.run([Self.finding(), Self.finding(line: 3)])
        run.unreadable = [.init(file: "c.json", reason: "No such file")]
        let log = run.sarif(version: "1.2.3")
        #expect(log["version"]?.stringValue == "2.1.0")
        let first = try #require(log["runs"]?[0])
        #expect(first["results"]?.arrayValue?.count == 2)
        let location = try #require(first["results"]?[0]?["locations"]?[0]?["physicalLocation"])
        #expect(location["artifactLocation"]?["uri"]?.stringValue == "a%20b.json")
        #expect(location["region"]?["startLine"]?.intValue == 2)
        #expect(first["invocations"]?[0]?["executionSuccessful"]?.boolValue == false)
        #expect(first["tool"]?["driver"]?["version"]?.stringValue == "1.2.3")
    }

    @Test("GitHub's commands are escaped, so that a document cannot write its own")
    func gitHub() {
        let evil = Self.finding(severity: .info, file: "a,b:c.json", message: "50%\n::error::x", hint: "")
        let text = Self.run([evil]).gitHub()
        #expect(text.hasPrefix("::notice file=a%2Cb%3Ac.json,line=2,col=3,"))
        #expect(text.hasSuffix("::50%25%0A::error::x"))
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test("Text shows the line with a mark below what is meant")
    func excerpt() {
        let text = Self.run([Self.finding()]).text(isColoured: false)
        #expect(text.contains("a b.json:2:3: error DW999 at /auth/type: found: 'x'"))
        #expect(text.contains("    |   \"auth\": 1\n    |   ^^^^\n"))
        #expect(text.contains("write y"))
        #expect(text.hasSuffix("1 error in 1 file\n"))
        #expect(!text.contains("\u{1B}"))
        #expect(Self.run([Self.finding()]).text(isColoured: true).contains("\u{1B}["))
    }

    @Test("A line with a secret is not shown, whatever else is found in it")
    func secretLine() {
        let source = "{\n  \"auth\": \"not-for-eyes\"\n}\n"
        let text = Self.run([Self.finding(), Self.finding(Self.secretRule)], source: source).text(isColoured: false)
        #expect(!text.contains("not-for-eyes"))
    }

    @Test("Control characters of a document do not reach the terminal")
    func controls() {
        let text = Self.run([Self.finding()], source: "{\n  \"a\u{1B}[2Jb\u{202E}\": 1\n}\n").text(isColoured: false)
        #expect(!text.contains("\u{1B}"))
        #expect(!text.contains("\u{202E}"))
    }

    @Test("Lines without end are cut", arguments: [1, 50, 5_000, 100_000])
    func longLine(column: Int) {
        let source = "{\n" + String(repeating: "x", count: 120_000) + "\n}"
        let text = Self.run([Self.finding(column: column)], source: source).text(isColoured: false)
        #expect(text.utf8.count < 1_000)
        #expect(text.contains("^"))
    }
}
