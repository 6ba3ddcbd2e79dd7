/// Base64 (RFC 4648 §4) and base64url (§5).
enum Base64 {
    enum Alphabet { case standard, url }

    static func encode(_ bytes: some Collection<UInt8>, alphabet: Alphabet, padded: Bool) -> [UInt8] {
        let common = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let digits = common + Array((alphabet == .standard ? "+/" : "-_").utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var pending: UInt32 = 0
        var bits = 0
        for byte in bytes {
            pending = (pending << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(digits[Int(pending >> UInt32(bits)) & 63])
            }
        }
        if bits > 0 { text.append(digits[Int(pending << UInt32(6 - bits)) & 63]) }
        while padded && text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
        return text
    }
}
