/// The text of a YAML file as bytes, with its places: offsets for lines and columns, and back.
///
/// Lines end as YAML 1.1 §4.2 says (LF, CR, CRLF, NEL, LS, PS), columns count Unicode scalars, as libYAML's marks do.
struct YAMLText {
    var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The byte order mark that some editors write: it has no column, and libYAML would take it for indentation.
    var markLength: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    /// The first thing that is not UTF-8 or not allowed in YAML (§5.1), with its place.
    func firstBadCharacter() -> (position: FilePosition, message: String)? {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return (position(of: firstInvalidOffset()), "is not UTF-8")
        }
        var offset = 0
        for scalar in text.unicodeScalars {
            if !Self.isAllowed(scalar, first: offset == 0) {
                let code = String(scalar.value, radix: 16, uppercase: true).leftPadded(to: 4)
                return (position(of: offset), "contains the control character U+\(code)")
            }
            offset += UTF8.width(scalar)
        }
        return nil
    }

    private static func isAllowed(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF:
            true
        case 0xFEFF: first
        default: false
        }
    }

    private func firstInvalidOffset() -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput, .error: return offset
            }
        }
    }

    /// Where an offset is; what is not UTF-8 counts byte by byte.
    func position(of offset: Int) -> FilePosition {
        var line = 1
        var start = markLength
        var index = start
        while index < min(offset, bytes.count) {
            let length = breakLength(at: index)
            if length > 0 {
                line += 1
                start = index + length
            }
            index += max(length, 1)
        }
        let column = bytes[min(start, bytes.count)..<min(max(offset, start), bytes.count)].count { $0 & 0xC0 != 0x80 }
        return FilePosition(line: line, column: column + 1)
    }

    /// The offset of a place; `nil` when the text has no such place.
    func offset(of position: FilePosition) -> Int? {
        var line = 1
        var index = markLength
        while line < position.line {
            guard index < bytes.count else { return nil }
            let length = breakLength(at: index)
            if length > 0 { line += 1 }
            index += max(length, 1)
        }
        var column = 1
        while column < position.column {
            guard index < bytes.count, breakLength(at: index) == 0 else { return nil }
            index += 1
            while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
            column += 1
        }
        return index
    }

    /// How many bytes the line break at the offset has; 0 when there is none.
    func breakLength(at index: Int) -> Int {
        switch bytes[index] {
        case 0x0A: 1
        case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
        case 0xE2:
            index + 2 < bytes.count && bytes[index + 1] == 0x80
                && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
                ? 3 : 0
        default: 0
        }
    }

    /// Whether the text could use aliases more often than anyone needs, which would multiply the work of reading it.
    ///
    /// Counts what may be an anchor or alias without knowing YAML, so that nothing is composed before.
    var hasTooManyAliases: Bool {
        var anchors = 0
        var aliases = 0
        var previous: UInt8 = 0x0A
        for (index, byte) in bytes.enumerated() {
            let begins = previous <= 0x20 || previous == 0x5B || previous == 0x7B || previous == 0x2C
            if begins, byte == 0x26 || byte == 0x2A, index + 1 < bytes.count, bytes[index + 1] > 0x20 {
                if byte == 0x26 { anchors += 1 } else { aliases += 1 }
            }
            previous = byte
        }
        return anchors > 0 && aliases > Self.maximumAliases
    }

    static let maximumAliases = 16
}

extension String {
    func leftPadded(to width: Int) -> String { String(repeating: "0", count: max(0, width - count)) + self }
}
