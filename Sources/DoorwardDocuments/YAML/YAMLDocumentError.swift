/// Why a text is not a YAML document that can be read as JSON, and where.
public struct YAMLDocumentError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong and what would be right.
    public let problem: String
    /// The line, counted from 1; nil when the problem is the document as a whole.
    public let line: Int?
    /// The column in characters (Unicode scalars), counted from 1.
    public let column: Int?

    public init(problem: String, line: Int? = nil, column: Int? = nil) {
        self.problem = problem
        self.line = line
        self.column = column
    }

    public var description: String {
        guard let line else { return problem }
        guard let column else { return "line \(line): \(problem)" }
        return "line \(line), column \(column): \(problem)"
    }
}
