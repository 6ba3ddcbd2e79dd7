internal import NIOCore

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The address of the other end of a connection.
public struct PeerAddress: Sendable, Equatable {
    /// The address in text form, without a port: `192.0.2.1`, `2001:db8::1`.
    public let text: String
    /// The address's bytes in network order: 4 or 16; empty for a peer without an address, as on a Unix socket.
    public let bytes: [UInt8]

    public init(text: String, bytes: [UInt8]) {
        self.text = text
        self.bytes = bytes
    }

    init(_ address: SocketAddress?) {
        let text = address?.ipAddress ?? "unknown"
        let bytes = Self.bytes(of: text)
        // IPv4 peers of a dual-stack socket are IPv4 peers.
        if bytes.count == 16, bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] {
            let tail = Array(bytes.suffix(4))
            self.init(text: tail.map(String.init).joined(separator: "."), bytes: tail)
        } else {
            self.init(text: text, bytes: bytes)
        }
    }

    private static func bytes(of text: String) -> [UInt8] {
        let isIPv6 = text.utf8.contains(ByteClass.colon)
        return withUnsafeTemporaryAllocation(byteCount: 16, alignment: 4) { scratch in
            guard let base = scratch.baseAddress, inet_pton(isIPv6 ? AF_INET6 : AF_INET, text, base) == 1 else {
                return []
            }
            return Array(scratch.prefix(isIPv6 ? 16 : 4))
        }
    }

    /// Nothing, or a colon and up to five digits.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty
            || text.first == ":" && (2...6).contains(text.utf8.count)
                && text.utf8.dropFirst().allSatisfy(ByteClass.isDigit)
    }

    /// Whether the peer is on this machine.
    public var isLoopback: Bool {
        bytes.first == 127 && bytes.count == 4 || bytes == Array(repeating: 0, count: 15) + [1]
    }

    /// Reads an address from its text form; IPv6 with or without brackets. A port behind it is left out: some proxies write
    /// one into `X-Forwarded-For`.
    public init?(parsing text: String) {
        var bare = Substring(text)
        if bare.first == "[", let end = bare.firstIndex(of: "]") {
            guard Self.isPort(bare[bare.index(after: end)...]) else { return nil }
            bare = bare[bare.index(after: bare.startIndex)..<end]
        } else if let colon = bare.firstIndex(of: ":"), colon == bare.lastIndex(of: ":") {
            guard Self.isPort(bare[colon...]) else { return nil }
            bare = bare[..<colon]
        }
        guard let address = try? SocketAddress(ipAddress: String(bare), port: 0) else { return nil }
        self.init(address)
    }
}
