/// What one run of lint found in all the documents that it was given.
public struct LintRun: Sendable {
    /// A document that could not be read at all.
    public struct Unreadable: Sendable, Equatable {
        public var file: String
        /// What went wrong and what would be right.
        public var reason: String

        public init(file: String, reason: String) {
            self.file = file
            self.reason = reason
        }
    }

    public var reports: [LintReport] = []
    public var unreadable: [Unreadable] = []
    /// The documents' bytes by file, for output that shows lines of them.
    public var sources: [String: [UInt8]] = [:]

    public init() {}

    public var findings: [LintFinding] { reports.flatMap(\.findings) }

    public func count(_ severity: LintSeverity) -> Int { reports.reduce(0) { $0 + $1.count(severity) } }

    /// How many findings `--fix` would mend.
    public var fixable: Int { findings.count { !$0.edits.isEmpty } }

    /// The exit status: 2 when a document could not be read, 1 when there are errors (or, strictly, warnings), else 0.
    public func status(isStrict: Bool) -> Int32 {
        if !unreadable.isEmpty { return 2 }
        return count(.error) > 0 || isStrict && count(.warning) > 0 ? 1 : 0
    }

    /// The numbers in a sentence.
    public var summary: String {
        guard !reports.isEmpty else {
            return unreadable.count == 1 ? "the document could not be read" : "no document could be read"
        }
        let files = reports.count
        var parts: [String] = []
        for severity in LintSeverity.allCases.reversed() where count(severity) > 0 {
            let number = count(severity)
            let word =
                severity == .info ? (number == 1 ? "remark" : "remarks") : severity.rawValue + (number == 1 ? "" : "s")
            parts.append("\(number) \(word)")
        }
        var text = parts.isEmpty ? "nothing found" : parts.joined(separator: ", ")
        text += files == 1 ? " in 1 file" : " in \(files) files"
        if !unreadable.isEmpty { text += "; \(unreadable.count) could not be read" }
        if fixable > 0 { text += "; --fix mends \(fixable)" }
        return text
    }
}
