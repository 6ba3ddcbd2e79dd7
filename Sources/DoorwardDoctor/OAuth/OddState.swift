/// A `state` that shows how carefully a server gives it back (RFC 6749 section 4.1.2: the exact value).
enum OddState {
    private static let specials = "&=+#%/?\"<>' :;,@!$()*[]{}|^`~\\-._%20%2B&amp;"
    private static let letters = "é&ß=水+🚪"

    /// About 500 bytes of characters that a state may have (RFC 6749 appendix A.5: %x20 to %x7E), all of those among
    /// them that are neither letters nor digits.
    static func make(random: [UInt8]) -> String { make(random, of: specials) }

    /// The same with characters beyond ASCII, which a server may refuse.
    static func foreign(random: [UInt8]) -> String { make(random, of: letters) }

    private static func make(_ random: [UInt8], of specials: String) -> String {
        var state = "odd-"
        for byte in random.prefix(16) { state += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }
        while state.utf8.count < 500 { state += specials }
        return state + "."
    }

    /// A state as ChatGPT sends it: a UUID of version 4 (RFC 9562).
    static func uuid(random: [UInt8]) -> String {
        var bytes = Array(random.prefix(16))
        bytes += [UInt8](repeating: 0, count: 16 - bytes.count)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (place, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(place) { text += "-" }
            text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return text
    }

    /// How the state that came back differs from the one that was sent, as the rest of a sentence; nil when it is the
    /// same, byte by byte.
    static func difference(sent: String, in callback: AuthorizationCallback) -> String? {
        let all = callback.values("state")
        guard let first = all.first else {
            let isInFragment = callback.fragmentParameters.contains { $0.name == "state" }
            return isInFragment ? "came back behind `#`, where the client cannot read it" : "did not come back"
        }
        guard all.count == 1 else { return "came back \(all.count) times" }
        return difference(sent: sent, received: first)
    }

    static func difference(sent: String, received: String) -> String? {
        let sentBytes = Array(sent.utf8)
        let bytes = Array(received.utf8)
        if sentBytes == bytes { return nil }
        if bytes.isEmpty { return "came back empty" }
        if sentBytes.starts(with: bytes) {
            return "was cut off after \(bytes.count) of \(sentBytes.count) bytes"
        }
        if QueryText.decode(received) == sent { return "was percent-encoded twice" }
        if received == QueryText.decode(sent) { return "was percent-decoded twice" }
        if received.replacing(" ", with: "+") == sent.replacing(" ", with: "+") {
            return "came back with blanks in place of `+`: the `+` was not encoded as `%2B`"
        }
        if received == escaped(sent) { return "came back with HTML's escapes (`&amp;` in place of `&`)" }
        if received.lowercased() == sent.lowercased() { return "came back in another case of letters" }
        let same = zip(sentBytes, bytes).prefix { $0 == $1 }.count
        return

            """
            came back altered: \(bytes.count) bytes of \(sentBytes.count), other than was sent from byte \
            \(same + 1) on
            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
