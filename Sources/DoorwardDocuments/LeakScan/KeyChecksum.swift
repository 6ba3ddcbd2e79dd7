/// The checksums by which some keys can be told from look-alikes without asking whoever issued them.
enum KeyChecksum: Sendable, Hashable {
    /// The last six characters are the CRC-32 of the thirty before them in base62: GitHub, npm.
    case ofBody
    /// The last six characters are the CRC-32 of everything before them in base62: Doorward.
    case ofAll
    /// What is in front of the first dot is an account's number in base64: Discord.
    case numberInFront

    /// Whether the checksum fits; nil when a key of that length has none.
    func isRight(_ key: ArraySlice<UInt8>, prefixLength: Int) -> Bool? {
        switch self {
        case .ofBody:
            let body = key.dropFirst(prefixLength)
            guard body.count == 36 else { return nil }
            return Self.base62(Self.crc32(body.dropLast(6))) == Array(body.suffix(6))
        case .ofAll: return Self.base62(Self.crc32(key.dropLast(6))) == Array(key.suffix(6))
        case .numberInFront:
            let number = Base64Form.decodeURLSafe(key.prefix { $0 != UInt8(ascii: ".") }) ?? []
            return number.count >= 15 && number.allSatisfy(\.isDigit)
        }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    /// The checksum of zip and Ethernet (ISO 3309).
    static func crc32(_ bytes: some Collection<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { $0 >> 8 ^ table[Int(($0 ^ UInt32($1)) & 0xFF)] }
    }

    private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Six digits, the most significant first; they hold 32 bits.
    static func base62(_ number: UInt32) -> [UInt8] {
        var rest = number
        var text = [UInt8](repeating: digits[0], count: 6)
        for place in text.indices.reversed() {
            text[place] = digits[Int(rest % 62)]
            rest /= 62
        }
        return text
    }
}
