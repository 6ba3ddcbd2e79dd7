/// A URL that carries a password: `postgres://app:…@host/name` (RFC 3986 section 3.2.1), or a key in a name's place.
enum URLPassword {
    /// What a key in the place of a name is called.
    static let keyName = "a key in a URL"
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
        guard let at else { return nil }
        let range = (place - scheme)..<at
        guard let colon, colon < at else {
            let isKey = isKey(text[start..<at]) && !isOpen(text[(at + 1)..<end])
            return isKey ? KeySighting(name: keyName, kind: .urlPassword, range: range) : nil
        }
        guard at > colon + 1, isPassword(text[(colon + 1)..<at], of: text[start..<colon]) else { return nil }
        return KeySighting(name: "a password in a URL", kind: .urlPassword, range: range)
    }

    private static func isPassword(_ password: ArraySlice<UInt8>, of name: ArraySlice<UInt8>) -> Bool {
        guard !SecretValue.isPlaceholder(password, readsDigits: false), password.count >= 4,
            !password.allSatisfy(\.isDigit), !password.elementsEqual(name)
        else { return false }
        // A port with a query or a fragment behind it ends with digits; only chance makes a password with `?` or `#`.
        guard let sign = password.firstIndex(where: endsAuthority) else { return true }
        return !password[..<sign].allSatisfy(\.isDigit) && SecretValue.isRandom(password, least: 8)
    }

    private static func isKey(_ name: ArraySlice<UInt8>) -> Bool {
        !name.contains(where: endsAuthority) && SecretValue.isRandom(name, least: 16) && !SecretValue.isUUID(name)
    }

    /// Addresses that are made to stand in public pages: those to which programs send reports of errors.
    private static func isOpen(_ host: ArraySlice<UInt8>) -> Bool {
        host.holds(Array("sentry".utf8)) || host.holds(Array("ingest.".utf8))
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "#") || byte == UInt8(ascii: "?") }

    private static func isUserInfo(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"/\"'`<>\\,;()[]{}|".utf8.contains(byte)
    }
}
