/// One `NAME=value` of a `.env` file and the places of its parts in the bytes.
struct DotenvAssignment: Sendable {
    let name: String
    let value: Secret
    let line: Int
    /// The value as written, with its quotes.
    let valueRange: Range<Int>
    /// From the start of its first line through the end of its last, line ending included.
    let lineRange: Range<Int>
}

/// Walks once over the bytes of a `.env` file.
struct DotenvScanner {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isNameStart(first) else { return false }
        return name.utf8.allSatisfy(isNamePart)
    }

    mutating func scan() throws(DotenvError) -> [DotenvAssignment] {
        try requireText()
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        var assignments: [DotenvAssignment] = []
        var lines: [String: Int] = [:]
        while index < bytes.count {
            guard let assignment = try scanLine() else { continue }
            if let first = lines.updateValue(assignment.line, forKey: assignment.name) {
                throw .duplicate(name: assignment.name, line: assignment.line, first: first)
            }
            assignments.append(assignment)
        }
        return assignments
    }

    private func requireText() throws(DotenvError) {
        if let line = bytes.withUnsafeBytes({ Self.lineThatIsNoText(in: $0) }) { throw .notText(line: line) }
    }

    /// Whether bytes are UTF-8 without a NUL.
    static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool { lineThatIsNoText(in: bytes) == nil }

    /// Not by way of a String: its copy could not be overwritten.
    private static func lineThatIsNoText(in bytes: UnsafeRawBufferPointer) -> Int? {
        var number = 1
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .emptyInput: return nil
            case .error: return number
            case .valid(let scalar):
                if scalar.first == 0 { return number }
                if scalar.first == UInt8(ascii: "\n") { number += 1 }
            }
        }
    }

    /// Reads one line, or several when a quoted value spans them; `nil` for an empty line or a comment.
    private mutating func scanLine() throws(DotenvError) -> DotenvAssignment? {
        let start = index
        let first = line
        skipBlanks()
        if atLineEnd || current == UInt8(ascii: "#") {
            skipLine()
            return nil
        }
        guard let name = scanName() else { throw .notAnAssignment(line: first) }
        let (value, range) = try scanValue()
        skipLine()
        return DotenvAssignment(name: name, value: value, line: first, valueRange: range, lineRange: start..<index)
    }

    /// Reads `[export] NAME =` and stops right after the `=`.
    private mutating func scanName() -> String? {
        var word = scanWord()
        let afterWord = index
        skipBlanks()
        if word == "export", index > afterWord, let next = current, Self.isNameStart(next) {
            word = scanWord()
            skipBlanks()
        }
        guard let word, current == UInt8(ascii: "=") else { return nil }
        index += 1
        return word
    }

    private mutating func scanWord() -> String? {
        guard let first = current, Self.isNameStart(first) else { return nil }
        let start = index
        while let byte = current, Self.isNamePart(byte) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func scanValue() throws(DotenvError) -> (Secret, Range<Int>) {
        let start = index
        skipBlanks()
        switch current {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return try scanQuoted()
        case UInt8(ascii: "#") where index > start: return (Secret([UInt8]()), start..<start)
        default: return scanUnquoted(after: start)
        }
    }

    private mutating func scanUnquoted(after start: Int) -> (Secret, Range<Int>) {
        let first = index
        var end = first
        while !atLineEnd, let byte = current {
            if Self.isBlank(byte) {
                if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "#") { break }
            } else {
                end = index + 1
            }
            index += 1
        }
        if end == first { return (Secret([UInt8]()), start..<start) }
        let value = bytes.withUnsafeBytes { Secret(UnsafeRawBufferPointer(rebasing: $0[first..<end])) }
        return (value, first..<end)
    }

    private mutating func scanQuoted() throws(DotenvError) -> (Secret, Range<Int>) {
        let start = index
        let opened = line
        let quote = bytes[start]
        index += 1
        var value: [UInt8] = []
        // An array that grows leaves its old storage behind.
        value.reserveCapacity(lengthToClosing(quote))
        defer { SystemMemory.wipe(&value) }
        while let byte = current, byte != quote {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), let escaped = scanEscape() {
                value.append(escaped)
            } else {
                value.append(byte)
                index += 1
            }
        }
        guard current == quote else { throw .openQuote(line: opened) }
        index += 1
        let range = start..<index
        skipBlanks()
        guard atLineEnd || (current == UInt8(ascii: "#") && index > range.upperBound) else {
            throw .afterQuote(line: line)
        }
        return (Secret(value), range)
    }

    /// How many bytes there are up to the quote that ends the value, or to the end.
    private func lengthToClosing(_ quote: UInt8) -> Int {
        var end = index
        while end < bytes.count, bytes[end] != quote {
            end += bytes[end] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
        }
        return min(end, bytes.count) - index
    }

    /// Reads a backslash and what it escapes, or nothing when the backslash stands for itself.
    private mutating func scanEscape() -> UInt8? {
        guard index + 1 < bytes.count else { return nil }
        let escaped: UInt8
        switch bytes[index + 1] {
        case UInt8(ascii: "n"): escaped = UInt8(ascii: "\n")
        case UInt8(ascii: "r"): escaped = UInt8(ascii: "\r")
        case UInt8(ascii: "t"): escaped = UInt8(ascii: "\t")
        case let byte where "\"\\$`".utf8.contains(byte): escaped = byte
        default: return nil
        }
        index += 2
        return escaped
    }
}

extension DotenvScanner {
    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// At the end of the bytes, at `\n`, or at `\r\n`.
    private var atLineEnd: Bool {
        guard let byte = current else { return true }
        if byte == UInt8(ascii: "\n") { return true }
        return byte == UInt8(ascii: "\r") && (index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: "\n"))
    }

    private mutating func skipBlanks() {
        while let byte = current, Self.isBlank(byte) { index += 1 }
    }

    /// Moves behind the line ending.
    private mutating func skipLine() {
        while let byte = current {
            index += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                return
            }
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (Base62.isDigit(byte) && !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte))
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        Base62.isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
}
