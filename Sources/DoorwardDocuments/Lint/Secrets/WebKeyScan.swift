/// Looks for private keys in JSON (RFC 7517, RFC 7518 section 6) in the middle of texts: `"kty"` and `"d"` near each
/// other, or `"k"` for keys of the type `oct`.
struct WebKeyScan {
    /// More bytes than these are not between the members of a key.
    private static let farthest = 3_000

    private var type: (place: Int, isSymmetric: Bool)?
    /// The last values that may be the secret part of a key whose type comes behind them.
    private var waiting: [Bool: Range<Int>] = [:]

    /// The secret part of a key that is complete at a colon; colons are to be given in ascending order.
    mutating func sighting(
        at colon: Int, in text: [UInt8], value: (_ start: Int) -> Range<Int>
    ) -> SecretSighting? {
        guard let name = Self.name(before: colon, in: text) else { return nil }
        var start = colon + 1
        while start < text.count, start - colon < 4, " \"'".utf8.contains(text[start]) { start += 1 }
        let range = value(start)
        if name.elementsEqual("kty".utf8) {
            let isSymmetric = text[range].elementsEqual("oct".utf8)
            type = (colon, isSymmetric)
            defer { waiting = [:] }
            guard let part = waiting[isSymmetric], colon - part.upperBound < Self.farthest else { return nil }
            return Self.sighting(part)
        }
        let isSymmetric = name.elementsEqual("k".utf8)
        guard SecretValue.isRandom(text[range], least: 32) else { return nil }
        guard let type, colon - type.place < Self.farthest else {
            waiting[isSymmetric] = range
            return nil
        }
        return type.isSymmetric == isSymmetric ? Self.sighting(range) : nil
    }

    private static func sighting(_ range: Range<Int>) -> SecretSighting {
        SecretSighting(.privateKey, "a private key as JSON Web Key", range)
    }

    /// `d`, `k` or `kty` when it is in quotes in front of a colon.
    private static func name(before colon: Int, in text: [UInt8]) -> ArraySlice<UInt8>? {
        var end = colon
        while end > 0, colon - end < 3, text[end - 1] == 0x20 { end -= 1 }
        guard end > 2, isQuote(text[end - 1]) else { return nil }
        let letters = text[..<(end - 1)].suffix(3)
        guard let last = letters.last, [0x64, 0x6B, 0x79].contains(last) else { return nil }
        if letters.elementsEqual("kty".utf8) { return letters }
        guard last != 0x79, isQuote(text[end - 3]) else { return nil }
        return letters.suffix(1)
    }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
}
