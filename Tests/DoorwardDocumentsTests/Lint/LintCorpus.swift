import DoorwardDocuments

/// Reads the real documents as `doorward lint` does.
enum LintCorpus {
    static let repos = Corpus.repos.filter { $0.name.hasSuffix(".json") }

    /// What lint says about each, read once for all tests.
    static let manifestReports = Corpus.manifests.map { lint($0, host: host(of: $0)) }
    static let specReports = Corpus.specs.map { lint($0, host: host(of: $0)) }
    static let repoReports = repos.map { lint($0, host: nil) }

    /// The host that served a document of the store, which is its name.
    static func host(of file: Corpus.File) -> String {
        file.name.split(separator: ".").dropLast().joined(separator: ".")
    }

    private static func lint(_ file: Corpus.File, host: String?) -> LintReport {
        Linter().lint(LintInput(name: file.name, bytes: file.bytes, host: host))
    }
}
