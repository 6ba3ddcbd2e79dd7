internal import ArgumentParser
internal import Doorward
internal import DoorwardDocuments

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// `doorward lint`
struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Read manifests and OpenAPI documents as assistants' importers do.",
        discussion: """
            Says what would be refused, what a reviewer would complain about, and what is
            dangerous, each with its place, what is right, and why. Needs no doorward.yaml.

              doorward lint ai-plugin.json openapi.yaml
              doorward lint https://api.example.com/.well-known/ai-plugin.json
              doorward lint openapi.yaml --surface action --strict
              doorward lint openapi.json --format sarif > lint.sarif
              doorward lint ai-plugin.json --fix
              doorward lint --explain DW101
              curl -s https://api.example.com/openapi.json | doorward lint -

            Exit status: 0 without errors (with --strict: without warnings), 1 with, 2 when
            a document could not be read.
            """)

    @Argument(
        help: "Files, http or https URLs, or - for standard input.",
        completion: .file(extensions: ["json", "yaml", "yml"]))
    var documents: [String] = []

    @Option(
        help: "Who will read them: manifest-v1, action or mcp. By default each document says.",
        completion: .list(LintSurface.allCases.map(\.rawValue)), transform: Self.surface)
    var surface: LintSurface?

    @Option(help: "How to print it: text, json, sarif or github.")
    var format = Format.text

    @Option(help: "The host that serves the documents, for rules about hosts; of a URL it is known.")
    var host: String?

    @Flag(help: "Warnings count as errors.")
    var strict = false

    @Flag(help: "Mend what can be mended without a choice, in the files themselves. Never secrets.")
    var fix = false

    @Option(help: "Print what there is to say about a rule: DW101, or its name.")
    var explain: String?

    @Flag(help: "Print a table of all rules, in Markdown.")
    var rules = false

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, sarif, github
    }

    func validate() throws {
        guard explain == nil, !rules else { return }
        guard !documents.isEmpty else {
            throw ValidationError("name at least one document: a file, a URL, or - for standard input")
        }
        if fix, let other = documents.first(where: { $0 == "-" || WebAddress($0) != nil }) {
            throw ValidationError("--fix changes files; '\(other)' is none")
        }
        if let host, WebAddress("https://\(host)/").map({ $0.path != "/" || $0.userInfo != nil }) ?? true {
            throw ValidationError("--host is a host name such as api.example.com, perhaps with :port")
        }
    }

    func run() async throws {
        if let explain { return try Self.printPage(explain) }
        if rules { return Terminal.say(LintRule.index) }
        var run = LintRun()
        let reader = LintReader(host: host)
        for name in documents {
            do throws(LintReader.Failure) {
                lint(try await reader.read(name), into: &run)
            } catch {
                run.unreadable.append(.init(file: name, reason: error.reason))
            }
        }
        await reader.close()
        guard output(run) else {
            Terminal.complain(["standard output cannot be written to"])
            throw ExitCode(2)
        }
        let status = run.status(isStrict: strict)
        if status != 0 { throw ExitCode(status) }
    }

    private func lint(_ input: LintInput, into run: inout LintRun) {
        let linter = Linter(surface: surface, load: LintReader.load)
        var input = input
        var report = linter.lint(input)
        if fix {
            let fixed = LintFix(applying: report.findings, to: input.bytes)
            if !fixed.mended.isEmpty, write(fixed, to: input.name) {
                input.bytes = fixed.bytes
                report = linter.lint(input)
            }
        }
        run.reports.append(report)
        run.sources[input.name] = input.bytes
    }

    /// Writes a mended file and tells what was mended; false, and the reason told, when it cannot be written.
    private func write(_ fixed: LintFix, to path: String) -> Bool {
        do throws(LintReader.Failure) {
            try LintReader.write(fixed.bytes, to: path)
        } catch {
            Self.complain(["\(path): not mended: \(error.reason)"])
            return false
        }
        Self.complain(fixed.mended.map { "\(path):\($0.line): mended \($0.rule.id): \($0.message)" })
        return true
    }

    /// Names of files and what stands in them are strangers' texts.
    private static func complain(_ texts: [String]) { Terminal.complain(texts.map { PrintableText.of($0) }) }

    private func output(_ run: LintRun) -> Bool {
        let text: String
        switch format {
        case .text: text = run.text(isColoured: Terminal.isColoured)
        case .json: text = String(decoding: run.json().serialized(pretty: true), as: UTF8.self)
        case .sarif:
            let log = run.sarif(version: DoorwardVersion.text)
            text = String(decoding: log.serialized(pretty: true), as: UTF8.self)
        case .github:
            let commands = run.gitHub()
            text = commands.isEmpty ? "" : commands + "\n"
        }
        if format != .text { Self.complain(run.unreadable.map { "\($0.file): \($0.reason)" }) }
        return Terminal.put(text)
    }

    private static func surface(_ text: String) throws -> LintSurface {
        guard let surface = LintSurface(rawValue: text) else {
            let known = LintSurface.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(text)' is no surface; there are \(known)")
        }
        return surface
    }

    private static func printPage(_ name: String) throws {
        guard let rule = LintRule.named(name) else {
            throw ValidationError("there is no rule '\(name)'; doorward lint --rules lists all")
        }
        Terminal.say(rule.page)
    }
}
