// Small questions about bytes and texts that several readers ask.

extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }

    var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }

    var isAlphanumeric: Bool { isDigit || isLetter }

    /// The value of an ASCII hexadecimal digit in either case.
    var hexDigitValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }

    /// Two upper-case hexadecimal digits.
    var upperHex: [UInt8] { [Self.upperDigits[Int(self >> 4)], Self.upperDigits[Int(self & 15)]] }

    private static let upperDigits = Array("0123456789ABCDEF".utf8)
}

extension String {
    /// The beginning of a text that a stranger wrote, fit for a message of one line.
    var excerpt: String {
        var text = ""
        for scalar in unicodeScalars.prefix(60) {
            text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return unicodeScalars.dropFirst(60).isEmpty ? text : text + "…"
    }

    func leftPadded(to width: Int) -> String { String(repeating: "0", count: max(0, width - utf8.count)) + self }

    /// The text as one step of a JSON pointer (RFC 6901 section 3).
    var pointerToken: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return self }
        var token = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "~": token += "~0"
            case "/": token += "~1"
            default: token.unicodeScalars.append(scalar)
            }
        }
        return token
    }
}

extension [UInt8] {
    /// The line and the column in Unicode scalars of a place, both counted from 1.
    func lineAndColumn(at place: Int) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in self[..<Swift.min(place, count)] {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }

    /// Where in the range the first byte is that cannot be there in UTF-8.
    func firstInvalidUTF8(in range: Range<Int>) -> Int? {
        var decoder = Unicode.UTF8.ForwardParser()
        var source = self[range].makeIterator()
        var place = range.lowerBound
        while true {
            switch decoder.parseScalar(from: &source) {
            case .valid(let scalar): place += scalar.count
            case .error: return place
            case .emptyInput: return nil
            }
        }
    }
}
