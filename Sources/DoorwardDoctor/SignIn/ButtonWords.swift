internal import DoorwardForms

/// What buttons mean.
enum ButtonWords {
    private static let refusals: Set<String> = [
        "deny", "denied", "cancel", "reject", "no", "decline", "refuse", "disallow", "don't", "not", "never", "back",
        "logout", "signout", "switch", "abort", "forget", "another", "different", "ablehnen", "abbrechen", "refuser",
        "annuler", "out", "delete",
    ]
    /// From the clearest on.
    private static let agreements = [
        "allow", "authorize", "authorise", "approve", "accept", "grant", "agree", "consent", "yes", "confirm",
        "erlauben",
        "zulassen", "autoriser", "permitir", "continue", "next", "proceed", "ok", "login", "signin", "submit", "true",
        "1",
    ]

    private static func words(_ text: String) -> [String] {
        text.lowercased().replacing("’", with: "'").split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }

    static func isRefusal(_ text: String) -> Bool { words(text).contains(where: refusals.contains) }

    /// Negative for a refusal, zero for what says nothing, more for clearer agreements.
    static func score(_ text: String) -> Int {
        let words = words(text)
        if words.contains(where: refusals.contains) { return -1 }
        let best = words.compactMap { word in agreements.firstIndex(where: word.hasPrefix) }.min()
        return best.map { agreements.count - $0 } ?? 0
    }
}

extension PageForm.Button {
    /// All that says what it does.
    var words: String { "\(name) \(value) \(label)" }
}

extension PageForm.Choice {
    var words: String { "\(value) \(label)" }
}
