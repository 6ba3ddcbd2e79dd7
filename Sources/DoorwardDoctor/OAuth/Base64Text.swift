/// Base64 with padding (RFC 4648 section 4).
enum Base64Text {
    static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let left = bytes.count - place
            let first = bytes[place]
            let second = left > 1 ? bytes[place + 1] : 0
            let third = left > 2 ? bytes[place + 2] : 0
            text.append(alphabet[Int(first >> 2)])
            text.append(alphabet[Int(first & 3) << 4 | Int(second >> 4)])
            text.append(left > 1 ? alphabet[Int(second & 15) << 2 | Int(third >> 6)] : UInt8(ascii: "="))
            text.append(left > 2 ? alphabet[Int(third & 63)] : UInt8(ascii: "="))
            place += 3
        }
        return String(decoding: text, as: UTF8.self)
    }
}
