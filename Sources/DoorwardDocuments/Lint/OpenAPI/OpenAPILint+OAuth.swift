extension OpenAPILint {
    /// A scheme of type `oauth2`.
    mutating func checkOAuth(_ scheme: LocatedValue, _ name: String) {
        guard let flows = scheme["flows"], flows.kind == .object else {
            return reportBroken(
                scheme["flows"] ?? scheme, name, "has no `flows`",
                "Add `flows.authorizationCode` with `authorizationUrl`, `tokenUrl` and `scopes`.")
        }
        guard let flow = flows["authorizationCode"], flow.kind == .object else {
            return reportAbsent(
                .apiFlowKind, at: flows, atName: true,
                "The scheme “\(name.excerpt)” has no authorization code flow, the one that assistants walk.",
                hint: "Add `authorizationCode` with `authorizationUrl`, `tokenUrl` and `scopes`.")
        }
        for member in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
            guard let url = flow[member] else {
                if member != "refreshUrl" {
                    reportBroken(flow, name, "has no `\(member)`", "Add it, as an absolute https URL.")
                }
                continue
            }
            checkFlowURL(url, member)
        }
    }

    private mutating func checkFlowURL(_ url: LocatedValue, _ member: String) {
        let text = url.string ?? ""
        guard let address = WebAddress(text), address.scheme == "https" || address.isLoopback else {
            return reportAbsent(
                .apiFlowURL, at: url, "`\(member)` is “\(text.excerpt)”, not an absolute https URL.",
                hint: "Write the whole URL, from https:// on.")
        }
        guard let host = apiHost, !Self.isKnownProvider(address.host), !Self.isSameDomain(address.host, host) else {
            return
        }
        subject.report(
            .apiOAuthDomain, at: url, for: .init(action: .error),
            "`\(member)` is on \(address.host.excerpt), and the API on \(host.excerpt); the GPT editor refuses that.",
            hint: "Serve both on one domain, such as https://\(host.excerpt)/oauth/…, in front of the other.")
    }

    /// The host of the first server that can be called, else the one that serves the document.
    private var apiHost: String? {
        for server in root["servers"]?.elements.prefix(20).map(\.self) ?? [] {
            if let address = server["url"]?.string.flatMap({ WebAddress($0) }), !address.isLoopback {
                return address.host
            }
        }
        return subject.input.host.map { String($0.prefix { $0 != ":" }) }
    }

    /// The providers that the GPT editor takes whatever the API's domain is.
    private static func isKnownProvider(_ host: String) -> Bool {
        [
            "google.com", "googleapis.com", "microsoftonline.com", "microsoft.com", "live.com", "adobe.com",
            "adobelogin.com", "adobe.io",
        ].contains { host == $0 || host.hasSuffix("." + $0) }
    }

    /// Whether two hosts have the same owner, as far as names tell: `auth.example.com` and `api.example.com`.
    private static func isSameDomain(_ one: String, _ other: String) -> Bool { domain(one) == domain(other) }

    /// The last two labels, or three where the last two are like `co.uk`.
    private static func domain(_ host: String) -> String {
        let labels = host.split(separator: ".")
        guard labels.count > 2 else { return host }
        let isShort = labels[labels.count - 1].utf8.count == 2 && labels[labels.count - 2].utf8.count <= 3
        return labels.suffix(isShort ? 3 : 2).joined(separator: ".")
    }
}
