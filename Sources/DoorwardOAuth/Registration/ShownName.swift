/// Names that strangers choose and people read.
public enum ShownName {
    /// The most bytes of a client's name.
    public static let longest = 200

    /// Whether a text can be shown: no control characters, no line ends, and nothing that turns the direction of
    /// writing around or that nobody sees (joiners excepted, which Persian, Indic scripts and emoji need).
    public static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: false
            case .format: scalar.value == 0x200C || scalar.value == 0x200D
            default: true
            }
        }
    }

    /// Whether anything of a text can be seen.
    static func isVisible(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            // Letters that leave no mark on paper, such as the fillers of Hangul.
            guard !scalar.properties.isDefaultIgnorableCodePoint, scalar.value != 0x2800 else { return false }
            return switch scalar.properties.generalCategory {
            case .spaceSeparator, .format, .nonspacingMark, .enclosingMark, .control: false
            default: true
            }
        }
    }

    /// What a client without a name is called: by where its answers go.
    static func standIn(forRedirect uri: String) -> String {
        guard let redirect = ValidatedRedirect(uri: uri) else { return "An application" }
        if redirect.isLoopback { return "An application on your own computer" }
        guard redirect.isHTTPS, let host = URIParts(uri)?.host else { return "An application on your own device" }
        return "An application of \(host)"
    }
}
