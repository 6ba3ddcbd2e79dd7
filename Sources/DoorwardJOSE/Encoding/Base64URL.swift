/// Base64url without padding, exactly one text for each sequence of bytes (RFC 4648 §5 and §3.5, RFC 7515 §2).
///
/// Decoding is strict: padding, white space, characters of the ordinary alphabet and bits left over that are not zero
/// are refused, so a token cannot be rewritten without breaking it.
public enum Base64URL {
    private static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    private static let invalid: UInt8 = 0x80
    /// For each byte the six bits it stands for, or `invalid`.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: invalid, count: 256)
        alphabet.withUTF8Buffer { letters in
            for (value, letter) in letters.enumerated() { table[Int(letter)] = UInt8(value) }
        }
        return table
    }()

    /// The number of characters that encode `count` bytes.
    public static func encodedCount(_ count: Int) -> Int { (count * 4 + 2) / 3 }

    /// The number of bytes that `count` characters stand for; `nil` when no text has that length (RFC 4648 §4).
    public static func decodedCount(_ count: Int) -> Int? { count % 4 == 1 ? nil : count * 3 / 4 }

    /// The bytes as text.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.withUnsafeBytes { encodedBytes($0) }, as: UTF8.self)
    }

    /// The bytes as text, in ASCII.
    public static func encodedBytes(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let size = encodedCount(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = encode(bytes, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// Writes the text of the bytes; returns its length, or 0 when there is no room for it.
    static func encode(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Int {
        let size = encodedCount(bytes.count)
        guard size <= target.count, size > 0, let source = bytes.baseAddress, let output = target.baseAddress else {
            return 0
        }
        var input = source.assumingMemoryBound(to: UInt8.self)
        let letters = alphabet.utf8Start
        var out = output.assumingMemoryBound(to: UInt8.self)
        for _ in 0..<(bytes.count / 3) {
            let group = UInt32(input[0]) << 16 | UInt32(input[1]) << 8 | UInt32(input[2])
            out[0] = letters[Int(group >> 18)]
            out[1] = letters[Int(group >> 12 & 63)]
            out[2] = letters[Int(group >> 6 & 63)]
            out[3] = letters[Int(group & 63)]
            input += 3
            out += 4
        }
        switch bytes.count % 3 {
        case 1:
            out[0] = letters[Int(input[0] >> 2)]
            out[1] = letters[Int(input[0] & 3) << 4]
        case 2:
            out[0] = letters[Int(input[0] >> 2)]
            out[1] = letters[Int(input[0] & 3) << 4 | Int(input[1] >> 4)]
            out[2] = letters[Int(input[1] & 15) << 2]
        default: break
        }
        return size
    }

    /// The bytes that the text stands for; `nil` when it is not their one encoding.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
    }

    /// The bytes that the ASCII text stands for; `nil` when it is not their one encoding.
    public static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let size = decodedCount(text.count) else { return nil }
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            isValid = values.withUnsafeBufferPointer { decode(text, into: buffer, table: $0) }
            count = isValid ? size : 0
        }
        return isValid ? bytes : nil
    }

    /// Decodes into a buffer of exactly the decoded size.
    private static func decode(
        _ text: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<UInt8>,
        table: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let source = text.baseAddress, let output = target.baseAddress, let table = table.baseAddress else {
            return text.isEmpty
        }
        var input = source.assumingMemoryBound(to: UInt8.self)
        var out = output
        var seen: UInt8 = 0
        for _ in 0..<(text.count / 4) {
            let (a, b, c, d) = (
                table[Int(input[0])], table[Int(input[1])], table[Int(input[2])], table[Int(input[3])]
            )
            seen |= a | b | c | d
            out[0] = a << 2 | b >> 4
            out[1] = b << 4 | c >> 2
            out[2] = c << 6 | d
            input += 4
            out += 3
        }
        let rest = text.count % 4
        guard rest >= 2 else { return seen & invalid == 0 }
        let (a, b) = (table[Int(input[0])], table[Int(input[1])])
        let c = rest == 3 ? table[Int(input[2])] : 0
        out[0] = a << 2 | b >> 4
        if rest == 3 { out[1] = b << 4 | c >> 2 }
        // RFC 4648 §3.5: bits that encode nothing are zero.
        let spare = rest == 3 ? c & 3 : b & 15
        return (seen | a | b | c) & invalid == 0 && spare == 0
    }
}
