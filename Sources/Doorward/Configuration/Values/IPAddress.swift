/// An IPv4 or IPv6 address as its 4 or 16 bytes in network order, read strictly.
struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    let bytes: [UInt8]

    var isIPv4: Bool { bytes.count == 4 }

    /// 127.0.0.0/8 (RFC 1122 §3.2.1.3) or ::1 (RFC 4291 §2.5.3).
    var isLoopback: Bool {
        isIPv4 ? bytes.first == 127 : bytes.last == 1 && bytes.dropLast().allSatisfy { $0 == 0 }
    }

    /// 0.0.0.0 or ::, which as a listen address mean every interface.
    var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }

    /// Reads dotted decimal without leading zeros, or IPv6 text (RFC 4291 §2.2) without brackets and zone.
    init?(_ text: some StringProtocol) {
        let source = Array(text.utf8)
        guard source.count <= 45 else { return nil }
        guard let bytes = source.contains(0x3A) ? Self.version6(source) : Self.version4(source[...]) else { return nil }
        self.bytes = bytes
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The IPv4 address inside `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2), otherwise the address itself.
    var unmapped: IPAddress {
        guard bytes.count == 16, bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF else {
            return self
        }
        return IPAddress(bytes: Array(bytes[12...]))
    }

    private static func version4(_ source: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = source.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(\.isASCIIDigit) else { return nil }
            guard part.count == 1 || part.first != 0x30 else { return nil }
            guard let value = UInt8(String(decoding: part, as: UTF8.self)) else { return nil }
            bytes.append(value)
        }
        return bytes
    }

    private static func version6(_ source: [UInt8]) -> [UInt8]? {
        guard let gap = doubleColon(in: source) else { return groups(source[...], embedding: true, full: true) }
        guard doubleColon(in: Array(source[(gap + 1)...])) == nil else { return nil }
        guard let head = groups(source[..<gap], embedding: false, full: false),
            let tail = groups(source[(gap + 2)...], embedding: true, full: false),
            head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func doubleColon(in source: [UInt8]) -> Int? {
        guard source.count >= 2 else { return nil }
        return (0..<source.count - 1).first { source[$0] == 0x3A && source[$0 + 1] == 0x3A }
    }

    private static func groups(_ source: ArraySlice<UInt8>, embedding: Bool, full: Bool) -> [UInt8]? {
        if source.isEmpty { return full ? nil : [] }
        var bytes: [UInt8] = []
        let parts = source.split(separator: 0x3A, omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if embedding, index == parts.count - 1, part.contains(0x2E) {
                guard let embedded = version4(part) else { return nil }
                bytes += embedded
            } else {
                guard (1...4).contains(part.count), part.allSatisfy(\.isASCIIHexDigit),
                    let value = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
                else { return nil }
                bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
            }
        }
        return bytes.count == 16 || (!full && bytes.count < 16) ? bytes : nil
    }

    /// Dotted decimal, or the canonical IPv6 form (RFC 5952 §4).
    var description: String {
        if isIPv4 { return bytes.map { String($0) }.joined(separator: ".") }
        let groups = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        let hex = groups.map { String($0, radix: 16) }
        guard let zeros = Self.longestZeroRun(groups) else { return hex.joined(separator: ":") }
        let head = hex[..<zeros.lowerBound].joined(separator: ":")
        return "\(head)::\(hex[zeros.upperBound...].joined(separator: ":"))"
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start: Int?
        for index in 0...groups.count {
            if index < groups.count, groups[index] == 0 {
                start = start ?? index
            } else if let begin = start {
                if index - begin >= 2, index - begin > best?.count ?? 0 { best = begin..<index }
                start = nil
            }
        }
        return best
    }
}
