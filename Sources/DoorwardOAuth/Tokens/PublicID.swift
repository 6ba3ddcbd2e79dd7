import DoorwardJOSE

/// Names that the server gives to what people and programs refer to: clients, users, grants, tokens.
public enum PublicID {
    /// 16 random bytes in base64url: an id that nobody guesses.
    ///
    /// It never begins with a hyphen, which a command line would take for an option.
    public static func make(_ random: @Sendable (Int) -> [UInt8]) -> String {
        var bytes = random(16)
        let text = Base64URL.encode(bytes)
        guard isMistakable(text) else { return text }
        // Another first character, of those that ids begin with anyway.
        bytes[0] &= 0x7F
        return Base64URL.encode(bytes)
    }

    /// Whether a command line would take a name for an option.
    public static func isMistakable(_ name: String) -> Bool { name.utf8.first == UInt8(ascii: "-") }
}
