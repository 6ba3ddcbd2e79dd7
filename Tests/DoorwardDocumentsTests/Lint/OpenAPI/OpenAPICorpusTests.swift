import DoorwardDocuments
import Testing

@Suite("OpenAPI documents that ChatGPT accepted")
struct OpenAPICorpusTests {
    /// Every error in documents that were accepted, by file, with its reason.
    static let reasons: [String: [String: Int]] = [
        // `#components/…` without the slash.
        "sg-places.herokuapp.com.yaml": ["DW262": 1]
    ]

    @Test("Errors are only those with a reason", arguments: [LintSurface.manifestV1, nil])
    func errors(_ surface: LintSurface?) {
        var found: [String: [String: Int]] = [:]
        for file in Corpus.specs {
            let host = file.name.split(separator: ".").dropLast().joined(separator: ".")
            let report = Linter(surface: surface).lint(LintInput(name: file.name, bytes: file.bytes, host: host))
            #expect(report.kind == .openAPI, "\(file.name)")
            for finding in report.findings where finding.severity == .error && finding.rule.id.hasPrefix("DW2") {
                found[file.name, default: [:]][finding.rule.id, default: 0] += 1
            }
        }
        if !Corpus.specs.isEmpty { #expect(found == Self.reasons) }
    }
}
