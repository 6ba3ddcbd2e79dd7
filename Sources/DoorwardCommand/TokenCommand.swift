internal import ArgumentParser
internal import Doorward
internal import DoorwardSecrets

/// `doorward token`
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Look into tokens.",
        discussion: "  doorward token inspect < token.txt",
        subcommands: [Inspect.self])

    struct Inspect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decode a token, and say which checks it passes here. Exit status 1: it would be refused.",
            discussion: """
                The token and its signature are not printed. From standard input it stays
                out of the shell's history.

                  doorward token inspect < token.txt
                  doorward token inspect --format json -
                """)

        @OptionGroup var options: AdministrationOptions
        @Argument(help: "The token; - or nothing reads one line from standard input.") var token = "-"

        func run() async throws {
            var text = token
            if token == "-" { text = try StandardInput.secretLine("Token: ", most: 64 << 10).revealUTF8() ?? "" }
            text = text.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
            let inspection = try await options.open(needsServer: false).inspect(text)
            switch options.format {
            case .json: Terminal.say(Self.json(inspection))
            case .text:
                for part in [inspection.header, inspection.claims].compactMap({ $0 }) { Terminal.say(part) }
                let rows = inspection.checks.map { [Self.mark($0.outcome), $0.name, $0.text] }
                Terminal.say(TextTable(["", inspection.kind.uppercased(), ""], rows).text)
            }
            if !inspection.isGood { throw ExitCode.failure }
        }

        private static func mark(_ outcome: TokenInspection.Check.Outcome) -> String {
            switch outcome {
            case .passed: "ok"
            case .failed: "NO"
            case .unknown: "?"
            }
        }

        private static func json(_ inspection: TokenInspection) -> String {
            let checks = inspection.checks.map { check in
                JSONText.object([
                    ("name", .text(check.name)), ("outcome", .text(check.outcome.rawValue)),
                    ("text", .text(check.text)),
                ])
            }
            return JSONText.object([
                ("kind", .text(inspection.kind)), ("good", .flag(inspection.isGood)),
                ("header", .json(inspection.header ?? "null")), ("claims", .json(inspection.claims ?? "null")),
                ("checks", .json("[" + checks.joined(separator: ",") + "]")),
            ])
        }
    }
}
