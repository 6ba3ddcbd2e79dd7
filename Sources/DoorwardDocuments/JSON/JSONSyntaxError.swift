/// Why bytes are not a JSON document, and where.
public struct JSONSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What would have been right, for example `',' or ']' after an element`.
    public let expected: String
    /// What is there instead, for example `'}'` or `the end of the document`.
    public let found: String
    /// The line, counted from 1.
    public let line: Int
    /// The column in characters (Unicode scalars), counted from 1.
    public let column: Int

    public init(expected: String, found: String, line: Int, column: Int) {
        self.expected = expected
        self.found = found
        self.line = line
        self.column = column
    }

    public var description: String { "line \(line), column \(column): expected \(expected), found \(found)" }
}
