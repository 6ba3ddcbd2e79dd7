internal import DoorwardFetch

/// The address of one of a provider's endpoints, taken apart without being changed (RFC 3986 §3).
struct ProviderAddress: Sendable, Equatable {
    /// As it was written.
    let text: String
    /// `https`, or else `http`.
    let isSecure: Bool
    /// In lower case.
    let host: String
    /// The digits; nil without.
    let port: String?
    let hasQuery: Bool

    /// Nil for whatever is not `https://` or `http://`, a host, perhaps a port, a path and a query: no user, no
    /// fragment, no character that a URI does not have.
    init?(_ text: String) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy(Self.isWritten) else { return nil }
        isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://") else { return nil }
        let rest = text.utf8.dropFirst(isSecure ? 8 : 7)
        let authority = Substring(rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") })
        guard let (host, port) = Self.hostAndPort(authority) else { return nil }
        self.text = text
        self.host = host.lowercased()
        self.port = port
        hasQuery = rest.contains(UInt8(ascii: "?"))
    }

    /// `localhost`, 127.0.0.0/8 in four numbers, or `[::1]`.
    var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// Scheme, host and port.
    var origin: String { (isSecure ? "https://" : "http://") + host + (port.map { ":" + $0 } ?? "") }

    /// As it was written, up to the query.
    var withoutQuery: String { String(text.prefix { $0 != "?" }) }

    /// The origin as a content security policy can name it; an IPv6 address has no place there (CSP3 §2.3.1).
    var source: String { host.hasPrefix("[") ? (isSecure ? "https:" : "http:") : origin }

    /// The address with parameters behind those it has (RFC 6749 §3.1).
    func adding(_ parameters: [(name: String, value: String)]) -> String {
        text + (hasQuery ? "&" : "?") + FormText.encode(parameters)
    }

    /// How an address is fetched that a provider named: as one that was configured where host or loopback are the
    /// issuer's own, and else under the rules for strangers.
    func trust(namedBy issuer: ProviderAddress) -> FetchRequest.Trust {
        host == issuer.host || (isLoopback && issuer.isLoopback) ? .configured : .stranger
    }

    private static func hostAndPort(_ authority: Substring) -> (host: String, port: String?)? {
        let bytes = authority.utf8
        let hostEnd: Substring.Index
        if bytes.first == UInt8(ascii: "[") {
            guard let bracket = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            hostEnd = bytes.index(after: bracket)
            let inner = bytes[bytes.index(after: bytes.startIndex)..<bracket]
            guard (2...45).contains(inner.count), inner.allSatisfy(isAddressByte) else { return nil }
        } else {
            hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
            let name = bytes[..<hostEnd]
            guard (1...253).contains(name.count), name.allSatisfy(isNameByte) else { return nil }
        }
        let host = String(authority[..<hostEnd])
        guard hostEnd < bytes.endIndex else { return (host, nil) }
        guard bytes[hostEnd] == UInt8(ascii: ":") else { return nil }
        let port = authority[bytes.index(after: hostEnd)...]
        guard (1...5).contains(port.utf8.count), port.utf8.allSatisfy(isDigit), let number = UInt16(port), number > 0
        else { return nil }
        return (host, String(port))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20) || byte == UInt8(ascii: ":")
            || byte == UInt8(ascii: ".")
    }

    private static func isWritten(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x24...0x3B, 0x3D, 0x3F...0x5B, 0x5D, 0x5F, 0x61...0x7A, 0x7E: true
        default: false
        }
    }
}
