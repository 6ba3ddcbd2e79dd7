import Glibc
import Testing

@Suite("doorward doctor", .gate())
struct DoctorCommandTests {
    private func doctor(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandLineTool {
        let gate = try #require(Gate.shared)
        return try CommandLineTool.doorward(
            ["doctor"] + arguments, in: gate.folder, environment: environment, limit: .seconds(60))
    }

    private func address() throws -> String { "http://127.0.0.1:\(try #require(Gate.shared).port)" }

    @Test("says that nobody answers, with status 1, and a transcript")
    func nobody() async throws {
        let port = try FreePort.take()
        let run = try doctor(["http://127.0.0.1:\(port)", "--as", "chatgpt-plugin"])
        #expect(run.status == 1, "\(run.everything)")
        #expect(run.output.contains("FAILED"))
        #expect(run.output.contains("the connection was refused"))
    }

    @Test("cannot run with an unknown client, a secret that is not there, a profile that is none: status 2")
    func cannotRun() async throws {
        for arguments in [
            ["https://api.example.com", "--as", "netscape"],
            ["https://api.example.com", "--as", "claude", "--secret-from", "env:NOT_THERE"],
            ["https://api.example.com", "--profile", "nowhere.yaml"], ["ftp://api.example.com"],
            ["https://user:password@api.example.com"],
            ["https://api.example.com", "--connect-to", "nonsense", "--as", "claude"],
        ] {
            let run = try doctor(arguments)
            #expect(run.status == 2, "\(arguments) \(run.everything)")
            #expect(run.errors.hasPrefix("doorward: "))
        }
    }

    @Test("prints a profile that it takes back")
    func profile() async throws {
        let gate = try #require(Gate.shared)
        let run = try doctor(["--print-profile", "chatgpt-plugin"])
        #expect(run.status == 0)
        try gate.folder.write("mine.yaml", run.output.replacing("name: chatgpt-plugin", with: "name: mine"))
        let port = try FreePort.take()
        let other = try doctor(["http://127.0.0.1:\(port)", "--profile", "mine.yaml", "--format", "json"])
        #expect(other.status == 1, "\(other.everything)")
        let json = try JSONValue(parsing: other.output)
        #expect(json["examinations"]?.array.first?["profile"]?.string == "mine")
    }

    @Test("finds nothing at Doorward itself, and keeps its secret to itself in every format")
    func itself() async throws {
        let gate = try #require(Gate.shared)
        let run = try doctor(
            [
                try address(), "--as", "chatgpt-plugin", "--as-if-public", "--secret-from", "env:SECRET", "--save",
                "flow.har", "--format", "html", "--output", "report.html", "-v",
            ], environment: ["SECRET": gate.secret])
        let page = gate.folder.read("report.html")
        #expect(run.status == 0 || run.status == 1, "\(run.everything)")
        #expect(page.contains("<!DOCTYPE html>"))
        let har = gate.folder.read("flow.har")
        #expect(try JSONValue(parsing: har)["log"]?["version"]?.string == "1.2")
        for text in [page, har, run.everything] { #expect(!text.contains(gate.secret)) }
    }

    @Test("--self compares what the configuration says with what the server answers")
    func ownServer() async throws {
        let run = try doctor(["--self", "--format", "json"])
        let json = try JSONValue(parsing: run.output)
        let first = json["examinations"]?.array.first
        #expect(first?["steps"]?.array.first?["verdict"]?.string == "passed", "\(run.everything)")
        #expect(first?["faults"]?.array.isEmpty == true, "\(run.everything)")
    }
}
