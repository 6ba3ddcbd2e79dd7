/// A web origin: scheme, host and port (RFC 6454 §4), host lower-case and without brackets.
public struct Origin: Sendable, Hashable, CustomStringConvertible {
    public let scheme: WebScheme
    /// A DNS name, an IPv4 address, or an IPv6 address without brackets.
    public let host: String
    public let port: Int

    /// Reads `scheme://host[:port]`; a single trailing slash is dropped.
    ///
    /// - Throws: ``ConfigurationValueError`` for anything else.
    public init(parsing text: String) throws(ConfigurationValueError) {
        guard text != "*" else {
            throw ConfigurationValueError(
                "may not be '*': every web page could call the API with its visitor's credential",
                hint: "list the origins, such as https://chatgpt.com")
        }
        guard text != "null" else {
            throw ConfigurationValueError("may not be 'null'", hint: "write an origin such as https://chatgpt.com")
        }
        let example = "an origin such as https://chatgpt.com"
        self = try Origin(WebURL(parsing: text, example: example), example: example)
    }

    init(_ url: WebURL, example: String) throws(ConfigurationValueError) {
        guard url.path.isEmpty || url.path == "/" else {
            throw ConfigurationValueError("has a path after the host", hint: "write \(example)")
        }
        guard url.query == nil else { throw ConfigurationValueError("has a query", hint: "write \(example)") }
        scheme = url.scheme
        host = url.host.text
        port = url.port
    }

    init(scheme: WebScheme, host: String) {
        self.scheme = scheme
        self.host = host
        port = scheme.defaultPort
    }

    /// The canonical text: the scheme's own port left out, IPv6 in brackets, no trailing slash.
    public var description: String {
        let name = host.utf8.contains(0x3A) ? "[\(host)]" : host
        return "\(scheme.rawValue)://\(name)\(port == scheme.defaultPort ? "" : ":\(port)")"
    }

    /// Whether the host can only be this machine: `localhost`, 127.0.0.0/8, ::1.
    public var isLoopback: Bool { isLoopbackHost(host) }
}

extension Origin: ConfigurationText {}

/// Whether a canonical host text (no brackets) can only be this machine.
func isLoopbackHost(_ host: String) -> Bool {
    IPAddress(host)?.unmapped.isLoopback ?? (host == "localhost" || host.hasSuffix(".localhost"))
}
