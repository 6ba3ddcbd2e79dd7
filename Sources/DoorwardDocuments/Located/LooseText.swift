/// A text while it is decoded, with what must be changed to make it one of JSON's.
struct LooseText {
    var buffer: [UInt8] = []
    private(set) var controls: [SyntaxProblem.Edit] = []
    private(set) var escapes: [SyntaxProblem.Edit] = []
    /// The first escape that is half a pair of surrogates.
    private(set) var surrogate: Range<Int>?
    private(set) var hasBreak = false
    /// Whether a backslash was taken for itself beside others that mean a line break, a tab and the like, as in a path
    /// of Windows: what those were meant as is not clear.
    var isAmbiguous: Bool { hasKept && hasPlainEscape }
    private var hasKept = false
    private var hasPlainEscape = false
    /// Whether there is more to change than is kept, so that the whole text is better written anew.
    var isCrowded: Bool { controls.count >= Self.limit || escapes.count >= Self.limit }

    private static let limit = 1000

    /// Takes a control character that should have been escaped.
    mutating func takeControl(at place: Int, in bytes: [UInt8]) {
        let byte = bytes[place]
        buffer.append(byte)
        if byte == 0x0A { hasBreak = true }
        guard controls.count < Self.limit else { return }
        let escape: [UInt8] =
            switch byte {
            case 0x08: Array("\\b".utf8)
            case 0x09: Array("\\t".utf8)
            case 0x0A: Array("\\n".utf8)
            case 0x0C: Array("\\f".utf8)
            case 0x0D: Array("\\r".utf8)
            default: Array("\\u00".utf8) + byte.upperHex
            }
        controls.append(.init(range: place..<(place + 1), replacement: escape))
    }

    /// Decodes the escape whose backslash is at a place; says where it ends.
    mutating func decodeEscape(at place: Int, in bytes: [UInt8]) -> Int {
        guard place + 1 < bytes.count else {
            buffer.append(bytes[place])
            return place + 1
        }
        let letter = bytes[place + 1]
        if "bfnrt".utf8.contains(letter) { hasPlainEscape = true }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(letter)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): return decodeUnit(at: place, in: bytes)
        default: return decodeForeign(at: place, in: bytes)
        }
        return place + 2
    }

    private mutating func decodeUnit(at place: Int, in bytes: [UInt8]) -> Int {
        guard let first = Self.digits(4, at: place + 2, in: bytes) else { return keepBackslash(at: place) }
        if let scalar = Unicode.Scalar(first) {
            buffer += String(scalar).utf8
            return place + 6
        }
        let next = place + 6
        if first < 0xDC00, next + 1 < bytes.count, bytes[next] == UInt8(ascii: "\\"),
            bytes[next + 1] == UInt8(ascii: "u"), let second = Self.digits(4, at: next + 2, in: bytes),
            (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        {
            buffer += String(scalar).utf8
            return place + 12
        }
        surrogate = surrogate ?? place..<(place + 6)
        buffer += "\u{FFFD}".utf8
        return place + 6
    }

    /// Decodes what only Python and JavaScript have.
    private mutating func decodeForeign(at place: Int, in bytes: [UInt8]) -> Int {
        switch bytes[place + 1] {
        case UInt8(ascii: "'"): return replace(place..<(place + 2), "'", written: Array("'".utf8))
        case 0x0A: return replace(place..<(place + 2), "", written: [])
        case 0x0D where place + 2 < bytes.count && bytes[place + 2] == 0x0A:
            return replace(place..<(place + 3), "", written: [])
        case UInt8(ascii: "x"):
            guard let value = Self.digits(2, at: place + 2, in: bytes), let scalar = Unicode.Scalar(value) else {
                break
            }
            let written = Array("\\u00".utf8) + UInt8(truncatingIfNeeded: value).upperHex
            return replace(place..<(place + 4), String(scalar), written: written)
        case UInt8(ascii: "U"):
            guard let value = Self.digits(8, at: place + 2, in: bytes), value > 0xFFFF,
                let scalar = Unicode.Scalar(value)
            else { break }
            return replace(place..<(place + 10), String(scalar), written: Array(String(scalar).utf8))
        default: break
        }
        return keepBackslash(at: place)
    }

    private mutating func replace(_ range: Range<Int>, _ text: String, written: [UInt8]) -> Int {
        note(range, written)
        buffer += text.utf8
        return range.upperBound
    }

    private mutating func note(_ range: Range<Int>, _ written: [UInt8]) {
        guard escapes.count < Self.limit else { return }
        escapes.append(.init(range: range, replacement: written))
    }

    /// Takes a backslash for one that should have been doubled.
    private mutating func keepBackslash(at place: Int) -> Int {
        hasKept = true
        note(place..<(place + 1), Array("\\\\".utf8))
        buffer.append(UInt8(ascii: "\\"))
        return place + 1
    }

    private static func digits(_ count: Int, at place: Int, in bytes: [UInt8]) -> UInt32? {
        guard place + count <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[place..<(place + count)] {
            guard let digit = byte.hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
