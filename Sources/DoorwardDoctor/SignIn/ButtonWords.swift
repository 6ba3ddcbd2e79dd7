internal import DoorwardForms

/// What buttons mean.
enum ButtonWords {
    private static let refusals: Set<String> = [
        "deny", "denied", "cancel", "reject", "no", "decline", "refuse", "disallow", "don't", "not", "never", "back",
        "logout", "signout", "switch", "abort", "forget", "another", "different", "ablehnen", "abbrechen", "refuser",
        "annuler", "out", "delete", "zurück", "retour", "cancelar", "volver",
    ]
    /// From the clearest on.
    private static let agreements = [
        "allow", "authorize", "authorise", "approve", "accept", "grant", "agree", "consent", "yes", "confirm",
        "erlauben",
        "zulassen", "autoriser", "permitir", "continue", "next", "proceed", "ok", "login", "signin", "submit", "true",
        "1",
    ]
    /// Of a button that sends a name or a password, from the clearest on.
    private static let signIns = [
        "login", "signin", "anmelden", "einloggen", "connexion", "connecter", "iniciar", "continue", "next", "weiter",
        "proceed", "submit", "ok", "go",
    ]
    /// Parts of words that lead to a new password or a new account.
    private static let asides = [
        "forgot", "reset", "recover", "regist", "signup", "enrol", "vergessen", "oubli", "inscri", "olvid",
    ]
    private static let asideWords: Set<String> = [
        "up", "create", "join", "lost", "resend", "help", "magic", "passkey", "show", "new", "erstellen", "créer",
    ]
    /// Others at whom one may have an account.
    private static let providers: Set<String> = [
        "google", "facebook", "apple", "github", "gitlab", "microsoft", "twitter", "linkedin", "sso", "saml", "okta",
        "amazon", "discord", "slack",
    ]

    private static func words(_ text: String) -> [String] {
        text.lowercased().replacing("’", with: "'").split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }

    static func isRefusal(_ text: String) -> Bool { words(text).contains(where: refusals.contains) }

    /// Whether it leads to a new password, to a new account, or to somebody else's sign-in.
    static func isAside(_ text: String) -> Bool {
        let words = words(text)
        if words.contains(where: asideWords.contains) { return true }
        if words.contains(where: { word in asides.contains(where: word.contains) }) { return true }
        return words.contains(where: providers.contains) && !words.contains("to")
    }

    /// Whether it speaks of signing in.
    static func isSignIn(_ text: String) -> Bool { signInWords(text).contains(where: signIns.prefix(7).contains) }

    /// With `sign in` and `log in` as one word.
    private static func signInWords(_ text: String) -> [String] {
        let words = words(text)
        return words + zip(words, words.dropFirst()).map { $0 + $1 }
    }

    /// Negative for what must not be pressed to sign in, zero for what says nothing, more for clearer words.
    static func signInScore(_ text: String) -> Int {
        if isRefusal(text) || isAside(text) { return -1 }
        let best = signInWords(text).compactMap { word in signIns.firstIndex(of: word) }.min()
        return best.map { signIns.count - $0 } ?? 0
    }

    /// Negative for a refusal and for what leads away, zero for what says nothing, more for clearer agreements.
    static func score(_ text: String) -> Int {
        let words = words(text)
        if words.contains(where: refusals.contains) { return -1 }
        let best = words.compactMap { word in agreements.firstIndex(where: word.hasPrefix) }.min()
        // Who agrees in so many words may also create or register something.
        if best ?? agreements.count >= 14, isAside(text) { return -1 }
        return best.map { agreements.count - $0 } ?? 0
    }
}

extension PageForm.Button {
    /// All that says what it does.
    var words: String { "\(name) \(value) \(label)" }
    /// The same, with where it leads.
    var wordsAndPlace: String { words + " " + (action ?? "").prefix { $0 != "?" } }
}

extension PageForm.Choice {
    var words: String { "\(value) \(label)" }
}
