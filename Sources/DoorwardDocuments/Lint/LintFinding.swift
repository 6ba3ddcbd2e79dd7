/// Something that lint found, and where.
public struct LintFinding: Sendable, Equatable {
    public var rule: LintRule
    public var severity: LintSeverity
    /// The file or URL as it was given.
    public var file: String
    /// A JSON pointer (RFC 6901) to the value; empty for the document as a whole.
    public var pointer: String
    /// Where it begins, both counted from 1; columns are counted in Unicode scalars.
    public var line: Int
    public var column: Int
    /// Where it ends, exclusive.
    public var endLine: Int
    public var endColumn: Int
    /// What was found. Never a secret's value.
    public var message: String
    /// What would be right, in words that can be acted on.
    public var hint: String
    /// What mends it, in bytes of the file; empty when that is not mechanical.
    public var edits: [SyntaxProblem.Edit]
}
