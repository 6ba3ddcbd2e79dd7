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
    /// The whole text, since most of it is secrets.
    let content: Secret
    private let assignments: [DotenvAssignment]

    /// Reads the bytes of a file.
    ///
    /// - Throws: ``DotenvError`` with the line.
    public init(parsing bytes: [UInt8]) throws(DotenvError) {
        var scanner = DotenvScanner(bytes)
        self.assignments = try scanner.scan()
        self.content = Secret(bytes)
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
        try setting(name, to: Secret(utf8: value)).text
    }

    /// The text without the lines that set a name; the same text when none does.
    public func removing(_ name: String) -> String {
        guard let range = assignments.first(where: { $0.name == name })?.lineRange else { return text }
        return replacing(range, with: []).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    private var text: String { content.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}

extension DotenvFile: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<.env with \(assignments.count) names>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["names": names]) }
}

/// Edits that leave no copy of a value in ordinary memory.
extension DotenvFile {
    /// The file with a name set: in its place when it is there, else on a line below that of another name, or at the
    /// end.
    ///
    /// - Parameter value: UTF-8.
    func setting(
        _ name: String, to value: Secret, below other: String? = nil
    ) throws(DotenvError) -> DotenvFile {
        guard DotenvScanner.isName(name) else { throw .badName(name) }
        guard value.withUnsafeBytes({ !$0.contains(0) }) else { throw .badValue(name: name) }
        var quoted = value.withUnsafeBytes { DotenvWriter.quote($0) }
        defer { SystemMemory.wipe(&quoted) }
        if let assignment = assignments.first(where: { $0.name == name }) {
            return try DotenvFile(replacing(assignment.valueRange, with: [quoted]))
        }
        let newline = usesCRLF ? Array("\r\n".utf8) : Array("\n".utf8)
        let place = assignments.first { $0.name == other }?.lineRange.upperBound ?? content.count
        let isOnNewLine = content.withUnsafeBytes { place == 0 || $0[place - 1] == UInt8(ascii: "\n") }
        let line = [isOnNewLine ? [] : newline, Array("\(name)=".utf8), quoted, newline]
        return try DotenvFile(replacing(place..<place, with: line))
    }

    /// The file without the lines that set a name.
    func without(_ name: String) throws(DotenvError) -> DotenvFile {
        guard let range = assignments.first(where: { $0.name == name })?.lineRange else { return self }
        return try DotenvFile(replacing(range, with: []))
    }

    private init(_ text: Secret) throws(DotenvError) {
        var bytes = text.withUnsafeBytes { Array($0) }
        defer { SystemMemory.wipe(&bytes) }
        var scanner = DotenvScanner(bytes)
        assignments = try scanner.scan()
        content = text
    }

    private func replacing(_ range: Range<Int>, with parts: [[UInt8]]) -> Secret {
        content.withUnsafeBytes { bytes in
            var edited: [UInt8] = []
            // An array that grows leaves its old storage behind.
            edited.reserveCapacity(bytes.count - range.count + parts.reduce(0) { $0 + $1.count })
            defer { SystemMemory.wipe(&edited) }
            edited += bytes[..<range.lowerBound]
            for part in parts { edited += part }
            edited += bytes[range.upperBound...]
            return Secret(edited)
        }
    }

    private var usesCRLF: Bool {
        content.withUnsafeBytes { bytes in
            guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > 0 else { return false }
            return bytes[end - 1] == UInt8(ascii: "\r")
        }
    }
}
