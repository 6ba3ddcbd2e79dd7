/// Texts as forms and the Basic scheme carry them.
enum FormText {
    /// Percent-encodes everything but unreserved characters (RFC 3986 §2.3).
    static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Base64 with padding (RFC 4648 §4).
    static func base64(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            let word =
                UInt32(bytes[start]) << 16 | (count > 1 ? UInt32(bytes[start + 1]) << 8 : 0)
                | (count > 2 ? UInt32(bytes[start + 2]) : 0)
            for index in 0..<4 {
                result.append(index <= count ? alphabet[Int(word >> (18 - 6 * UInt32(index)) & 63)] : 0x3D)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
