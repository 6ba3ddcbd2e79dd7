import Testing

@Suite("Cookies", .ownThreads)
struct CookieTests {
    @Test("are for this host only, for no script, and not for other sites", arguments: ["https://door.example", nil])
    func attributes(_ site: String?) async throws {
        try await Door.with(.oauth(site: site), on: .sqlite) { door in
            let isSecure = site != nil
            let start = try door.get("/oauth/authorize?\(door.query(door[.web], pkce: PKCEPair()).text)")
            let browser = try check(start, "browser", isSecure)
            let page = try door.get(path(start, door), [("Cookie", browser)])
            let form = Form(fields(page, door).map { ($0.0, $0.0 == "password" ? door.ada.password : $0.1) })
            let signedIn = try door.post("/oauth/sign-in", form, [("Cookie", browser)])
            #expect(signedIn.status == 303)
            _ = try check(signedIn, "session", isSecure)
            // Whoever signs out takes the cookie along.
            let out = try door.get("/account", [("Cookie", "doorward-session=dws_x; __Host-doorward-session=dws_x")])
            #expect(out.status == 303)
        }
    }

    /// Checks the cookies of one kind that an answer sets, and answers them as a header.
    private func check(_ answer: Response, _ kind: String, _ isSecure: Bool) throws -> String {
        let set = answer.values("Set-Cookie").filter { $0.contains("doorward-\(kind)=") }
        #expect(set.count == (isSecure ? 1 : 2), "\(kind): \(set.map { $0.prefix(24) })")
        for line in set {
            let parts = line.split(separator: ";").map { $0.trimmed.lowercased() }
            #expect(parts.contains("httponly") && parts.contains("samesite=lax") && parts.contains("path=/"), "\(kind)")
            #expect(!parts.contains { $0.hasPrefix("domain") })
            #expect(line.hasPrefix("__Host-") == parts.contains("secure"), "\(kind)")
        }
        let pairs = set.compactMap { $0.split(separator: ";").first.map(String.init) }
        #expect(pairs.contains { $0.hasPrefix("__Host-doorward-\(kind)=") })
        return pairs.joined(separator: "; ")
    }

    private func path(_ answer: Response, _ door: Door) -> String {
        let place = answer.header("Location") ?? "/"
        return place.hasPrefix(door.site) ? String(place.dropFirst(door.site.count)) : place
    }

    private func fields(_ page: Response, _ door: Door) -> [(String, String)] {
        let hidden = page.text.matches(of: /<input type="hidden" name="([a-z]+)" value="([^"]*)"/)
        return hidden.map { (String($0.1), String($0.2)) } + [("username", "ada"), ("password", "")]
    }
}
