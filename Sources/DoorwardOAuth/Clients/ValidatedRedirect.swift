/// A redirect URI that its client has registered: the only kind of address that anybody is sent to.
///
/// There is no public initializer: matching a request against the registration is what makes one.
public struct ValidatedRedirect: Sendable, Equatable {
    /// The complete address, with its own query.
    public let uri: String
    /// Scheme, host and port for what is remembered and shown (`https://app.example`); without the port for loopback,
    /// where it changes with every run; `com.example.app:` for a private-use scheme.
    public let origin: String
    public let isHTTPS: Bool
    public let isLoopback: Bool
    /// What a `form-action` of a Content Security Policy must name so that a form may lead there: an origin with its
    /// port, or a scheme.
    public let formAction: String

    init?(uri: String) {
        guard let parts = URIParts(uri), parts.fragment == nil else { return nil }
        self.uri = uri
        isHTTPS = parts.scheme == "https"
        guard let host = parts.host, parts.scheme == "https" || parts.scheme == "http" else {
            origin = "\(parts.scheme):"
            formAction = "\(parts.scheme):"
            isLoopback = false
            return
        }
        isLoopback = parts.scheme == "http" && Self.loopbackHosts.contains(host)
        let site = "\(parts.scheme)://\(host)"
        let port = parts.port.map { $0.isEmpty ? "" : ":\($0)" } ?? ""
        origin = isLoopback ? site : site + port
        // No policy can name an IPv6 address (CSP Level 3 §2.3.1), so the scheme has to do.
        formAction = host.hasPrefix("[") ? "\(parts.scheme):" : site + port
    }

    /// Hosts that are this very machine (RFC 8252 §7.3; `localhost` because well-known clients use it).
    static let loopbackHosts: Set<String> = ["127.0.0.1", "[::1]", "localhost"]
}
