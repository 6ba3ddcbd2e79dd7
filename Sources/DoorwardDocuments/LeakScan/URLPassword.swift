/// A URL that carries a password: `postgres://app:…@host/name` (RFC 3986 section 3.2.1).
enum URLPassword {
    /// More than any name and password take.
    private static let mostBytes = 300

    /// The name and password behind a scheme, when a place is the colon of `://`.
    static func sighting(at place: Int, in text: [UInt8]) -> KeySighting? {
        guard text[place...].starts(with: "://".utf8) else { return nil }
        let scheme = KeyAlphabet.alphanumericAndDash.run(in: text, before: place, limit: 24)
        guard scheme >= 2, scheme <= 24 else { return nil }
        let start = place + 3
        var end = start
        var colon: Int?
        var at: Int?
        while end < text.count, end - start < mostBytes, isUserInfo(text[end]) {
            if text[end] == UInt8(ascii: ":"), colon == nil { colon = end }
            // A password with an @ in it ought to be escaped and often is not.
            if text[end] == UInt8(ascii: "@") { at = end }
            end += 1
        }
        guard let colon, let at, at > colon + 1 else { return nil }
        let password = text[(colon + 1)..<at]
        guard !SecretValue.isPlaceholder(password, readsDigits: false), password.count >= 4,
            !password.allSatisfy(\.isDigit),
            !password.elementsEqual(text[start..<colon])
        else { return nil }
        return KeySighting(name: "a password in a URL", kind: .urlPassword, range: (place - scheme)..<at)
    }

    private static func isUserInfo(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"/?#\"'`<>\\,;()[]{}|".utf8.contains(byte)
    }
}
