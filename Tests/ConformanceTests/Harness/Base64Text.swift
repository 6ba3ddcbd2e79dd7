/// Base64 as the tests need it (RFC 4648 §4 and §5), by arithmetic of its own.
enum Base64Text {
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let url = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let text = encode(bytes, standard)
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }

    static func encode(_ text: String) -> String { encode(text.utf8) }

    static func encodeURL(_ bytes: some Sequence<UInt8>) -> String { encode(bytes, url) }

    /// The bytes of base64url without padding; `nil` for anything else.
    static func decodeURL(_ text: some StringProtocol) -> [UInt8]? {
        var bits = 0
        var count = 0
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            guard let digit = url.firstIndex(of: byte) else { return nil }
            bits = (bits << 6 | digit) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return count < 6 ? bytes : nil
    }

    private static func encode(_ bytes: some Sequence<UInt8>, _ alphabet: [UInt8]) -> String {
        var bits = 0
        var count = 0
        var out: [UInt8] = []
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            count += 8
            while count >= 6 {
                count -= 6
                out.append(alphabet[bits >> count & 63])
            }
        }
        if count > 0 { out.append(alphabet[bits << (6 - count) & 63]) }
        return String(decoding: out, as: UTF8.self)
    }
}
