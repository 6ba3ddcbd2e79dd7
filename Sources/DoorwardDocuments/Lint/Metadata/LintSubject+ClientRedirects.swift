extension LintSubject {
    mutating func checkRedirectURIs(_ root: LocatedValue) {
        guard let list = root["redirect_uris"], list.kind != .array || list.count > 0 else {
            return report(
                .clientRedirects, at: root["redirect_uris"] ?? root, "No redirect URI is named.",
                hint: "Add \"redirect_uris\" with the addresses to which people come back.")
        }
        var hosts: Set<Bool> = []
        for value in list.elements {
            guard let text = value.string else { continue }
            checkRedirectURI(text, at: value)
            hosts.insert(WebAddress(text)?.isLoopback ?? false)
        }
        if hosts == [true] {
            report(
                .clientLocalOnly, at: list, "Every redirect URI is on the user's own computer.",
                hint: "Any program there can pose as this client; consent pages warn of it. Nothing need be done for a "
                    + "program that runs there.")
        }
    }

    private mutating func checkRedirectURI(_ text: String, at value: LocatedValue) {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        if ["javascript", "data", "vbscript", "file", "blob", "about"].contains(scheme) {
            return report(
                .clientRedirects, at: value, "A redirect URI has the scheme “\(scheme)”.",
                hint: "Use https, or an address on localhost.")
        }
        if text.utf8.contains(UInt8(ascii: "#")) {
            return report(
                .clientRedirects, at: value, "A redirect URI has a fragment (#).",
                hint: "Leave it out (RFC 6749 section 3.1.2).")
        }
        if text.utf8.contains(UInt8(ascii: "*")) {
            return report(
                .clientRedirects, at: value, "A redirect URI has a “*”.",
                hint: "List each address in full; they are compared character by character.")
        }
        guard let url = WebAddress(text) else {
            guard scheme.utf8.count < text.utf8.count, !scheme.isEmpty, scheme != "https", scheme != "http" else {
                return report(
                    .clientRedirects, at: value, "A redirect URI is not a whole URL.",
                    hint: "Write https://, host and path.")
            }
            return report(
                .clientRedirects, at: value, severity: .warning,
                "A redirect URI has the app scheme “\(scheme.excerpt)”.",
                hint: "Many authorization servers take https and localhost only, and refuse the whole document.")
        }
        if url.scheme == "http", !url.isLoopback {
            report(
                .clientRedirects, at: value, "A redirect URI is http, not https.",
                hint: "Codes must not travel in the clear; only localhost may be http.")
        } else if url.scheme != "http", url.scheme != "https" {
            report(
                .clientRedirects, at: value, severity: .warning,
                "A redirect URI has the app scheme “\(url.scheme.excerpt)”.",
                hint: "Many authorization servers take https and localhost only, and refuse the whole document.")
        }
    }
}
