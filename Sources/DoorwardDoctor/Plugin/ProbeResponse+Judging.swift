internal import DoorwardDocuments

extension ProbeResponse {
    /// Whether it sends the client elsewhere.
    var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) && header("location") != nil }

    /// Where it sends the client; nil when that is no URL.
    func location(from url: String) -> WebAddress? {
        header("location").flatMap { location in WebAddress(url)?.resolving(location) }
    }

    var isSuccess: Bool { (200...299).contains(status) }

    /// Whether the body is a page for people.
    var isHTML: Bool {
        let start = body.prefix(1024).drop { $0 <= 0x20 || $0 >= 0x80 }
        let text = String(decoding: start, as: UTF8.self).lowercased()
        if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") { return true }
        guard mediaType == "text/html" || mediaType == "application/xhtml+xml" else { return false }
        return start.isEmpty || start.first == UInt8(ascii: "<")
    }

    /// Whether the body is a page at which people sign in.
    var isLoginPage: Bool {
        guard isHTML else { return false }
        let text = String(decoding: body.prefix(65536), as: UTF8.self).lowercased()
        return ["type=\"password\"", "type=password", "type='password'", "sign in", "log in", "login"]
            .contains(where: text.contains)
    }

    /// Why this is not the document that was asked for, as a sentence; nil when it may be one.
    var whyNoDocument: String? {
        if let guardian = BotPage.guardian(of: self) {
            return "\(guardian) answers in the server's place (status \(status)): it takes the client for a bot."
        }
        switch status {
        case 200: break
        case 401, 407: return "It asks for credentials (status \(status)); the client has none here."
        case 403: return "It is forbidden (status 403): a firewall, a rule for hidden files, or a sign-in."
        case 404, 410: return "There is nothing (status \(status))."
        case 429: return "Too many requests (status 429): the limit is so low that a few requests reach it."
        case 500...599: return "The server fails (status \(status))."
        default: return "The answer has status \(status); 200 is needed."
        }
        if isHTML {
            return isLoginPage
                ? "It is a page at which people sign in, not a document."
                : "It is a page for people (HTML), not a document; often the start page of a web application."
        }
        return isCut ? "It is longer than \(body.count) bytes." : nil
    }
}

extension WebAddress {
    /// Whether it looks like a page at which people sign in.
    var isLogin: Bool {
        let text = (host + path).lowercased()
        if ["sso.", "auth.", "idp.", "accounts.", "id."].contains(where: host.hasPrefix) { return true }
        return [
            "login", "log-in", "signin", "sign-in", "/auth", "/sso", "/saml", "cloudflareaccess.com", "accounts.google",
        ]
        .contains(where: text.contains)
    }

    /// The host with the port, where that is not the scheme's own.
    var hostAndPort: String { String(origin.dropFirst(scheme.utf8.count + 3)) }
}
