import DoorwardDocuments

/// The page `docs/lint/corpus.md`: how many real files break which rules, and why accepted ones do.
struct LintCorpusPage {
    private struct Collection {
        var title: String
        var reports: [LintReport]
    }

    private let collections: [Collection]
    private let manifests: [LintReport]
    private let specs: [LintReport]
    private let repos: [LintReport]

    init() {
        manifests = LintCorpus.manifestReports
        specs = LintCorpus.specReports
        repos = LintCorpus.repoReports
        collections = [
            Collection(title: "store manifests", reports: manifests), Collection(title: "store specs", reports: specs),
            Collection(title: "repositories", reports: repos),
        ]
    }

    var text: String {
        """
        # Lint against real files

        What `doorward lint` says about documents that people really published. This page is written by the tests \
        (`DOORWARD_WRITE_DOCS=1 swift test --filter LintDocumentation`).

        - **Store manifests**: `ai-plugin.json` of \(manifests.count) plugins of ChatGPT's store in June 2023. \
        Each was accepted, so every error needs a reason; it is given below.
        - **Store specs**: \(specs.count) OpenAPI documents that those manifests name.
        - **Repositories**: \(repos.count) manifests of public repositories, good and bad, as they were committed.

        \(summary)
        ## Files by rule

        In how many files a rule finds something, by the severity of the finding. \
        Rules that find nothing here are left out.

        \(table)
        ## Errors in manifests that ChatGPT accepted

        \(manifestReasons)
        ## Errors in OpenAPI documents that ChatGPT accepted

        \(specReasons)
        ## Errors in files of repositories

        \(repoErrors)
        """
    }

    private var summary: String {
        var text = "| | files | with errors | with warnings only | with infos only | without findings |\n"
        text += "| --- | --- | --- | --- | --- | --- |\n"
        for collection in collections {
            let worst = collection.reports.map { report in report.findings.map(\.severity).max() }
            let numbers = [LintSeverity.error, .warning, .info].map { severity in worst.count { $0 == severity } }
            let cells = [worst.count] + numbers + [worst.count { $0 == nil }]
            text += "| \(collection.title) | " + cells.map(String.init).joined(separator: " | ") + " |\n"
        }
        return text
    }

    private var table: String {
        var text = "| Rule | Severity | " + collections.map(\.title).joined(separator: " | ") + " |\n"
        text += "| --- | --- | --- | --- | --- |\n"
        for rule in LintRule.all {
            for severity in [LintSeverity.error, .warning, .info] {
                let counts = collections.map { collection in
                    collection.reports.count { report in
                        report.findings.contains { $0.rule == rule && $0.severity == severity }
                    }
                }
                guard counts.contains(where: { $0 > 0 }) else { continue }
                let cells = counts.map { $0 == 0 ? "" : String($0) }.joined(separator: " | ")
                text += "| [\(rule.id)](\(rule.id).md) `\(rule.name)` | \(severity.rawValue) | \(cells) |\n"
            }
        }
        return text
    }

    private var manifestReasons: String {
        var text = "| File | Rule | Why it was accepted all the same |\n| --- | --- | --- |\n"
        for entry in ManifestCorpusTests.reasons {
            text += "| `\(entry.file)` | [\(entry.rule)](\(entry.rule).md) | \(entry.reason) |\n"
        }
        return text
    }

    private var specReasons: String {
        """
        \(notationReasons)
        - In all others a `$ref` cannot be followed as it is written. ChatGPT's importer takes an empty schema in such a \
        place, so the document is accepted, and the model knows nothing of the answer.

        \(Self.errors(in: specs))
        """
    }

    private var notationReasons: String {
        SyntaxCorpusTests.reasons.sorted { $0.key < $1.key }.map { "- `\($0.key)`: \($0.value)" }
            .joined(separator: "\n")
    }

    private var repoErrors: String { Self.errors(in: repos) }

    private static func errors(in reports: [LintReport]) -> String {
        var text = "| File | Rules |\n| --- | --- |\n"
        for report in reports where report.count(.error) > 0 {
            let rules = Set(report.findings.filter { $0.severity == .error }.map(\.rule.id)).sorted()
            text += "| `\(report.file)` | " + rules.map { "[\($0)](\($0).md)" }.joined(separator: " ") + " |\n"
        }
        return text
    }
}
