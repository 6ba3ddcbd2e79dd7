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
        var number = 1
        for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard !text.contains(0), String(validating: text, as: UTF8.self) != nil else {
                throw .notText(line: number)
            }
            number += 1
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
        return (Secret(Array(bytes[first..<end])), first..<end)
    }

    private mutating func scanQuoted() throws(DotenvError) -> (Secret, Range<Int>) {
        let start = index
        let opened = line
        let quote = bytes[start]
        index += 1
        var value: [UInt8] = []
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
