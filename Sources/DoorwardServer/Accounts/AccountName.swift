import DoorwardOAuth

/// What a person may be called: something that can be typed on every keyboard, and into every command line.
public enum AccountName {
    /// The rule, as a person reads it.
    public static let rule =
        "Choose a name of 3 to 64 letters, digits, dots, hyphens and underscores that does not begin with a hyphen."

    /// Whether a name in canonical form may be given. Without `@` nobody takes another's e-mail address for a name.
    public static func isAcceptable(_ name: String) -> Bool {
        (3...64).contains(name.utf8.count) && !PublicID.isMistakable(name)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }
}
