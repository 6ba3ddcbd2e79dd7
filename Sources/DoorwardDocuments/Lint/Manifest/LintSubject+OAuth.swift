extension LintSubject {
    /// The two endpoints, the scope and the content type of `oauth`.
    mutating func checkOAuth(_ auth: LocatedValue) {
        for name in ManifestMembers.oauthRequired {
            checkOAuthMember(name, of: auth)
        }
        if let value = auth["authorization_content_type"], let text = value.string { checkContentType(value, text) }
        let client = checkEndpoint(auth["client_url"])
        let token = checkEndpoint(auth["authorization_url"])
        if let value = auth["client_url"], let client, client.query != nil || client.fragment != nil {
            let sign = client.query != nil ? "?" : "#"
            report(
                .clientURLWithQuery, at: value,
                "`client_url` has a `\(sign)` in it, and ChatGPT puts `?response_type=code&client_id=…` behind it.",
                hint: "End the address with its path; put what the server needs to know into the path.")
        }
        if let value = auth["authorization_url"] { checkOrder(client: client, token: token, auth, value) }
    }

    private mutating func checkOAuthMember(_ name: String, of auth: LocatedValue) {
        guard let value = auth[name] else {
            if isFragment || hasMisspelled(name, in: auth, among: ManifestMembers.anyAuth) { return }
            return report(
                .oauthMemberMissing, at: auth, "`\(name)` is missing.",
                hint: name == "scope"
                    ? "Add `\"scope\": \"\"` when there are no scopes." : LintRule.oauthMemberMissing.right)
        }
        guard value.kind != .string else { return }
        report(
            .memberType, at: value, "`\(name)` is \(value.kindInWords), not a text.",
            hint: name == "scope" ? "Write the scopes into one text, with spaces between them." : "Put it in quotes.")
    }

    private mutating func checkContentType(_ value: LocatedValue, _ text: String) {
        let known = ["application/json", "application/x-www-form-urlencoded"]
        guard !known.contains(text) else { return }
        let plain = text.lowercased().prefix { $0 != ";" }.filter { !$0.isWhitespace }
        let meant = known.first { $0 == plain }
        report(
            .authorizationContentType, at: value, "ChatGPT cannot send `\(text.excerpt)`.",
            hint: meant.map { "Write `\($0)`." }
                ?? "Write `application/json` or `application/x-www-form-urlencoded`, as your token endpoint reads.",
            edits: meant.map { value.replaced(by: $0) } ?? [])
    }

    /// The address of an endpoint, when it is one; what is wrong with it is reported.
    private mutating func checkEndpoint(_ value: LocatedValue?) -> WebAddress? {
        guard let value, let text = value.string, let name = value.name else { return nil }
        if reportPlaceholder(value, text, name: "auth.\(name)", isNeeded: true) { return nil }
        let address: WebAddress
        do throws(WebAddress.Fault) {
            address = try WebAddress(parsing: text)
        } catch {
            report(.oauthURL, at: value, "`\(name)` \(error.words).", hint: LintRule.oauthURL.right)
            return nil
        }
        if address.isLoopback { return address }
        if address.scheme != "https" {
            report(
                .oauthURL, at: value, "`\(name)` begins with `\(address.scheme.excerpt)://`.",
                hint: "Write `https://`; codes and tokens travel there.")
        } else if HostName.isPrivate(address.host) {
            report(
                .oauthURL, at: value, "`\(name)` is on `\(address.host.excerpt)`, which the internet cannot reach.",
                hint: LintRule.oauthURL.right)
        }
        return address
    }

    /// Whether the endpoints are in each other's place.
    private mutating func checkOrder(
        client: WebAddress?, token: WebAddress?, _ auth: LocatedValue, _ value: LocatedValue
    ) {
        guard let token else { return }
        if let client, client.text == token.text {
            return report(
                .oauthEndpointsSwapped, at: value, "`client_url` and `authorization_url` are the same address.",
                hint: "`client_url` is the page where users sign in, `authorization_url` the token endpoint.")
        }
        if let client, Self.looksLikeTokenEndpoint(client), !Self.looksLikeTokenEndpoint(token) {
            return report(
                .oauthEndpointsSwapped, at: auth["client_url"],
                "`client_url` looks like a token endpoint; ChatGPT sends users there to sign in.",
                hint: "`client_url` is the page where users sign in, `authorization_url` the token endpoint.")
        }
        if Self.isKnownAuthorizationEndpoint(token) {
            return report(
                .oauthEndpointsSwapped, at: value,
                "`authorization_url` is the page where users of `\(token.host.excerpt)` sign in, not its token "
                    + "endpoint.",
                hint: "Put the token endpoint here; the page where users sign in is `client_url`.")
        }
        if ["authorize", "authorization", "login", "signin"].contains(token.lastSegment) {
            report(
                .oauthEndpointsSwapped, at: value, severity: .warning,
                "`authorization_url` is called “\(token.lastSegment)”, as authorization endpoints are.",
                hint:
                    "ChatGPT fetches tokens from `authorization_url`. If that is what it does, all is well; the page "
                    + "where users sign in is `client_url`.")
        }
    }

    private static func looksLikeTokenEndpoint(_ address: WebAddress) -> Bool {
        ["token", "tokens", "access_token", "oauth.v2.access", "exchange", "oauth_exchange"].contains(
            address.lastSegment)
    }

    /// The authorization endpoints of providers that many use.
    private static func isKnownAuthorizationEndpoint(_ address: WebAddress) -> Bool {
        let last = address.lastSegment
        switch address.host {
        case "accounts.google.com": return last == "auth" || last == "authorize"
        case "login.microsoftonline.com", "login.live.com", "github.com", "gitlab.com", "slack.com", "discord.com",
            "www.linkedin.com", "api.notion.com", "accounts.spotify.com", "app.hubspot.com", "zoom.us", "bitbucket.org",
            "twitter.com", "x.com", "www.facebook.com", "appleid.apple.com", "auth.atlassian.com", "anilist.co":
            return last.hasPrefix("authorize") || last == "auth"
        default:
            return [".auth0.com", ".okta.com", ".amazoncognito.com"].contains { address.host.hasSuffix($0) }
                && last == "authorize"
        }
    }
}
