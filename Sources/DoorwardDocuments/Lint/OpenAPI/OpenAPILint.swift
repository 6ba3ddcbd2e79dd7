extension LintSubject {
    /// Reads an OpenAPI document as importers do.
    mutating func checkOpenAPI() {
        guard let root = document.root, root.kind == .object else { return }
        var lint = OpenAPILint(subject: self, root: root)
        lint.run()
        self = lint.subject
        checkRedirects()
    }
}

/// The checks of one OpenAPI document, and what they share.
///
/// Nothing here recurses: parts wait in a queue, and each is visited once in each role. What aliases make many of is
/// bounded by a budget in proportion to the document.
struct OpenAPILint {
    var subject: LintSubject
    let root: LocatedValue
    /// Whether the version is 3.1 or later; nil when it is not known.
    var isJSONSchema = false
    /// Parts that wait to be visited, and the files they are in.
    var queue: [OpenAPIVisit] = []
    var files: [OpenAPIFile] = []
    var fileNumbers: [String: Int] = [:]
    /// Bytes of the other files.
    var loaded = 0
    /// References of the document to what is only another reference.
    var hops: [Int32: Int32] = [:]
    var operationIDs: [String: LocatedValue] = [:]
    /// Of `security`: the schemes any one of which would do for all operations until now; nil when none asked yet.
    var sharedSchemes: Set<String>?
    /// Shares of a list of requirements in the above are counted once.
    var seenRequirements: Set<Int> = []
    /// How often each operationId is written, links included; nil until somebody asks.
    var idMentions: [String: Int]?
    lazy var schemaNames = Self.names(in: subject.document)
    /// Whether the document was read to its end: what is missing from half a document is no finding.
    let isWhole: Bool
    private var budget: Int

    init(subject: LintSubject, root: LocatedValue) {
        self.subject = subject
        self.root = root
        budget = subject.document.nodes.count * 2 + 10_000
        let cuts: Set<SyntaxProblem.Kind> = [
            .notReadable, .truncated, .tooDeep, .tooLarge, .badAlias, .wideEncoding, .punctuation,
        ]
        isWhole = !subject.document.problems.contains { $0.isFatal && cuts.contains($0.kind) }
        files = [OpenAPIFile(path: "", document: subject.document)]
    }

    mutating func run() {
        guard checkVersion() else { return }
        checkInfo()
        checkServers()
        checkSecuritySchemes()
        checkPaths()
        walk()
        checkCircles()
    }

    /// Whether there is work left for things that aliases and references can make many of.
    mutating func step() -> Bool {
        budget -= 1
        return budget > 0
    }
}

/// How bad a finding is for each surface; nil where it does not matter.
struct LintAudience {
    var action: LintSeverity?
    var manifest: LintSeverity?
    var mcp: LintSeverity?

    init(action: LintSeverity? = nil, manifest: LintSeverity? = nil, mcp: LintSeverity? = nil) {
        self.action = action
        self.manifest = manifest
        self.mcp = mcp
    }
}

extension LintSubject {
    /// Reports what does not matter everywhere. A document that all surfaces may read gets the mildest of the
    /// severities; where a single surface minds, at most a warning that names it.
    mutating func report(
        _ rule: LintRule, at value: LocatedValue?, atName: Bool = false, for audience: LintAudience, _ message: String,
        hint: String, edits: [SyntaxProblem.Edit] = []
    ) {
        var message = message
        let severity: LintSeverity?
        switch surface {
        case .action: severity = audience.action
        case .manifestV1: severity = audience.manifest
        case .mcp: severity = audience.mcp
        case nil:
            let all = [(audience.action, "GPT Actions"), (audience.manifest, "plugins"), (audience.mcp, "MCP clients")]
            let minding = all.filter { $0.0 != nil }
            severity = minding.count == 1 ? minding[0].0.map { min($0, .warning) } : minding.compactMap(\.0).min()
            if minding.count == 1 { message += " (\(minding[0].1))" }
        }
        guard let severity else { return }
        report(rule, at: value, atName: atName, severity: severity, message, hint: hint, edits: edits)
    }
}

extension LocatedValue {
    /// The text when it is a string that is not empty.
    var filledString: String? { string.flatMap { $0.isEmpty ? nil : $0 } }
}
