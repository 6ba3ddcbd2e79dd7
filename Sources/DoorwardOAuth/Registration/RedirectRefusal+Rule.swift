extension RedirectRefusal {
    /// The rule that was broken, in fixed words without the address: what a client may be told that registers itself.
    public var rule: String {
        switch self {
        case .missing: "redirect_uris must have an address"
        case .notForProfile, .assistantIDNotForProfile, .malformedAssistantID: "there are no redirect URIs here"
        case .tooMany: "at most 20 redirect URIs are allowed"
        case .notAnAbsoluteURI: "a redirect URI must be an absolute URI"
        case .pattern: "a redirect URI must not be a pattern"
        case .fragment: "a redirect URI must not have a fragment"
        case .userinfo: "a redirect URI must not have a user name or password"
        case .missingHost: "a redirect URI must have a host"
        case .invalidPort: "the port of a redirect URI must be from 1 to 65535"
        case .invalidHost: "the host of a redirect URI must be a domain name or an IPv6 address in brackets"
        case .dotSegment: "the path of a redirect URI must not have segments . or .."
        case .reservedParameter: "a redirect URI must not have a parameter of the answer in its query"
        case .plainHTTP: "a redirect URI with http must be on loopback"
        case .forbiddenScheme: "the scheme of a redirect URI must not run scripts or read files"
        case .privateUseNotForProfile, .privateUseWithoutDot, .schemeNotListed:
            "the scheme of a redirect URI must be https, http on loopback, or one that this server lists"
        case .assistantWithoutID: "a redirect URI on this host must be a single callback of a plugin, GPT or connector"
        }
    }
}
