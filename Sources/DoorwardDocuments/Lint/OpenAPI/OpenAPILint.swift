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
    /// Targets of references, which wait until all that is written in order has been visited.
    var targets: [OpenAPIVisit] = []
    /// References to what is only another reference.
    var hops: [OpenAPIHop: OpenAPIHop] = [:]
    /// The references in the document that led to those of ``hops`` in other files.
    var hopOrigins: [OpenAPIHop: LocatedValue] = [:]
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
        isWhole = subject.document.firstCut == nil
        files = [OpenAPIFile(path: "", document: subject.document)]
    }

    mutating func run() {
        if root["swagger"] == nil { checkTopMembers() }
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

extension OpenAPILint {
    /// Reports that something is missing, or is not what it should be; of a document that was read in half that may
    /// only be lost.
    mutating func reportAbsent(
        _ rule: LintRule, at value: LocatedValue?, atName: Bool = false, severity: LintSeverity? = nil,
        _ message: String, hint: String, edits: [SyntaxProblem.Edit] = []
    ) {
        guard isWhole else { return }
        subject.report(rule, at: value, atName: atName, severity: severity, message, hint: hint, edits: edits)
    }

    /// The same of what does not matter everywhere.
    mutating func reportAbsent(
        _ rule: LintRule, at value: LocatedValue?, atName: Bool = false, for audience: LintAudience, _ message: String,
        hint: String
    ) {
        guard isWhole else { return }
        subject.report(rule, at: value, atName: atName, for: audience, message, hint: hint)
    }
}

extension LocatedDocument {
    /// The first problem behind which a part of the document may be lost.
    var firstCut: SyntaxProblem? {
        problems.first { problem in
            switch problem.kind {
            case .empty, .html, .notReadable, .truncated, .tooDeep, .tooLarge, .badAlias, .wideEncoding, .punctuation:
                problem.isFatal
            default: false
            }
        }
    }
}

extension LocatedValue {
    /// The text when it is a string that is not empty.
    var filledString: String? { string.flatMap { $0.isEmpty ? nil : $0 } }
}
