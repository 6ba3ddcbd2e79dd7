public import DoorwardSecrets

/// The API behind the gate.
public struct UpstreamTarget: Sendable {
    /// Whether it is spoken to over TLS.
    public var isSecure: Bool
    /// A name or an address; IPv6 without brackets.
    public var host: String
    public var port: Int
    /// What stands before every path: empty, or `/v1` without a slash at its end.
    public var basePath: String
    /// The whole value of the `Authorization` field for the API, where it wants one.
    public var authorization: Secret?
    /// Certificate authorities (PEM file) to trust instead of the system's.
    public var certificateAuthorities: String?
    /// Most connections per event loop.
    public var connections: Int

    public init(
        isSecure: Bool = false, host: String, port: Int, basePath: String = "", authorization: Secret? = nil,
        certificateAuthorities: String? = nil, connections: Int = 128
    ) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.basePath = basePath
        self.authorization = authorization
        self.certificateAuthorities = certificateAuthorities
        self.connections = connections
    }

    /// The value of `Host` (RFC 9110 §7.2).
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// Whether connections to this target may serve the other.
    func sharesConnections(with other: UpstreamTarget) -> Bool {
        isSecure == other.isSecure && host == other.host && port == other.port && connections == other.connections
            && certificateAuthorities == other.certificateAuthorities
    }
}
