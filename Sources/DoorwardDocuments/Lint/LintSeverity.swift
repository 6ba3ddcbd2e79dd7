/// How bad a finding is.
public enum LintSeverity: String, Sendable, CaseIterable, Comparable {
    /// Good to know; nothing need be done.
    case info
    /// A reviewer would complain, or some clients would.
    case warning
    /// The assistant's importer would refuse it, or it is dangerous.
    case error

    public static func < (left: LintSeverity, right: LintSeverity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }
}
