/// How bad a finding is for each surface; nil where it does not matter.
struct LintAudience {
    let action: LintSeverity?
    let manifest: LintSeverity?
    let mcp: LintSeverity?

    init(action: LintSeverity? = nil, manifest: LintSeverity? = nil, mcp: LintSeverity? = nil) {
        self.action = action
        self.manifest = manifest
        self.mcp = mcp
    }

    private var all: [(name: String, severity: LintSeverity?)] {
        [("GPT Actions", action), ("plugins", manifest), ("MCP clients", mcp)]
    }

    /// How bad it is for a surface. A document that all may read gets the mildest of the severities; where a single
    /// surface minds, at most a warning.
    func severity(for surface: LintSurface?) -> LintSeverity? {
        switch surface {
        case .action: return action
        case .manifestV1: return manifest
        case .mcp: return mcp
        case nil:
            let minding = all.compactMap(\.severity)
            return minding.count == 1 ? min(minding[0], .warning) : minding.min()
        }
    }

    /// Why a finding is milder than it could be, as a sentence behind its message; empty when it is not, and the name
    /// of the surface when only one minds.
    func remark(on severity: LintSeverity, for surface: LintSurface?) -> String {
        guard let worst = all.compactMap(\.severity).max() else { return "" }
        let strict = all.filter { $0.severity == worst }.map(\.name).joined(separator: " and ")
        let isOne = all.count { $0.severity != nil } == 1
        guard severity < worst else { return surface == nil && isOne ? " (\(strict))" : "" }
        let article = worst == .error ? "an error" : "a \(worst.rawValue)"
        let others = surface?.others ?? "others"
        return " For \(strict) this is \(article); \(others) \(isOne ? "do not mind" : "mind less")."
    }
}

extension LintSurface {
    fileprivate var others: String {
        switch self {
        case .manifestV1: "plugins"
        case .action: "GPT Actions"
        case .mcp: "MCP clients"
        }
    }
}

extension LintSubject {
    /// Reports what does not matter everywhere, and says so where it is milder for that.
    mutating func report(
        _ rule: LintRule, at value: LocatedValue?, atName: Bool = false, for audience: LintAudience, _ message: String,
        hint: String, edits: [SyntaxProblem.Edit] = []
    ) {
        guard let severity = audience.severity(for: surface) else { return }
        report(
            rule, at: value, atName: atName, severity: severity,
            message + audience.remark(on: severity, for: surface), hint: hint, edits: edits)
    }
}
