/// An absolute URL (RFC 3986), taken apart strictly enough to compare hosts and origins.
///
/// Nothing is normalised but the case of scheme and host; the text as it was written is kept in ``text``.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// The URL as it was written.
    public let text: String
    /// In lower case.
    public let scheme: String
    /// What stands in front of `@`; nil when there is none.
    public let userInfo: String?
    /// In lower case; an IPv6 address without its brackets.
    public let host: String
    /// The host as it was written.
    public let writtenHost: String
    /// The port when one is written.
    public let port: Int?
    /// Empty, or from the first slash on.
    public let path: String
    /// Without `?`; nil when there is none.
    public let query: String?
    /// Without `#`; nil when there is none.
    public let fragment: String?

    /// Takes a URL apart; nil when it is not absolute, has no host, or holds what no URL may hold (white space,
    /// control characters, a port above 65535).
    public init?(_ text: String) {
        do throws(Fault) { try self.init(parsing: text) } catch { return nil }
    }

    /// Takes a URL apart, and says what is wrong where it cannot. It goes by bytes: a combining mark behind a slash
    /// must not hide the slash.
    init(parsing text: String) throws(Fault) {
        let bytes = Array(text.utf8)
        if let fault = Self.faultOfBeginning(bytes) { throw fault }
        guard let colon = Self.endOfScheme(bytes) else { throw .relative }
        let start = colon + 3
        let end = bytes[start...].firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? bytes.endIndex
        let at = bytes[start..<end].lastIndex(of: 0x40)
        let hostStart = at.map { $0 + 1 } ?? start
        let isBracketed = hostStart < end && bytes[hostStart] == 0x5B
        let hostEnd = bytes[hostStart..<end].firstIndex(of: isBracketed ? 0x5D : 0x3A).map { isBracketed ? $0 + 1 : $0 }
        guard let hostEnd = hostEnd ?? (isBracketed ? nil : end) else { throw .badHost }
        let named = isBracketed ? (hostStart + 1)..<(hostEnd - 1) : hostStart..<hostEnd
        guard !named.isEmpty else { throw .noHost }
        func piece(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        let written = piece(named)
        let host = written.lowercased()
        guard HostName.isValid(host), isBracketed == host.utf8.contains(0x3A) else { throw .badHost }
        let port = try Self.portNumber(bytes[hostEnd..<end])
        let hash = bytes[end...].firstIndex(of: 0x23) ?? bytes.endIndex
        let mark = bytes[end..<hash].firstIndex(of: 0x3F) ?? hash
        self.text = text
        scheme = piece(0..<colon).lowercased()
        userInfo = at.map { piece(start..<$0) }
        self.host = host
        writtenHost = written
        self.port = port
        path = piece(end..<mark)
        query = mark < hash ? piece((mark + 1)..<hash) : nil
        fragment = hash < bytes.endIndex ? piece((hash + 1)..<bytes.endIndex) : nil
    }

    public var description: String { text }

    /// The port that is meant: the written one, or the scheme's.
    public var effectivePort: Int { port ?? (scheme == "https" ? 443 : scheme == "http" ? 80 : 0) }

    /// The host as it stands in a URL: IPv6 in brackets.
    public var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

    /// Scheme, host and port (RFC 6454), the scheme's own port left out.
    public var origin: String {
        let isUsual = effectivePort == (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(bracketedHost)" + (isUsual ? "" : ":\(effectivePort)")
    }

    /// Path and query as a request line has them.
    public var target: String { (path.isEmpty ? "/" : path) + (query.map { "?" + $0 } ?? "") }

    /// Whether the host is this machine: `localhost`, 127.0.0.0/8, ::1, or the address of no machine, 0.0.0.0.
    public var isLoopback: Bool { HostName.isLoopback(host) }

    /// Whether the host is a name that ends with another, or is that name.
    public func isHost(equalToOrUnder root: String) -> Bool { HostName.isSame(host, orUnder: root) }

    /// The last segment of the path in lower case; empty when the path ends with `/`.
    var lastSegment: String {
        path.utf8.lastIndex(of: 0x2F).map { path[path.utf8.index(after: $0)...].lowercased() } ?? ""
    }

    /// The URL that a reference on a page at this one means (RFC 3986 section 5.2); nil when it is none.
    public func resolving(_ reference: String) -> WebAddress? {
        if let absolute = WebAddress(reference) { return absolute }
        if let colon = reference.firstIndex(of: ":"), reference[..<colon].utf8.allSatisfy({ $0.isAlphanumeric }),
            !reference[..<colon].isEmpty
        {
            return nil
        }
        if reference.hasPrefix("//") { return WebAddress(scheme + ":" + reference) }
        let base = origin
        if reference.isEmpty { return WebAddress(base + target) }
        if reference.hasPrefix("?") { return WebAddress(base + (path.isEmpty ? "/" : path) + reference) }
        if reference.hasPrefix("#") { return WebAddress(base + target + reference) }
        let folder = path[..<(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)]
        let joined = reference.hasPrefix("/") ? reference : (folder.isEmpty ? "/" : String(folder)) + reference
        let mark = joined.firstIndex { $0 == "?" || $0 == "#" } ?? joined.endIndex
        return WebAddress(base + Self.withoutDots(joined[..<mark]) + joined[mark...])
    }

    /// RFC 3986 section 5.2.4.
    private static func withoutDots(_ path: Substring) -> String {
        var steps: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (place, part) in parts.enumerated() {
            let isLast = place == parts.count - 1
            switch part {
            case ".": if isLast { steps.append("") }
            case "..":
                _ = steps.popLast()
                if isLast { steps.append("") }
            default: steps.append(part)
            }
        }
        return "/" + steps.joined(separator: "/")
    }
}
