/// A private key in PEM: `-----BEGIN … PRIVATE KEY-----` (RFC 7468 section 10), also of OpenPGP and SSH2.
enum PrivateKeyShape {
    private static let begins = ["-----BEGIN ", "---- BEGIN "].map { Array($0.utf8) }
    private static let key = Array("PRIVATE KEY".utf8)
    private static let end = Array("END ".utf8)
    /// More than any key takes.
    private static let mostBytes = 16_384

    /// The key that begins at a place, up to where its end is told, or its first line when it is not.
    static func sighting(at place: Int, in text: [UInt8]) -> KeySighting? {
        guard text[place] == UInt8(ascii: "-"),
            let begin = begins.first(where: { text[place...].starts(with: $0) })
        else { return nil }
        let label = text[(place + begin.count)...].prefix(48).prefix { $0 != UInt8(ascii: "-") && $0 >= 0x20 }
        guard label.indices.contains(where: { label[$0...].starts(with: key) }) else { return nil }
        var end = label.endIndex
        while end < text.count, end - label.endIndex < 5, text[end] == UInt8(ascii: "-") || text[end] == 0x20 {
            end += 1
        }
        // Text of base64, white space, escapes of line ends and headers such as `Proc-Type` up to the next dashes.
        while end < text.count, end - place < mostBytes {
            if text[end] == UInt8(ascii: "-"), text[end...].starts(with: "----".utf8) {
                end = endOfLine(from: end, in: text)
                break
            }
            guard isBody(text[end]) else { break }
            end += 1
        }
        return KeySighting(name: "a private key in PEM", kind: .privateKey, range: place..<end)
    }

    /// Whether something like a key stands behind the first line, not only the line, or dots, as prose has it.
    static func hasBody(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let dash = bytes.dropFirst(16).firstIndex(of: UInt8(ascii: "-")) else { return false }
        let body = bytes[dash...].drop { $0 == UInt8(ascii: "-") || $0 == 0x20 }
        var run = 0
        for byte in body {
            run = KeyAlphabet.base64.contains(byte) ? run + 1 : 0
            if run >= 24 { return Randomness.isLikely(body.prefix(4096).filter(KeyAlphabet.base64.contains)) }
        }
        let isWhole =
            body.holds(Array("-----END ".utf8)) && !body.holds(Array("...".utf8)) && !body.holds(Array("…".utf8))
        let text = body.prefix { $0 != UInt8(ascii: "-") }.filter(KeyAlphabet.base64.contains)
        return isWhole && text.count >= 16 && Randomness.isLikely(text)
    }

    private static func isBody(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "<")
            || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func endOfLine(from start: Int, in text: [UInt8]) -> Int {
        guard text[start...].prefix(10).contains(UInt8(ascii: "E")) else { return start }
        var place = start
        let limit = min(text.count, start + 64)
        while place < limit, isBody(text[place]), text[place] >= 0x20 { place += 1 }
        return place
    }
}
