import DoorwardOAuth

/// The header fields of pages for people.
enum PeopleHeaders {
    /// No script at all, styles and images of this site, no frame around it; forms go to this site and, through the
    /// redirect that follows them, to the client.
    ///
    /// Chromium applies `form-action` to every redirect after a form (Content Security Policy Level 3 §6.4.1), and a
    /// client may send people on from its own address to yet another site.
    ///
    /// - Parameters:
    ///   - destination: origin (`https://a.example`) or scheme (`app.example:`) that a form may lead to.
    ///   - mayGoOn: whether any https site may follow on an https destination; not where a password is typed.
    ///   - providers: where people sign in elsewhere, when a form of the page leads there at once. Providers send
    ///     people on through sites of their own, or to the provider of a company, so any https site may follow.
    static func page(
        destination: String? = nil, mayGoOn: Bool = false, providers: [any SignInProvider] = []
    ) -> [(name: String, value: String)] {
        var targets = ["'self'"]
        for origin in [destination].compactMap({ $0 }) + providers.compactMap(\.formAction) {
            targets += sources(origin).filter { !targets.contains($0) }
        }
        let mayGoAnywhere = !providers.isEmpty || mayGoOn && destination?.hasPrefix("https:") == true
        if mayGoAnywhere, !targets.contains("https:") { targets.append("https:") }
        let policy = [
            "default-src 'none'", "style-src 'self'", "img-src 'self'",
            "form-action \(targets.joined(separator: " "))", "base-uri 'none'", "frame-ancestors 'none'",
        ]
        return [
            ("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", policy.joined(separator: "; ")),
            ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
    }

    /// The source expressions for a destination; nothing for what would not be one (CSP Level 3 §2.3.1).
    private static func sources(_ destination: String) -> [String] {
        let isSource = destination.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x2F, 0x3A: true
            default: false
            }
        }
        guard isSource else { return [] }
        // The two names of ChatGPT send people on to each other.
        let twins = ["https://chat.openai.com", "https://chatgpt.com"]
        return twins.contains(destination) ? twins : [destination]
    }
}
