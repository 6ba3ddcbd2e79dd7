/// Base64 (RFC 4648 sections 4 and 5), as far as finding it and peering into it need.
package enum Base64Form {
    package static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    package static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The characters that a text has in base64 wherever it stands in what is encoded, but for the ones at either end
    /// which also depend on its neighbours.
    ///
    /// - Parameter alignment: how many bytes, modulo 3, stand in front of it.
    package static func inner(_ bytes: [UInt8], alignment: Int, alphabet: [UInt8]) -> [UInt8] {
        let padded = [UInt8](repeating: 0, count: alignment) + bytes
        let sextets = padded.count * 8 / 6
        let skipped = (alignment * 8 + 5) / 6
        guard sextets > skipped else { return [] }
        return (skipped..<sextets).map { place in
            let bit = place * 6
            let first = UInt16(padded[bit / 8])
            let second = bit / 8 + 1 < padded.count ? UInt16(padded[bit / 8 + 1]) : 0
            return alphabet[Int((first << 8 | second) >> UInt16(10 - bit % 8) & 0x3F)]
        }
    }

    /// The bytes that base64url without padding stands for; nil for what is none.
    static func decodeURLSafe(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text {
            guard let sextet = value(of: character) else { return nil }
            bits = (bits << 6 | sextet) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    /// The bytes that base64 in either alphabet stands for, padded or not; nil for what is none.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var characters = text.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? 0x5F : $0 }
        for _ in 0..<2 where characters.last == UInt8(ascii: "=") { characters.removeLast() }
        return decodeURLSafe(characters)
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case 0x41...0x5A: UInt32(character - 0x41)
        case 0x61...0x7A: UInt32(character - 0x61 + 26)
        case 0x30...0x39: UInt32(character - 0x30 + 52)
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
