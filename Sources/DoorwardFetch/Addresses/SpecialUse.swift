/// A block of addresses that is not for servers that anybody may name.
struct SpecialUse: Sendable {
    /// The first bits of the block, at the top.
    let prefix: HostAddress
    let bits: Int
    /// What it is for, as the end of "an address for …".
    let purpose: String
    let source: String

    /// Every block of the special-purpose address registries of IANA (RFC 6890, RFC 8190), whether or not it is
    /// reachable from outside, and some that others use to reach what is inside.
    static let table: [SpecialUse] = [
        v4(0, 0, 0, 0, 8, "this network", "RFC 1122 section 3.2.1.3"),
        v4(10, 0, 0, 0, 8, "private use", "RFC 1918"),
        v4(100, 64, 0, 0, 10, "a carrier's inside", "RFC 6598"),
        v4(127, 0, 0, 0, 8, "loopback", "RFC 1122 section 3.2.1.3"),
        v4(168, 63, 129, 16, 32, "a cloud's own platform", "Azure: what is IP address 168.63.129.16"),
        v4(169, 254, 0, 0, 16, "the local link", "RFC 3927"),
        v4(172, 16, 0, 0, 12, "private use", "RFC 1918"),
        v4(192, 0, 0, 0, 24, "protocols", "RFC 6890 section 2.1"),
        v4(192, 0, 2, 0, 24, "documentation", "RFC 5737"),
        v4(192, 31, 196, 0, 24, "black holes", "RFC 7535"),
        v4(192, 52, 193, 0, 24, "multicast tunnels", "RFC 7450"),
        v4(192, 88, 99, 0, 24, "6to4 relays", "RFC 7526"),
        v4(192, 168, 0, 0, 16, "private use", "RFC 1918"),
        v4(192, 175, 48, 0, 24, "black holes", "RFC 7534"),
        v4(198, 18, 0, 0, 15, "benchmarks", "RFC 2544"),
        v4(198, 51, 100, 0, 24, "documentation", "RFC 5737"),
        v4(203, 0, 113, 0, 24, "documentation", "RFC 5737"),
        v4(224, 0, 0, 0, 4, "multicast", "RFC 5771"),
        v4(255, 255, 255, 255, 32, "broadcast", "RFC 919 section 7"),
        v4(240, 0, 0, 0, 4, "future use", "RFC 1112 section 4"),

        v6([0, 0, 0, 0, 0, 0, 0, 0], 128, "no host", "RFC 4291 section 2.5.2"),
        v6([0, 0, 0, 0, 0, 0, 0, 1], 128, "loopback", "RFC 4291 section 2.5.3"),
        v6([0, 0, 0, 0, 0, 0], 96, "embedded IPv4", "RFC 4291 section 2.5.5.1"),
        v6([0, 0, 0, 0, 0, 0xFFFF], 96, "embedded IPv4", "RFC 4291 section 2.5.5.2"),
        v6([0, 0, 0, 0, 0xFFFF, 0], 96, "embedded IPv4", "RFC 2765 section 2.1"),
        v6([0x64, 0xFF9B, 0, 0, 0, 0], 96, "translation to IPv4", "RFC 6052 section 2.1"),
        v6([0x64, 0xFF9B, 1], 48, "translation to IPv4", "RFC 8215"),
        v6([0x100, 0, 0, 0], 64, "discarding", "RFC 6666"),
        v6([0x100, 0, 0, 1], 64, "dummies", "RFC 9780"),
        v6([0x2001, 0], 32, "Teredo tunnels", "RFC 4380"),
        v6([0x2001, 0], 23, "protocols", "RFC 2928"),
        v6([0x2001, 0xDB8], 32, "documentation", "RFC 3849"),
        v6([0x2002], 16, "6to4 tunnels", "RFC 3056"),
        v6([0x2620, 0x4F, 0x8000], 48, "black holes", "RFC 7534"),
        v6([0x3FFE], 16, "the former 6bone", "RFC 3701"),
        v6([0x3FFF, 0], 20, "documentation", "RFC 9637"),
        v6([0x5F00], 16, "segment routing", "RFC 9602"),
        v6([0xFC00], 7, "private use", "RFC 4193"),
        v6([0xFE80], 10, "the local link", "RFC 4291 section 2.5.6"),
        v6([0xFEC0], 10, "the local site", "RFC 3879"),
        v6([0xFF00], 8, "multicast", "RFC 4291 section 2.7"),
    ]

    private static func v4(
        _ first: UInt32, _ second: UInt32, _ third: UInt32, _ fourth: UInt32, _ bits: Int, _ purpose: String,
        _ source: String
    ) -> SpecialUse {
        SpecialUse(
            prefix: .v4(first << 24 | second << 16 | third << 8 | fourth), bits: bits, purpose: purpose, source: source)
    }

    /// - Parameter groups: the first of the eight groups; the others are zero.
    private static func v6(_ groups: [UInt64], _ bits: Int, _ purpose: String, _ source: String) -> SpecialUse {
        let all = groups + Array(repeating: 0, count: max(0, 8 - groups.count))
        let high = all.prefix(4).reduce(0) { $0 << 16 | $1 }
        let low = all.dropFirst(4).prefix(4).reduce(0) { $0 << 16 | $1 }
        return SpecialUse(prefix: .v6(high: high, low: low), bits: bits, purpose: purpose, source: source)
    }

    func contains(_ address: HostAddress) -> Bool {
        switch (prefix, address) {
        case (.v4(let mine), .v4(let other)):
            return (mine ^ other) >> (32 - bits) == 0
        case (.v6(let high, let low), .v6(let otherHigh, let otherLow)):
            // Shifts by the whole width or more give zero in Swift.
            guard (high ^ otherHigh) >> max(0, 64 - bits) == 0 else { return false }
            return bits <= 64 || (low ^ otherLow) >> (128 - bits) == 0
        default: return false
        }
    }
}

extension HostAddress {
    /// What an address is for that is not public unicast, or nothing when it is.
    public var specialUse: String? {
        if let use = SpecialUse.table.first(where: { $0.contains(self) }) { return use.purpose }
        guard case .v6(let high, let low) = self else { return nil }
        // Only 2000::/3 is given out as global unicast (RFC 4291 section 2.4 and IANA's address space registry).
        guard high >> 61 == 1 else { return "future use" }
        return Self.isOfTunnel(low) ? HostAddress.v4(UInt32(truncatingIfNeeded: low)).specialUse : nil
    }

    /// Whether the interface identifier is one of ISATAP, which embeds IPv4 (RFC 5214 section 6.1).
    private static func isOfTunnel(_ identifier: UInt64) -> Bool {
        let top = identifier >> 32
        return top == 0x0000_5EFE || top == 0x0200_5EFE
    }
}
