import Testing

@testable import DoorwardDocuments

@Suite("Members in the wrong object")
struct MisplacedMemberTests {
    /// A good manifest without the brace behind `auth`.
    private static func unclosed(comma: String) -> String {
        LintExamples.manifest().replacing(
            "\"auth\": {\"type\": \"none\"},", with: "\"auth\": {\"type\": \"none\"\(comma)")
    }

    @Test("A brace that is missing behind `auth` is told at the first member that is lost", arguments: ["", ","])
    func findsMissingBrace(_ comma: String) throws {
        let report = LintExamples.lint(Self.unclosed(comma: comma))
        let finding = try #require(report.findings.first { $0.rule == .authMemberUnknown })
        #expect(finding.pointer == "/auth/api" && finding.severity == .error)
        #expect(finding.message.contains("`api` belongs one level up; probably a `}` is missing in front of it"))
        #expect(finding.message.contains("`logo_url`"))
        #expect(report.findings.count { $0.rule == .authMemberUnknown } == 1)
        #expect(!report.has("DW121"))
        #expect(!report.findings.contains { $0.hint.contains("Leave it out") })
    }

    @Test("Mending puts no comma where the brace is missing", arguments: ["", ","])
    func leavesNesting(_ comma: String) {
        let bytes = Array(Self.unclosed(comma: comma).utf8)
        let fix = Linter().fix(LintInput(name: "ai-plugin.json", bytes: bytes)).fix
        #expect(fix.bytes == bytes)
    }

    @Test("Members that are inside of another object are not also missing")
    func tellsNoneMissing() {
        let logo = "\"https://weather.example/logo.png\""
        let auth = LintExamples.manifest(with: ["logo_url": nil, "auth": "{\"type\": \"none\", \"logo_url\": \(logo)}"])
        #expect(LintExamples.lint(auth).short == ["DW103 error /auth/logo_url"])
        let url = "\"https://weather.example/openapi.json\""
        let api = LintExamples.manifest(with: [
            "auth": nil, "api": "{\"type\": \"openapi\", \"url\": \(url), \"auth\": {\"type\": \"none\"}}",
        ])
        #expect(LintExamples.lint(api).short == ["DW153 error /api/auth"])
        let twice = LintExamples.manifest(with: ["auth": "{\"type\": \"none\", \"logo_url\": \(logo)}"])
        #expect(LintExamples.lint(twice).short == ["DW103 warning /auth/logo_url"])
    }

    @Test("The words about a verification token are about what is wrong with it")
    func tellsShape() {
        let tokens = [
            ("0123456789ABCDEF0123456789ABCDEF", "capital letters"), ("0123456789abcdef", "16 bytes"),
            ("0123456789abcdef0123456789abcdeg", "other characters"), ("Xq7!vR2#pL9$wZ4", "15 bytes"),
        ]
        for (token, words) in tokens {
            let auth =
                #"{"type": "service_http", "authorization_type": "bearer", "verification_tokens": {"openai": "\#(token)"}}"#
            let report = LintExamples.lint(LintExamples.manifest(with: ["auth": auth]))
            #expect(report.short == ["DW112 warning /auth/verification_tokens/openai"])
            #expect(report.findings.first?.message.contains(words) == true)
        }
    }

    @Test(
        "The name that is suggested has plain letters for those with accents",
        arguments: [
            ("wéather", "weather"), ("we\u{301}ather", "weather"), ("Straße", "Strasse"), ("Øresund", "Oresund"),
            ("天気 api", "api"), ("天気", "my_api"),
        ])
    func foldsLetters(_ name: String, _ meant: String) {
        let report = LintExamples.lint(LintExamples.manifest(with: ["name_for_model": "\"\(name)\""]))
        #expect(report.findings.first?.hint.hasSuffix("`\(meant)`.") == true, "\(report.findings.map(\.hint))")
    }
}
