import Glibc
import Testing

@Suite("doorward lint", .ownThreads)
struct LintCommandTests {
    private static let good = """
        {
          "schema_version": "v1",
          "name_for_human": "Notes",
          "name_for_model": "notes",
          "description_for_human": "Keeps notes.",
          "description_for_model": "Reads the notes of the user.",
          "auth": {"type": "none"},
          "api": {"type": "openapi", "url": "https://notes.doorward.dev/openapi.json"},
          "logo_url": "https://notes.doorward.dev/logo.png",
          "contact_email": "help@doorward.dev",
          "legal_info_url": "https://notes.doorward.dev/legal"
        }

        """
    /// A wrong kind of authentication, and a comma too many.
    private static let bad = good.replacing(#"{"type": "none"}"#, with: #"{"type": "api_key"}"#)
        .replacing("/legal\"\n", with: "/legal\",\n")

    private func lint(
        _ arguments: [String], files: [(String, String)] = [("ai-plugin.json", good), ("bad.json", bad)],
        environment: [String: String] = [:]
    ) throws -> (run: CommandLineTool, folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        for (name, content) in files { try folder.write(name, content) }
        return (try CommandLineTool.doorward(["lint"] + arguments, in: folder, environment: environment), folder)
    }

    @Test("finds nothing in a good manifest, and says so with status 0")
    func good() async throws {
        let (run, folder) = try lint(["ai-plugin.json"])
        defer { folder.remove() }
        #expect(run.status == 0, "\(run.everything)")
        #expect(run.output == "nothing found in 1 file\n")
        #expect(run.errors.isEmpty)
    }

    @Test("tells rule, pointer, line and column of an error, with status 1")
    func bad() async throws {
        let (run, folder) = try lint(["bad.json", "--format", "json"])
        defer { folder.remove() }
        #expect(run.status == 1)
        let json = try JSONValue(parsing: run.output)
        let findings = json["findings"]?.array ?? []
        let finding = findings.first { $0["rule"]?.string == "DW101" }
        #expect(finding?["severity"]?.string == "error")
        #expect(finding?["pointer"]?.string == "/auth/type")
        #expect(finding?["line"]?.int == 7)
        #expect(finding?["column"]?.int == 20)
        #expect(finding?["file"]?.string == "bad.json")
        #expect(findings.count >= 2)
        #expect(json["summary"]?["errors"]?.int == findings.filter { $0["severity"]?.string == "error" }.count)
    }

    @Test("mends what is mechanical, and only that")
    func fix() async throws {
        let (run, folder) = try lint(["bad.json", "--fix"])
        defer { folder.remove() }
        #expect(run.status == 1, "the kind of authentication is nobody's to guess")
        #expect(folder.read("bad.json") == Self.bad.replacing("/legal\",\n", with: "/legal\"\n"))
        #expect(run.errors.contains("mended"))
    }

    @Test("reads standard input and several files, and goes on when one is not there, with status 2")
    func unreadable() async throws {
        let (run, folder) = try lint(["nowhere.json", "ai-plugin.json", "."])
        defer { folder.remove() }
        #expect(run.status == 2)
        #expect(run.output.contains("nowhere.json: No such file or directory"))
        #expect(run.output.contains("nothing found in 1 file; 2 could not be read"))
        let piped = try CommandLineTool.doorward(["lint", "-"], input: Self.bad, in: folder)
        #expect(piped.status == 1)
        #expect(piped.output.contains("standard input:7:20"))
    }

    @Test("prints SARIF and GitHub's annotations, which hold nothing else")
    func formats() async throws {
        let (run, folder) = try lint(["bad.json", "--format", "sarif"])
        defer { folder.remove() }
        #expect(try JSONValue(parsing: run.output)["version"]?.string == "2.1.0")
        let other = try CommandLineTool.doorward(["lint", "bad.json", "--format", "github"], in: folder)
        #expect(other.output.split(separator: "\n").allSatisfy { $0.hasPrefix("::") })
        #expect(other.output.contains("::error file=bad.json,line=7,col=20"))
    }

    @Test("explains every rule that its table names")
    func explain() async throws {
        let (run, folder) = try lint(["--rules"])
        defer { folder.remove() }
        #expect(run.status == 0)
        let ids = Set(run.output.matches(of: /DW[0-9]{3}/).map { String($0.output) }).sorted()
        #expect(ids.count > 40)
        for id in [ids.first, ids.last, "dw101"].compactMap(\.self) {
            let page = try CommandLineTool.doorward(["lint", "--explain", id], in: folder)
            #expect(page.status == 0)
            #expect(page.output.contains(id.uppercased()))
        }
    }

    @Test("never prints a secret that it found, in any format", arguments: ["text", "json", "sarif", "github"])
    func secret(format: String) async throws {
        // Made of parts, so that no scanner takes this file for a leak.
        let key = ["glpat", "-", "Q7f2", "Lm9X", "c4Rt", "8Vb1", "Ny6K"].joined()
        let text = Self.good.replacing("Keeps notes.", with: "Keeps notes. client_secret=\(key)")
        let (run, folder) = try lint(["a.json", "--format", format], files: [("a.json", text)])
        defer { folder.remove() }
        #expect(!run.everything.contains(key))
        #expect(run.status == 1, "\(run.everything)")
    }

    @Test("has no colours in a pipe")
    func plain() async throws {
        let (run, folder) = try lint(["bad.json"], environment: ["TERM": "xterm-256color"])
        defer { folder.remove() }
        #expect(!run.output.contains("\u{1B}"))
    }
}
