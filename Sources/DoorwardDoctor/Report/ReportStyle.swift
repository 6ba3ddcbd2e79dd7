/// How a report is written for a terminal.
public struct ReportStyle: Sendable {
    public var isColoured: Bool
    /// Whether to show the fields and bodies of every exchange, not only of those that failed.
    public var isVerbose: Bool

    public init(isColoured: Bool = false, isVerbose: Bool = false) {
        self.isColoured = isColoured
        self.isVerbose = isVerbose
    }

    func verdict(_ verdict: Verdict) -> String {
        switch verdict {
        case .passed: painted("passed", "32")
        case .skipped: painted("skipped", "2")
        case .warned: painted("warning", "33;1")
        case .failed: painted("FAILED", "31;1")
        }
    }

    func bold(_ text: String) -> String { painted(text, "1") }
    func dim(_ text: String) -> String { painted(text, "2") }

    private func painted(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
