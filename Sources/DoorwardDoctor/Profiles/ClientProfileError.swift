/// Why a profile's file cannot be used: everything that is wrong with it, at once.
public struct ClientProfileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One thing that is wrong, and where.
    public struct Problem: Sendable, Equatable, CustomStringConvertible {
        /// Both counted from 1.
        public var line: Int
        public var column: Int
        /// What was found and what would be right.
        public var message: String

        public var description: String { "\(line):\(column): \(message)" }
    }

    /// In the order of the file.
    public var problems: [Problem]

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
