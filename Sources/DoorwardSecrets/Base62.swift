/// Big-endian base62 of fixed width: digits, upper case, lower case.
enum Base62 {
    static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// The bytes as one big-endian number, padded with zeros on the left; `nil` when `width` digits cannot hold it.
    static func encode(_ bytes: [UInt8], width: Int) -> [UInt8]? {
        var number = bytes
        defer { SystemMemory.wipe(&number) }
        var digits = [UInt8](repeating: alphabet[0], count: width)
        for place in digits.indices.reversed() {
            var remainder = 0
            for index in number.indices {
                let value = remainder << 8 | Int(number[index])
                number[index] = UInt8(truncatingIfNeeded: value / 62)
                remainder = value % 62
            }
            digits[place] = alphabet[remainder]
        }
        return number.allSatisfy { $0 == 0 } ? digits : nil
    }

    /// Whether a byte is one of the 62 digits.
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
