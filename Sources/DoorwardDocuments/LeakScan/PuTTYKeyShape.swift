/// A private key in PuTTY's own format: `PuTTY-User-Key-File-3: …` with `Private-Lines: …` further down.
enum PuTTYKeyShape {
    private static let begin = Array("PuTTY-User-Key-File-".utf8)
    private static let mark = Array("Private-Lines:".utf8)
    /// More than any key takes.
    private static let mostBytes = 16_384

    /// The key that begins at a place, up to the end of its private lines; nil when it has none.
    ///
    /// A look ends where the next key begins, so that no byte is looked at twice.
    static func sighting(at place: Int, in text: [UInt8]) -> KeySighting? {
        guard text[place] == begin[0], text[place...].starts(with: begin) else { return nil }
        var end = place + begin.count
        var body: Int?
        var run = 0
        var longest = 0
        while end < text.count, end - place < mostBytes, isBody(text[end]) {
            if text[end] == begin[0] {
                if text[end...].starts(with: begin) { break }
                if text[end...].starts(with: "Private-MAC".utf8) { break }
                if text[end...].starts(with: mark) { body = end + mark.count }
            }
            run = KeyAlphabet.base64.contains(text[end]) ? run + 1 : 0
            if body != nil { longest = max(longest, run) }
            end += 1
        }
        guard let body, longest >= 24, Randomness.isLikely(text[body..<end].filter(KeyAlphabet.base64.contains)) else {
            return nil
        }
        return KeySighting(name: "a private key of PuTTY", kind: .privateKey, range: place..<end)
    }

    /// Where the secret part of a key begins in its bytes; nil for what is no key of PuTTY.
    static func secretPart(of key: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard key.starts(with: begin),
            let place = key.indices.first(where: { key[$0] == mark[0] && key[$0...].starts(with: mark) })
        else { return nil }
        return key[(place + mark.count)...]
    }

    private static func isBody(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "<")
            || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
