/// What may be registered as a redirect URI, with a reason for each refusal.
public enum RedirectRegistration {
    private static let forbiddenSchemes: Set<String> = [
        "javascript", "data", "vbscript", "file", "blob", "about", "view-source", "filesystem", "ws", "wss", "ftp",
    ]

    /// The addresses to register for a client.
    ///
    /// - Parameters:
    ///   - uris: complete addresses.
    ///   - assistantID: the id of a plugin or GPT, whose two callbacks are added.
    public static func uris(
        _ uris: [String], assistantID: String? = nil, profile: ClientProfile
    ) throws(RedirectRefusal) -> [String] {
        var all: [String] = []
        if let assistantID {
            guard profile.redirects.allowAssistants else { throw .assistantIDNotForProfile(profile.name) }
            all = try AssistantCallback.uris(id: assistantID)
        }
        for uri in uris {
            try check(uri, profile: profile)
            for address in twins(of: uri, profile: profile) where !all.contains(address) { all.append(address) }
        }
        guard all.count <= 20 else { throw .tooMany }
        guard profile.redirects.areAllowed || all.isEmpty else { throw .notForProfile(profile.name) }
        let mayDoWithout = !profile.grants.contains(.authorizationCode) || profile.grants.contains(.clientCredentials)
        guard !all.isEmpty || mayDoWithout else { throw .missing(profile: profile.name) }
        return all
    }

    /// The address itself, and for a callback of ChatGPT the one on the other host too.
    private static func twins(of uri: String, profile: ClientProfile) -> [String] {
        guard profile.redirects.allowAssistants, let parts = URIParts(uri), let host = parts.host,
            AssistantCallback.hosts.contains(host), parts.query == nil,
            let id = AssistantCallback.id(inPath: parts.path),
            let both = try? AssistantCallback.uris(id: id)
        else { return [uri] }
        return both
    }

    /// Checks one address.
    public static func check(_ uri: String, profile: ClientProfile) throws(RedirectRefusal) {
        guard profile.redirects.areAllowed else { throw .notForProfile(profile.name) }
        guard !uri.utf8.contains(UInt8(ascii: "*")), !uri.utf8.contains(UInt8(ascii: "{")) else { throw .pattern(uri) }
        guard let parts = URIParts(uri) else { throw .notAnAbsoluteURI(uri) }
        guard parts.fragment == nil else { throw .fragment(uri) }
        guard !forbiddenSchemes.contains(parts.scheme) else { throw .forbiddenScheme(uri) }
        guard parts.userinfo == nil else { throw .userinfo(uri) }
        try checkQuery(parts, uri)
        switch parts.scheme {
        case "https": try checkPlace(parts, uri)
        case "http":
            try checkPlace(parts, uri)
            guard ValidatedRedirect.loopbackHosts.contains(parts.host ?? "") else { throw .plainHTTP(uri) }
        default:
            guard profile.redirects.allowPrivateUse else { throw .privateUseNotForProfile(uri, profile: profile.name) }
            if let listed = profile.redirects.privateUseSchemes {
                guard listed.contains(parts.scheme) else { throw .schemeNotListed(uri) }
                return
            }
            guard parts.scheme.contains(".") || RedirectRules.knownPrivateUseSchemes.contains(parts.scheme) else {
                throw .privateUseWithoutDot(uri)
            }
        }
    }

    /// What the answer adds; a client that reads the first of two must not read somebody else's (RFC 9207 §2.4).
    private static let answerParameters = [
        "code", "state", "iss", "error", "error_description", "error_uri", "response",
    ]

    private static func checkQuery(_ parts: URIParts, _ uri: String) throws(RedirectRefusal) {
        guard let query = parts.query else { return }
        guard let parameters = try? FormParameters.parse(query) else { throw .notAnAbsoluteURI(uri) }
        for entry in parameters.entries where answerParameters.contains(entry.name) {
            throw .reservedParameter(uri, name: entry.name)
        }
    }

    private static func checkPlace(_ parts: URIParts, _ uri: String) throws(RedirectRefusal) {
        guard let host = parts.host, !host.isEmpty else { throw .missingHost(uri) }
        guard HostName.isSound(host) else { throw .invalidHost(uri) }
        let isMoved = parts.path.split(separator: "/").contains { segment in
            [".", ".."].contains(segment.lowercased().replacing("%2e", with: "."))
        }
        guard !isMoved else { throw .dotSegment(uri) }
        if let port = parts.port, !URIParts.isUsablePort(Substring(port)) { throw .invalidPort(uri) }
        let isAssistant = AssistantCallback.hosts.contains(HostName.withoutDecoration(host))
        guard !isAssistant || AssistantCallback.isExact(path: parts.path) else { throw .assistantWithoutID(uri) }
    }
}
