/// A document under lint, and what the rules found in it.
struct LintSubject {
    /// Of one rule in one document so many findings are kept; one more says how many there were.
    static let mostPerRule = 50

    let document: LocatedDocument
    let input: LintInput
    let kind: LintReport.DocumentKind
    let surface: LintSurface?
    /// Reads a file that the document refers to by a relative reference; nil when there is none.
    let load: @Sendable (_ reference: String) -> [UInt8]?
    private let mostPerRule: Int
    private(set) var findings: [LintFinding] = []
    private var counts: [String: Int] = [:]
    /// How many are kept, and the last of them, by rule and severity: milder ones must not crowd out errors.
    private var kept: [Place: (count: Int, last: Int)] = [:]

    private struct Place: Hashable {
        let rule: String
        let severity: LintSeverity
    }

    init(
        document: LocatedDocument, input: LintInput, kind: LintReport.DocumentKind, surface: LintSurface?,
        mostPerRule: Int = Self.mostPerRule, load: @escaping @Sendable (String) -> [UInt8]?
    ) {
        self.document = document
        self.input = input
        self.kind = kind
        self.surface = surface
        self.mostPerRule = mostPerRule
        self.load = load
    }

    /// How often a rule has found something so far.
    func count(of rule: LintRule) -> Int { counts[rule.id, default: 0] }

    /// Whether another finding of a rule would be kept; past that nobody reads what is said of it.
    func keeps(_ rule: LintRule, _ severity: LintSeverity) -> Bool {
        (kept[Place(rule: rule.id, severity: severity)]?.count ?? 0) < mostPerRule
    }

    /// Reports something about a value: its name and value are marked when `atName`, else the value.
    mutating func report(
        _ rule: LintRule, at value: LocatedValue?, atName: Bool = false, severity: LintSeverity? = nil,
        _ message: String, hint: String, edits: [SyntaxProblem.Edit] = []
    ) {
        let range = value.map { (atName ? $0.nameRange : nil) ?? $0.range } ?? 0..<0
        // Past the limit nobody reads the pointer, and of many deep values pointers are dear.
        let place = Place(rule: rule.id, severity: severity ?? rule.severity)
        let isKept = (kept[place]?.count ?? 0) < mostPerRule
        report(
            rule, in: range, pointer: isKept ? value?.pointer ?? "" : "", severity: severity, message, hint: hint,
            edits: edits)
    }

    /// Reports something about bytes of the document.
    mutating func report(
        _ rule: LintRule, in range: Range<Int>, pointer: String, severity: LintSeverity? = nil, _ message: String,
        hint: String, edits: [SyntaxProblem.Edit] = []
    ) {
        counts[rule.id, default: 0] += 1
        let place = Place(rule: rule.id, severity: severity ?? rule.severity)
        let count = kept[place].map { $0.count + 1 } ?? 1
        if count > mostPerRule, let last = kept[place]?.last {
            findings[last].hint = "There are \(count - mostPerRule) more of these. " + hint
            kept[place]?.count = count
            return
        }
        let (line, column) = document.position(of: range.lowerBound)
        let (endLine, endColumn) = document.position(of: range.upperBound)
        kept[place] = (count, findings.count)
        findings.append(
            LintFinding(
                rule: rule, severity: severity ?? rule.severity, file: input.name, pointer: pointer, line: line,
                column: column, endLine: endLine, endColumn: endColumn, message: message, hint: hint, edits: edits))
    }
}
