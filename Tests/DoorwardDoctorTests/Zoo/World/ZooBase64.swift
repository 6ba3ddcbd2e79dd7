/// RFC 4648 section 4, for the Basic scheme.
enum ZooBase64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func decode(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var held = 0
        var count = 0
        for byte in text.utf8 {
            guard let digit = digits.firstIndex(of: byte) else { break }
            held = (held << 6 | digit) & 0xFFFF
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: held >> count))
        }
        return bytes
    }
}
