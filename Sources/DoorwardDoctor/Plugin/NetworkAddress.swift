/// Numeric addresses, as far as it matters whether the world can reach them.
enum NetworkAddress {
    /// Whether an address leads only to this machine or to a network of its own (RFC 6890).
    static func isPrivate(_ text: String) -> Bool {
        let lower = text.lowercased()
        if lower.contains(":") {
            if lower.hasPrefix("::ffff:") { return isPrivate(String(lower.dropFirst(7))) }
            return lower == "::1" || lower == "::"
                || ["fc", "fd", "fe8", "fe9", "fea", "feb"].contains(where: lower.hasPrefix)
        }
        let parts = lower.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard parts.count == 4 else { return false }
        switch (parts[0], parts[1]) {
        case (0, _), (10, _), (127, _), (169, 254), (192, 168): return true
        case (172, 16...31), (100, 64...127): return true
        default: return false
        }
    }
}
