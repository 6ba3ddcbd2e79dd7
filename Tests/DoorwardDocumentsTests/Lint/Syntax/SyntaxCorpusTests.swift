import Testing

@testable import DoorwardDocuments

@Suite("The notation of real files")
struct SyntaxCorpusTests {
    /// Every error of notation in a document that was accepted, with its reason.
    static let reasons: [String: String] = [
        "trip.com.yaml":
            "Its Chinese text was read as Latin-1 and written as UTF-8, which leaves control characters from "
            + "U+0080 to U+009F behind. No YAML reader takes them; the document as it was served will not have had them."
    ]

    @Test("Errors of notation in accepted documents are those with a reason")
    func errors() {
        let reports = LintCorpus.manifestReports + LintCorpus.specReports
        let found = reports.filter { report in
            report.findings.contains { $0.severity == .error && $0.rule.id.hasPrefix("DW0") }
        }
        guard !reports.isEmpty else { return }
        #expect(found.map(\.file).sorted() == Self.reasons.keys.sorted())
    }
}
