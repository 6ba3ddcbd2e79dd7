/// How a text must be written so that every YAML reader takes it for that text.
enum YAMLText {
    /// Words that YAML 1.1 or 1.2 reads as something else, in lower case.
    private static let reserved: Set<String> = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity", "<<",
    ]

    /// Whether a text may stand without quotes, as a key or a value in block style.
    ///
    /// Asks for more than the grammar does: whatever begins with a digit, a sign or a dot is quoted, so that no
    /// reader can take it for a number, a date or a time.
    static func isPlain(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last,
            first.isLetter || first >= 0x80 || "_/($<".utf8.contains(first),
            last != UInt8(ascii: ":"), last != 0x20, isPrintable(text)
        else { return false }
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case 0x09, 0x0A, 0x0D: return false
            case UInt8(ascii: ":") where bytes[place + 1] == 0x20: return false
            case UInt8(ascii: "#") where bytes[place - 1] == 0x20: return false
            default: break
            }
        }
        return bytes.count > 8 || !reserved.contains(text.lowercased())
    }

    /// A double-quoted scalar on one line (YAML 1.2.2 section 7.3.1).
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case _ where isPrintable(scalar): quoted.unicodeScalars.append(scalar)
            default: quoted += escape(scalar)
            }
        }
        return quoted + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        if scalar.value <= 0xFF { return "\\x" + digits.leftPadded(to: 2) }
        return scalar.value <= 0xFFFF ? "\\u" + digits.leftPadded(to: 4) : "\\U" + digits.leftPadded(to: 8)
    }

    /// The text as a literal block with its header (section 8.1.2), or nil when it has one line or a block could be
    /// misread.
    static func literalBlock(_ text: String, indent: Int) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.contains(0x0A), let first = bytes.first, first > 0x20, !bytes.contains(0x0D), !bytes.contains(0x09),
            isPrintable(text)
        else { return nil }
        let trailing = bytes.reversed().prefix { $0 == 0x0A }.count
        // Blanks alone at the end would be taken for an empty line by some readers.
        guard bytes.dropLast(trailing).last != 0x20 else { return nil }
        var block = trailing == 0 ? "|-\n" : trailing == 1 ? "|\n" : "|+\n"
        let margin = String(repeating: "  ", count: indent)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast(trailing == 0 ? 0 : 1)
        for line in lines {
            block += line.isEmpty ? "\n" : margin + String(decoding: line, as: UTF8.self) + "\n"
        }
        return block
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || isPrintable($0) }
    }

    /// Printable in YAML 1.1 and 1.2 (section 5.1), without what some reader takes for a line break or a byte order
    /// mark.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
