/// An address to accept connections on: a host of this machine and a port.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A DNS name, an IPv4 address, or an IPv6 address without brackets.
    public let host: String
    /// 0 lets the system choose a free port.
    public let port: Int

    /// Reads `host:port`, IPv6 in brackets.
    ///
    /// - Throws: ``ConfigurationValueError``.
    public init(parsing text: String) throws(ConfigurationValueError) {
        let hint = "write host:port such as 127.0.0.1:8000 or [::1]:8000"
        let bytes = Array(text.utf8)
        guard let colon = bytes.lastIndex(of: 0x3A) else {
            throw ConfigurationValueError("\(text.echoed) has no host and port", hint: hint)
        }
        guard colon > 0, bytes[..<colon] != [0x2A] else {
            throw ConfigurationValueError("has no host", hint: "write 0.0.0.0:PORT for every address of the machine")
        }
        guard let port = WebURL.port(bytes[(colon + 1)...]) else {
            throw ConfigurationValueError("has a port that is not a number from 0 to 65535", hint: hint)
        }
        do {
            host = try HostText(parsing: bytes[..<colon]).text
        } catch { throw ConfigurationValueError(error.message, hint: error.hint ?? hint) }
        self.port = port
    }

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    public var description: String { host.utf8.contains(0x3A) ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether only this machine can connect.
    public var isLoopback: Bool { isLoopbackHost(host) }
}

extension ListenAddress: ConfigurationText {}
