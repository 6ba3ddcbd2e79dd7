/// Where the API behind Doorward is: scheme, host, port, and the path that all its own paths begin with.
public struct UpstreamURL: Sendable, Hashable, CustomStringConvertible {
    public let scheme: WebScheme
    /// A DNS name, an IPv4 address, or an IPv6 address without brackets.
    public let host: String
    public let port: Int
    /// Empty, or a path with a leading and without a trailing slash: `/v1`.
    public let basePath: String

    /// Reads an http or https URL without query, fragment, user name and password.
    ///
    /// - Throws: ``ConfigurationValueError``.
    public init(parsing text: String) throws(ConfigurationValueError) {
        let example = "the API's address such as http://127.0.0.1:9000"
        let url = try WebURL(parsing: text, example: example)
        guard url.query == nil else {
            throw ConfigurationValueError("has a query", hint: "write \(example)")
        }
        guard !url.path.utf8.contains(0x2F, twice: true) else {
            throw ConfigurationValueError("has an empty segment (//) in its path", hint: "write each slash once")
        }
        scheme = url.scheme
        host = url.host.text
        port = url.port
        basePath = url.path.hasSuffix("/") ? String(url.path.dropLast()) : url.path
    }

    init(scheme: WebScheme, host: String, port: Int, basePath: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.basePath = basePath
    }

    /// The canonical text: the scheme's own port left out, no trailing slash.
    public var description: String { "\(scheme.rawValue)://\(authority)\(basePath)" }

    /// Host and port as the `Host` header shows them: IPv6 in brackets, the scheme's own port left out.
    public var authority: String {
        let name = host.utf8.contains(0x3A) ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    /// Whether the API runs on this machine.
    public var isLoopback: Bool { isLoopbackHost(host) }
}

extension UpstreamURL: ConfigurationText {}

extension String.UTF8View {
    /// Whether the byte stands twice in a row.
    func contains(_ byte: UInt8, twice: Bool) -> Bool {
        zip(self, dropFirst()).contains { $0 == byte && (!twice || $1 == byte) }
    }
}
