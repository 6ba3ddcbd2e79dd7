/// Why a redirect URI cannot be registered.
public enum RedirectRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case missing(profile: String)
    case notForProfile(String)
    case tooMany
    case notAnAbsoluteURI(String)
    case pattern(String)
    case fragment(String)
    case userinfo(String)
    case missingHost(String)
    case invalidPort(String)
    case invalidHost(String)
    /// A segment `.` or `..`, also percent-encoded.
    case dotSegment(String)
    /// The address' own query has a parameter of the answer.
    case reservedParameter(String, name: String)
    case plainHTTP(String)
    case forbiddenScheme(String)
    case privateUseNotForProfile(String, profile: String)
    case privateUseWithoutDot(String)
    /// Clients that register themselves use only the schemes that the configuration lists.
    case schemeNotListed(String)
    case assistantWithoutID(String)
    case malformedAssistantID(String)
    case assistantIDNotForProfile(String)

    public var description: String {
        switch self {
        case .missing(let profile): "a client of profile \(profile) needs a redirect URI"
        case .notForProfile(let profile): "a client of profile \(profile) has no redirect URIs"
        case .tooMany: "a client has at most 20 redirect URIs"
        case .notAnAbsoluteURI(let uri):
            "\(uri): not an absolute URI; write the whole address, such as https://app.example/callback"
        case .pattern(let uri):
            """
            \(uri): redirect URIs are compared exactly, so a pattern or prefix is refused: anybody who can put a page \
            under it (any GPT under chat.openai.com, for instance) could collect codes; register each address
            """
        case .fragment(let uri):
            "\(uri): a redirect URI has no fragment (RFC 6749 section 3.1.2); leave out # and the rest"
        case .userinfo(let uri): "\(uri): a redirect URI has no user name or password; leave out what stands before @"
        case .missingHost(let uri): "\(uri): the host is missing"
        case .invalidPort(let uri): "\(uri): the port is not a number from 1 to 65535"
        case .invalidHost(let uri):
            "\(uri): not a host; it is a domain name of letters, digits, hyphens and dots, or an address such as [::1]"
        case .dotSegment(let uri):
            "\(uri): browsers take . and .. in a path away, and would go elsewhere; write the path that is meant"
        case .reservedParameter(let uri, let name):
            "\(uri): '\(name)' is a parameter of the answer, which would have it twice; leave it out"
        case .plainHTTP(let uri):
            """
            \(uri): http is for loopback (127.0.0.1, [::1], localhost) only, since anybody on the way could read \
            codes; use https
            """
        case .forbiddenScheme(let uri): "\(uri): this scheme runs scripts or reads files; use https"
        case .privateUseNotForProfile(let uri, let profile):
            "\(uri): a client of profile \(profile) uses https; own schemes are for the profiles native and mcp"
        case .privateUseWithoutDot(let uri):
            "\(uri): an own scheme is a domain name backwards (RFC 8252 section 7.1), such as com.example.app:/callback"
        case .schemeNotListed(let uri):
            "\(uri): clients that register themselves may not use this scheme here; use https, or http on loopback"
        case .assistantWithoutID(let uri):
            """
            \(uri): on this host every GPT has an address, and any of them could collect codes; register the exact \
            callback, https://chatgpt.com/aip/{plugin-… or g-…}/oauth/callback
            """
        case .malformedAssistantID(let id):
            """
            \(id): not the id of a plugin or GPT; it is plugin- and a UUID, or g- and 9 letters and digits or 32 \
            hexadecimal digits, as the callback address shows it
            """
        case .assistantIDNotForProfile(let profile):
            "a client of profile \(profile) has no assistant id; that is for the profiles plugin and action"
        }
    }
}
