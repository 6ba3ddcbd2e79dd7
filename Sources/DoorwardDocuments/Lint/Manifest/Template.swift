/// Recognizes what templates and examples leave behind in a manifest.
enum Template {
    /// Whether a variable stands in an address: `${…}`, `{{…}}`, `<…>`, `PLUGIN_HOSTNAME`, or `$host` in front of the
    /// path (behind it `$metadata` and the like are names of OData).
    static func isLeft(inAddress text: String) -> Bool {
        let bytes = Array(text.utf8.prefix(4096))
        let start = bytes.firstIndex(of: 0x3A).map { bytes[$0...].starts(with: [0x3A, 0x2F, 0x2F]) ? $0 + 3 : 0 } ?? 0
        let path = bytes[start...].firstIndex(of: 0x2F) ?? bytes.endIndex
        let last = bytes.lastIndex(of: 0x7D) ?? -1
        for (place, byte) in bytes.enumerated() {
            let next = place + 1 < bytes.count ? bytes[place + 1] : 0
            switch byte {
            case 0x24: if next == 0x7B || (place < path && (next.isLetter || next == 0x5F)) { return true }
            case 0x7B: if last > place { return true }
            case 0x3C: if next.isLetter { return true }
            default: break
            }
        }
        return text.contains("PLUGIN_HOSTNAME")
    }

    /// Whether a variable stands in a name; a dollar sign alone may be a letter of it.
    static func isLeft(inName text: String) -> Bool {
        isWhole(text) || (text.contains("${") || text.contains("{{")) && text.contains("}") || text == "PLUGIN_NAME"
    }

    /// Whether a text is nothing but one variable.
    static func isWhole(_ text: String) -> Bool {
        (text.hasPrefix("${") && text.hasSuffix("}")) || (text.hasPrefix("{{") && text.hasSuffix("}}"))
            || (text.utf8.first == 0x24 && text.utf8.dropFirst().first?.isLetter == true
                && text.utf8.dropFirst().allSatisfy { $0.isAlphanumeric || $0 == 0x5F })
    }

    /// Whether a host is one that examples use, and that nobody's API has.
    static func isExample(host: String) -> Bool {
        if exampleHosts.contains(where: { host == $0 || host.hasSuffix("." + $0) }) { return true }
        return host.split(separator: ".").contains { label in
            let words = label.split { $0 == "-" || $0 == "_" }
            guard let first = words.first else { return false }
            switch first {
            case "your": return words.count > 1 && words.dropFirst().allSatisfy { things.contains(String($0)) }
            case "replace": return words.count > 1 && ["me", "with", "this"].contains(words[1])
            default: return yours.contains(String(label))
            }
        }
    }

    /// Whether an e-mail address is that of an example.
    static func isExample(mailbox: Substring, host: String) -> Bool {
        let name = mailbox.lowercased()
        return isExample(host: host) || exampleMailHosts.contains(host)
            || ["your", "you", "youremail", "your-email", "your_email", "your.email", "yourname", "your-name"].contains(
                name)
    }

    /// Whether a verification token is a text that says what belongs there.
    static func isExample(token: String) -> Bool {
        let lowered = token.lowercased()
        let marks = [
            "replace", "your", "token", "placeholder", "verification", "openai", "chatgpt", "example", "todo", "insert",
            "xxx", "change", "${", "{{", "…", "...",
        ]
        let isBracketed =
            (token.hasPrefix("<") && token.hasSuffix(">")) || (token.hasPrefix("{") && token.hasSuffix("}"))
        return isBracketed || isWhole(token) || marks.contains(where: lowered.contains)
            || Set(lowered.utf8).count <= 1
    }

    private static let exampleHosts: Set<String> = [
        "example.com", "example.org", "example.net", "yourdomain.com", "your-domain.com", "mydomain.com", "domain.com",
        "yourwebsite.com", "website.com", "yoursite.com", "yourcompany.com", "mycompany.com",
    ]

    private static let exampleMailHosts: Set<String> = [
        "contact.com", "legal.com", "email.com", "test.com", "mail.example",
    ]

    private static let yours: Set<String> = [
        "yourdomain", "yourapp", "yourserver", "yoursite", "yourapi", "yourhost", "yourcompany", "yourwebsite",
        "yourplugin", "yourproject", "yourusername", "yourname", "changeme", "placeholder",
    ]

    private static let things: Set<String> = [
        "app", "url", "domain", "site", "server", "company", "host", "hostname", "api", "name", "project", "service",
        "website", "organization", "org", "plugin", "subdomain", "instance", "endpoint", "ngrok", "render", "vercel",
        "replit", "railway", "cloud", "backend", "username", "user", "here", "public", "deployment", "tunnel", "id",
        "address", "link", "base", "gpt", "bot",
    ]
}
