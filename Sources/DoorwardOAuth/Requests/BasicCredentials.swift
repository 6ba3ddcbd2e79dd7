/// The client id and secret of an `Authorization: Basic` field; both halves were form-urlencoded before they were put
/// together (RFC 6749 §2.3.1, RFC 7617 §2).
public struct BasicCredentials: Sendable {
    public var clientID: String
    /// Nil when it is empty.
    public var secret: String?

    /// Reads the value of an `Authorization` field; nil when its scheme is another.
    ///
    /// - Throws: `Rejection.malformedCredentials`.
    public init?(_ field: String) throws(Rejection) {
        let scheme = field.utf8.prefix { $0 != UInt8(ascii: " ") }
        guard scheme.count == 5, scheme.elementsEqual("basic".utf8, by: { $0 | 0x20 == $1 }) else { return nil }
        let text = field.utf8.dropFirst(5).drop { $0 == UInt8(ascii: " ") }
        guard text.count <= 8192, let pair = Self.decode(text),
            let colon = pair.firstIndex(of: UInt8(ascii: ":")),
            let id = FormParameters.decode(pair[..<colon]), !id.isEmpty,
            let secret = FormParameters.decode(pair[(colon + 1)...])
        else { throw .malformedCredentials }
        clientID = id
        self.secret = secret.isEmpty ? nil : secret
    }

    /// Base64 with or without its padding (RFC 4648 §4).
    private static func decode(_ text: Substring.UTF8View) -> [UInt8]? {
        var digits = text
        while digits.last == UInt8(ascii: "=") && text.count - digits.count < 2 { digits.removeLast() }
        guard digits.count % 4 != 1, text.count == digits.count || text.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count * 3 / 4)
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            pending = (pending << 6 | value) & 0xFFFF
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
