/// The characters that a part of a key can have.
enum KeyAlphabet: Sendable, Hashable {
    case digits, lowerHex, hex, lowerAndDigits, upperAndDigits, alphanumeric, word, wordAndDash, alphanumericAndDash
    /// Letters, digits and `/`, as in the path of a webhook.
    case path
    case base64
    /// Base64 in either alphabet, with its padding.
    case padded
    /// Base64url with dots between its parts.
    case dotted
    /// What Microsoft's client secrets have.
    case tilde

    func contains(_ byte: UInt8) -> Bool {
        switch self {
        case .digits: byte.isDigit
        case .lowerHex: byte.isDigit || (0x61...0x66).contains(byte)
        case .hex: byte.hexDigitValue != nil
        case .lowerAndDigits: byte.isDigit || (0x61...0x7A).contains(byte)
        case .upperAndDigits: byte.isDigit || (0x41...0x5A).contains(byte)
        case .alphanumeric: byte.isAlphanumeric
        case .word: byte.isAlphanumeric || byte == UInt8(ascii: "_")
        case .wordAndDash: byte.isAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        case .alphanumericAndDash: byte.isAlphanumeric || byte == UInt8(ascii: "-")
        case .path: byte.isAlphanumeric || byte == UInt8(ascii: "/")
        case .base64: byte.isAlphanumeric || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
        case .padded: Self.base64.contains(byte) || Self.wordAndDash.contains(byte) || byte == UInt8(ascii: "=")
        case .dotted: Self.wordAndDash.contains(byte) || byte == UInt8(ascii: ".")
        case .tilde: Self.dotted.contains(byte) || byte == UInt8(ascii: "~")
        }
    }

    /// How many characters of it there are from a place on, one more than `limit` at most.
    func run(in text: [UInt8], from start: Int, limit: Int) -> Int {
        var place = start
        let end = min(text.count, start + limit + 1)
        while place < end, contains(text[place]) { place += 1 }
        return place - start
    }

    /// How many characters of it there are in front of a place, one more than `limit` at most.
    func run(in text: [UInt8], before end: Int, limit: Int) -> Int {
        var place = end
        let start = max(0, end - limit - 1)
        while place > start, contains(text[place - 1]) { place -= 1 }
        return end - place
    }
}
