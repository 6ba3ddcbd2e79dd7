#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// An IPv4 or IPv6 address.
public enum HostAddress: Sendable, Hashable {
    case v4(UInt32)
    case v6(high: UInt64, low: UInt64)

    /// Reads an address as the text forms of RFC 3986 section 3.2.2 have it: four decimal numbers without leading
    /// zeros, or IPv6 without brackets and without a zone.
    public init?(_ text: String) {
        if let number = Self.dottedNumber(text) {
            self = .v4(number)
            return
        }
        guard text.utf8.contains(UInt8(ascii: ":")), text.utf8.allSatisfy(Self.isOfIPv6) else { return nil }
        var bytes = in6_addr()
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
        self = withUnsafeBytes(of: &bytes) { Self.v6($0) }
    }

    /// Reads 16 bytes in network order.
    static func v6(_ bytes: some Sequence<UInt8>) -> HostAddress {
        var high: UInt64 = 0
        var low: UInt64 = 0
        for byte in bytes {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(byte)
        }
        return .v6(high: high, low: low)
    }

    /// The bytes in network order: 4 or 16.
    public var bytes: [UInt8] {
        switch self {
        case .v4(let number): (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
        case .v6(let high, let low):
            [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
        }
    }

    /// Whether the address is of the loopback interface: 127.0.0.0/8 or ::1 (RFC 1122 section 3.2.1.3, RFC 4291
    /// section 2.5.3).
    public var isLoopback: Bool {
        switch self {
        case .v4(let number): number >> 24 == 127
        case .v6(let high, let low): high == 0 && low == 1
        }
    }

    private static func dottedNumber(_ text: String) -> UInt32? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            guard part.count == 1 || part.first != 0x30 else { return nil }
            let value = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 0x30) }
            guard value <= 255 else { return nil }
            number = number << 8 | value
        }
        return number
    }

    private static func isOfIPv6(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66, UInt8(ascii: ":"), UInt8(ascii: "."): true
        default: false
        }
    }
}

extension HostAddress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .v4: bytes.map(String.init).joined(separator: ".")
        case .v6(let high, let low):
            [high, low].flatMap { half in (0..<4).map { String(half >> (48 - 16 * $0) & 0xFFFF, radix: 16) } }
                .joined(separator: ":")
        }
    }
}
