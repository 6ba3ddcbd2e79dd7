/// A private key in PEM: `-----BEGIN … PRIVATE KEY-----` (RFC 7468 section 10).
enum PrivateKeyShape {
    private static let begin = Array("-----BEGIN ".utf8)
    private static let end = Array("PRIVATE KEY".utf8)

    static func begins(at place: Int, in text: [UInt8]) -> Bool {
        guard text[place...].starts(with: begin) else { return false }
        let label = text[(place + begin.count)...].prefix(48).prefix { $0 != UInt8(ascii: "-") && $0 >= 0x20 }
        return label.indices.contains { label[$0...].starts(with: end) }
    }
}
