import Testing

@testable import DoorwardDocuments

@Suite("client_secret in a manifest")
struct ClientSecretTests {
    private func found(_ secret: String, member: String = "client_secret") -> [LintFinding] {
        let auth =
            #"{"type": "oauth", "client_url": "https://a.example", "authorization_url": "https://a.example/token", "scope": "", "authorization_content_type": "application/json", "verification_tokens": {}, "§m": §s}"#
            .replacing("§m", with: member).replacing("§s", with: secret)
        let text = LintExamples.manifest(with: ["auth": auth])
        return LintExamples.lint(text).findings.filter { $0.rule.id.hasPrefix("DW3") }
    }

    @Test(
        "Anything that could be real is an error, whatever its shape",
        arguments: ["hunter2hunter2", "letmein-to-the-weather", "a1b2c3d4-e5f6", "PIZZAhutt77"])
    func isError(value: String) {
        for member in ["client_secret", "clientSecret", "oauth_client_secret"] {
            let findings = found("\"\(value)\"", member: member)
            #expect(findings.map(\.rule.id) == ["DW305"])
            #expect(findings.map(\.severity) == [.error])
            #expect(findings.map(\.pointer) == ["/auth/\(member)"])
            #expect(!"\(findings)".contains(value))
        }
    }

    @Test(
        "A placeholder is a warning: the member does not belong there",
        arguments: [
            #""REPLACE_WITH_YOUR_CLIENT_SECRET""#, #""<secret>""#, #""""#, "null", #""${CLIENT_SECRET}""#,
            #""your-secret""#,
        ])
    func isWarning(value: String) {
        let findings = found(value)
        #expect(findings.map(\.rule.id) == ["DW305"])
        #expect(findings.map(\.severity) == [.warning])
    }

    @Test("A secret of a known kind is told once, with its kind")
    func tellsKind() throws {
        let google = try #require(PlantedSecrets.all.first { $0.what.contains("Google OAuth client") })
        let findings = found("\"\(google.text)\"")
        #expect(findings.map(\.rule.id) == ["DW305"])
        #expect(findings.first?.message.contains("Google OAuth client secret") == true)
    }
}
