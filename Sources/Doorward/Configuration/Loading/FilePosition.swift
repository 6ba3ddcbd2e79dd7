/// A place in a text file.
public struct FilePosition: Sendable, Hashable, CustomStringConvertible {
    /// Starting from 1.
    public let line: Int
    /// Starting from 1, counted in Unicode scalars.
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public var description: String { "\(line):\(column)" }
}
