/// Why a `.env` file, or a change to one, is refused; with the line, never with a value.
public enum DotenvError: Error, Sendable, Equatable {
    /// The bytes of the line are not UTF-8, or hold a NUL.
    case notText(line: Int)
    /// The line is neither empty, nor a comment, nor `NAME=value`.
    case notAnAssignment(line: Int)
    /// The quote opened on this line has no end.
    case openQuote(line: Int)
    /// Something other than a comment follows the closing quote.
    case afterQuote(line: Int)
    /// The name was given a value on an earlier line.
    case duplicate(name: String, line: Int, first: Int)
    /// The name to set is not a name.
    case badName(String)
    /// The value to set cannot be written to a `.env` file.
    case badValue(name: String)
}

extension DotenvError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notText(let line): "line \(line): not UTF-8 text; save the file as UTF-8"
        case .notAnAssignment(let line): "line \(line): expected NAME=value or a # comment"
        case .openQuote(let line): "line \(line): the quote opened here is never closed"
        case .afterQuote(let line):
            "line \(line): text after the closing quote; only a comment (a space and #) may follow it"
        case .duplicate(let name, let line, let first):
            "line \(line): \(name) is already set on line \(first); keep one of the two"
        case .badName(let name):
            "'\(name)' is not a variable's name; use letters, digits and _, and no digit first"
        case .badValue(let name): "the value for \(name) holds a NUL, which a .env file cannot hold"
        }
    }
}
