/// The issuer identifier of an authorization server (RFC 8414 §2): a URL without query and fragment.
///
/// It is compared with the `iss` of tokens byte for byte, so it is kept exactly as written.
public struct IssuerURL: Sendable, Hashable, CustomStringConvertible {
    /// The identifier as written, with or without a slash at its end.
    public let text: String
    public let scheme: WebScheme
    /// A DNS name, an IPv4 address, or an IPv6 address without brackets.
    public let host: String
    public let port: Int
    /// Empty, or a path with a leading slash.
    public let path: String

    /// Reads an https URL, or an http one of this machine.
    ///
    /// - Throws: ``ConfigurationValueError``.
    public init(parsing text: String) throws(ConfigurationValueError) {
        let example = "the issuer exactly as its metadata has it, such as https://login.example.com"
        let url = try WebURL(parsing: text, example: example)
        guard url.query == nil else { throw ConfigurationValueError("has a query", hint: "write \(example)") }
        try url.checkProtected()
        self.text = text
        scheme = url.scheme
        host = url.host.text
        port = url.port
        path = url.path
    }

    public var description: String { text }

    /// Whether the host can only be this machine.
    public var isLoopback: Bool { isLoopbackHost(host) }
}

extension IssuerURL: ConfigurationText {}

extension WebURL {
    /// Refuses what would send tokens or keys readable, or changeable, through the network.
    func checkProtected() throws(ConfigurationValueError) {
        guard scheme == .https || host.isLoopback else {
            throw ConfigurationValueError(
                "is plain http, so that anybody on the way could read and change what is sent",
                hint: "write https://…; http is for loopback addresses only")
        }
    }
}
