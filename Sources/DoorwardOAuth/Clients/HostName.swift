/// Hosts of redirect URIs, as browsers and the domain name system understand them.
enum HostName {
    /// Whether a host is a domain name or an address: letters, digits, hyphens, underscores and single dots, or an IPv6
    /// address in brackets. Anything else browsers change (percent-encoding) or refuse.
    static func isSound(_ host: String) -> Bool {
        if host.hasPrefix("[") { return host.hasSuffix("]") && isIPv6(host.utf8.dropFirst().dropLast()) }
        var labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        return host.utf8.count <= 254 && labels.allSatisfy { (1...63).contains($0.count) && $0.allSatisfy(isLabelByte) }
    }

    /// The same host without what makes no difference: case, a dot at the end, `www.`.
    static func withoutDecoration(_ host: String) -> String {
        var name = Substring(host.lowercased())
        if name.hasSuffix(".") { name = name.dropLast() }
        return String(name.hasPrefix("www.") ? name.dropFirst(4) : name)
    }

    /// Eight groups of up to four hexadecimal digits, or fewer with one `::` among them (RFC 4291 §2.2).
    private static func isIPv6(_ text: Substring.UTF8View) -> Bool {
        guard text.count <= 39 else { return false }
        let groups = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let isWritten = groups.allSatisfy { $0.count <= 4 && $0.allSatisfy(isHexadecimal) }
        let gaps = String(Substring(text)).ranges(of: "::").count
        let filled = groups.count { !$0.isEmpty }
        guard isWritten, groups.count >= 3 else { return false }
        if gaps == 0 { return filled == 8 && groups.count == 8 }
        // Without the gap there is no empty group; one that lies at an end leaves two.
        let empty = groups.count - filled
        let atEnds = (text.starts(with: "::".utf8) ? 1 : 0) + (Substring(text).hasSuffix("::") ? 1 : 0)
        return gaps == 1 && filled < 8 && empty == 1 + atEnds
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
