/// One thing that lint looks for, with everything there is to say about it.
public struct LintRule: Sendable {
    /// The stable name: `DW` and three digits. The first digit is the group: 0 notation, 1 manifest, 2 OpenAPI,
    /// 3 secrets, 4 OAuth and MCP metadata.
    public let id: String
    /// A name for people, in words with dashes: `auth-type`.
    public let name: String
    /// The severity unless a finding says otherwise.
    public let severity: LintSeverity
    /// What is wrong, in one line without a full stop.
    public let title: String
    /// What is right, in sentences.
    public let right: String
    /// Why, in one line that names the source.
    public let reason: String
    /// Who minds; empty for everyone.
    public let surfaces: Set<LintSurface>
    /// Whether `--fix` can mend at least some of what it finds.
    public let isFixable: Bool
    /// A short document part that the rule finds, and the same part mended; nil where none helps.
    public let example: Example?

    /// The doctor's fault of which this is the static sign: `P08`; nil where there is none.
    public let fault: String?

    /// A part of a document, wrong and right.
    public struct Example: Sendable {
        public let wrong: String
        public let right: String

        public init(wrong: String, right: String) {
            self.wrong = wrong
            self.right = right
        }
    }

    public init(
        _ id: String, _ name: String, _ severity: LintSeverity, _ title: String, right: String, reason: String,
        surfaces: Set<LintSurface> = [], isFixable: Bool = false, fault: String? = nil,
        example: Example? = nil
    ) {
        self.id = id
        self.name = name
        self.severity = severity
        self.title = title
        self.right = right
        self.reason = reason
        self.surfaces = surfaces
        self.isFixable = isFixable
        self.fault = fault
        self.example = example
    }
}

extension LintRule: Equatable {
    public static func == (left: LintRule, right: LintRule) -> Bool { left.id == right.id }
}

extension LintRule {
    /// Every rule, in the order of their ids.
    public static let all: [LintRule] =
        (syntaxRules + manifestRules + openAPIRules + secretRules + metadataRules).sorted { $0.id < $1.id }

    /// The rule of an id, in any case: `dw101`.
    public static func named(_ id: String) -> LintRule? {
        let wanted = id.uppercased()
        return all.first { $0.id == wanted || $0.name.uppercased() == wanted }
    }
}
