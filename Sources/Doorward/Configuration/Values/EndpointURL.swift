/// The address of an endpoint of another server: https, or http on this machine.
public struct EndpointURL: Sendable, Hashable, CustomStringConvertible {
    /// The URL in canonical form, with its query.
    public let text: String
    public let scheme: WebScheme
    /// A DNS name, an IPv4 address, or an IPv6 address without brackets.
    public let host: String
    public let port: Int

    /// Reads a URL without user name, password and fragment.
    ///
    /// - Throws: ``ConfigurationValueError``.
    public init(parsing text: String) throws(ConfigurationValueError) {
        try self.init(parsing: text, example: "a URL such as https://login.example.com/keys")
    }

    /// - Parameter example: what would be right, for the hint of the error.
    init(parsing text: String, example: String) throws(ConfigurationValueError) {
        let url = try WebURL(parsing: text, example: example)
        try url.checkProtected()
        self.text = url.description
        scheme = url.scheme
        host = url.host.text
        port = url.port
    }

    /// The address; a query, which may carry a key, is left out.
    public var description: String {
        guard let question = text.firstIndex(of: "?") else { return text }
        return "\(text[..<question])?<redacted>"
    }
}
