/// A text's bytes without one layer of escapes, of whichever kind: `%2F` (URLs), `\u002F` and `\/` (JSON), `&#47;` and
/// `&sol;` (HTML); and where each byte came from.
struct UnescapedText {
    private(set) var bytes: [UInt8] = []
    /// For each byte, where its escape begins and ends in the text.
    private(set) var starts: [Int32] = []
    private(set) var ends: [Int32] = []
    /// Whether there was anything to undo.
    private(set) var isChanged = false

    /// - Parameter text: less than 2 GB.
    init(_ text: [UInt8]) {
        bytes.reserveCapacity(text.count)
        starts.reserveCapacity(text.count)
        ends.reserveCapacity(text.count)
        var place = 0
        while place < text.count {
            guard let escape = Self.escape(in: text, at: place) else {
                append(text[place], place..<(place + 1))
                place += 1
                continue
            }
            isChanged = true
            let range = place..<(place + escape.length)
            if escape.isByte {
                append(UInt8(truncatingIfNeeded: escape.value), range)
            } else {
                for byte in String(escape.scalar).utf8 { append(byte, range) }
            }
            place = range.upperBound
        }
    }

    /// Where in the text the bytes of a range came from.
    func origin(of range: Range<Int>) -> Range<Int> {
        Int(starts[range.lowerBound])..<Int(ends[range.upperBound - 1])
    }

    private mutating func append(_ byte: UInt8, _ range: Range<Int>) {
        bytes.append(byte)
        starts.append(Int32(truncatingIfNeeded: range.lowerBound))
        ends.append(Int32(truncatingIfNeeded: range.upperBound))
    }

    // MARK: - Escapes

    private struct Escape {
        var value: UInt32
        /// A byte of UTF-8, not a character.
        var isByte = false
        var length: Int
        var scalar: Unicode.Scalar { Unicode.Scalar(value) ?? "\u{FFFD}" }
    }

    private static func escape(in text: [UInt8], at place: Int) -> Escape? {
        switch text[place] {
        case UInt8(ascii: "%"): hex(text, place + 1, 2).map { Escape(value: $0, isByte: true, length: 3) }
        case UInt8(ascii: "\\"): backslash(text, place)
        case UInt8(ascii: "&"): entity(text, place)
        default: nil
        }
    }

    private static func backslash(_ text: [UInt8], _ place: Int) -> Escape? {
        guard place + 1 < text.count else { return nil }
        switch text[place + 1] {
        case UInt8(ascii: "u"): return utf16(text, place)
        case UInt8(ascii: "x"): return hex(text, place + 2, 2).map { Escape(value: $0, length: 4) }
        case UInt8(ascii: "n"): return Escape(value: 10, length: 2)
        case UInt8(ascii: "r"): return Escape(value: 13, length: 2)
        case UInt8(ascii: "t"): return Escape(value: 9, length: 2)
        case UInt8(ascii: "b"): return Escape(value: 8, length: 2)
        case UInt8(ascii: "f"): return Escape(value: 12, length: 2)
        case let mark where mark < 0x80 && !isAlphanumeric(mark): return Escape(value: UInt32(mark), length: 2)
        default: return nil
        }
    }

    /// `\uXXXX`, or two of them for one character.
    private static func utf16(_ text: [UInt8], _ place: Int) -> Escape? {
        guard let high = hex(text, place + 2, 4) else { return nil }
        let isPaired = (0xD800...0xDBFF).contains(high) && place + 7 < text.count
        if isPaired, text[place + 6] == UInt8(ascii: "\\"), text[place + 7] == UInt8(ascii: "u"),
            let low = hex(text, place + 8, 4), (0xDC00...0xDFFF).contains(low)
        {
            return Escape(value: 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), length: 12)
        }
        return Escape(value: high, length: 6)
    }

    /// `&#47;`, `&#x2f;`, `&sol;`.
    private static func entity(_ text: [UInt8], _ place: Int) -> Escape? {
        let longest = min(text.count, place + 12)
        guard place + 2 < longest, let end = text[(place + 2)..<longest].firstIndex(of: UInt8(ascii: ";")) else {
            return nil
        }
        let name = text[(place + 1)..<end]
        let length = end + 1 - place
        guard name.first == UInt8(ascii: "#") else {
            return names[String(decoding: name, as: UTF8.self)].map { Escape(value: $0.value, length: length) }
        }
        var digits = String(decoding: name.dropFirst(), as: UTF8.self)
        let isHex = digits.first == "x" || digits.first == "X"
        if isHex { digits.removeFirst() }
        return UInt32(digits, radix: isHex ? 16 : 10).map { Escape(value: $0, length: length) }
    }

    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "sol": "/", "bsol": "\\", "plus": "+",
        "equals": "=", "period": ".", "comma": ",", "colon": ":", "semi": ";", "excl": "!", "quest": "?", "num": "#",
        "dollar": "$", "percnt": "%", "lpar": "(", "rpar": ")", "ast": "*", "lsqb": "[", "lbrack": "[", "rsqb": "]",
        "rbrack": "]", "lcub": "{", "lbrace": "{", "rcub": "}", "rbrace": "}", "lowbar": "_", "verbar": "|",
        "vert": "|", "grave": "`", "commat": "@", "Hat": "^", "AMP": "&", "LT": "<", "GT": ">", "QUOT": "\"",
    ]

    private static func hex(_ text: [UInt8], _ start: Int, _ count: Int) -> UInt32? {
        guard start + count <= text.count else { return nil }
        var value: UInt32 = 0
        for place in start..<(start + count) {
            switch text[place] {
            case 0x30...0x39: value = value << 4 | UInt32(text[place] - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(text[place] - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | UInt32(text[place] - 0x61 + 10)
            default: return nil
            }
        }
        return value
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
}
