/// A `.env` file: read, and changed without touching any other byte of it.
///
/// Lines are `NAME=value`, also with `export ` before, or `# comment`. A value is
/// - unquoted: to the end of the line or to a `#` after white space, taken as it is;
/// - `'single-quoted'`: taken as it is, as a shell does;
/// - `"double-quoted"`: with the escapes `\n \r \t \" \\ \$` and that of the grave accent; other backslashes stay.
///
/// Quoted values may span lines. Variables in values are not replaced. A name may be set once only. The file prints
/// the number of its names.
public struct DotenvFile: Sendable {
    private let bytes: [UInt8]
    private let assignments: [DotenvAssignment]

    /// Reads the bytes of a file.
    ///
    /// - Throws: ``DotenvError`` with the line.
    public init(parsing bytes: [UInt8]) throws(DotenvError) {
        var scanner = DotenvScanner(bytes)
        self.assignments = try scanner.scan()
        self.bytes = bytes
    }

    /// Reads a text.
    ///
    /// - Throws: ``DotenvError`` with the line.
    public init(parsing text: String) throws(DotenvError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The names that are set, in the file's order.
    public var names: [String] { assignments.map(\.name) }

    /// The value of a name, `nil` when the file does not set it; it may be empty.
    public func value(of name: String) -> Secret? {
        assignments.first { $0.name == name }?.value
    }

    /// The line (from 1) on which a name is set.
    public func line(of name: String) -> Int? {
        assignments.first { $0.name == name }?.line
    }

    /// The text with a name set to a value: in its place when it is there, else on a new line at the end.
    ///
    /// - Throws: ``DotenvError/badName(_:)``, ``DotenvError/badValue(name:)``.
    public func setting(_ name: String, _ value: String) throws(DotenvError) -> String {
        guard DotenvScanner.isName(name) else { throw .badName(name) }
        guard !value.utf8.contains(0) else { throw .badValue(name: name) }
        let quoted = Array(DotenvWriter.quote(value).utf8)
        var edited = bytes
        if let assignment = assignments.first(where: { $0.name == name }) {
            edited.replaceSubrange(assignment.valueRange, with: quoted)
        } else {
            let newline = usesCRLF ? Array("\r\n".utf8) : Array("\n".utf8)
            if let last = bytes.last, last != UInt8(ascii: "\n") { edited += newline }
            edited += Array("\(name)=".utf8) + quoted + newline
        }
        return String(decoding: edited, as: UTF8.self)
    }

    /// The text without the lines that set a name; the same text when none does.
    public func removing(_ name: String) -> String {
        var edited = bytes
        if let assignment = assignments.first(where: { $0.name == name }) {
            edited.removeSubrange(assignment.lineRange)
        }
        return String(decoding: edited, as: UTF8.self)
    }

    private var usesCRLF: Bool {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > 0 else { return false }
        return bytes[end - 1] == UInt8(ascii: "\r")
    }
}

extension DotenvFile: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<.env with \(assignments.count) names>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["names": names]) }
}
