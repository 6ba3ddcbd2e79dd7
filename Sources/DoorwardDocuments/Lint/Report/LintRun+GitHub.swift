extension LintRun {
    /// Workflow commands that GitHub shows as annotations in a change's files.
    public func gitHub() -> String {
        var lines = findings.map { finding in
            let command = finding.severity == .info ? "notice" : finding.severity.rawValue
            let place = [
                "file=\(Self.property(finding.file))", "line=\(finding.line)", "col=\(finding.column)",
                "endLine=\(finding.endLine)", "endColumn=\(finding.endColumn)",
                "title=\(Self.property("\(finding.rule.id) \(finding.rule.name)"))",
            ]
            let text = finding.hint.isEmpty ? finding.message : "\(finding.message)\n\(finding.hint)"
            return "::\(command) \(place.joined(separator: ","))::\(Self.data(text))"
        }
        lines += unreadable.map { "::error file=\(Self.property($0.file)),title=not readable::\(Self.data($0.reason))" }
        return lines.joined(separator: "\n")
    }

    private static func data(_ text: String) -> String {
        PrintableText.of(text, keepsLines: true).replacing("%", with: "%25").replacing("\r", with: "%0D").replacing(
            "\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(PrintableText.of(text)).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
