/// What stands for "the same place" when attempts are counted: an IPv4 address, or the /64 of an IPv6 address, of which
/// one household has 2^64 to choose from.
enum ClientNetwork {
    /// The text under which attempts from an address are counted; an address of no known form counts as it is.
    static func key(of address: String) -> String {
        let address = address.prefix(64).split(separator: "%", omittingEmptySubsequences: false)[0].lowercased()
        guard address.contains(":"), !address.contains(".") else {
            // ::ffff:192.0.2.1 is an IPv4 address.
            return address.split(separator: ":").last.map(String.init) ?? address
        }
        return network(of: address, groups: 4) ?? address
    }

    /// The /48 of an IPv6 address, the most that one customer is given (RFC 6177 §2); nil for others.
    static func site(of address: String) -> String? {
        let address = address.prefix(64).split(separator: "%", omittingEmptySubsequences: false)[0].lowercased()
        guard address.contains(":"), !address.contains(".") else { return nil }
        return network(of: address, groups: 3)
    }

    private static func network(of address: String, groups count: Int) -> String? {
        guard let groups = groups(address) else { return nil }
        return groups.prefix(count).map { String($0, radix: 16) }.joined(separator: ":") + "::/\(count * 16)"
    }

    /// The eight groups of an IPv6 address (RFC 4291 §2.2).
    private static func groups(_ address: String) -> [UInt16]? {
        let gap = address.firstRange(of: "::")
        let before = gap.map { address[..<$0.lowerBound] } ?? address[...]
        let after = gap.map { address[$0.upperBound...] } ?? ""
        guard let head = numbers(before), let tail = numbers(after) else { return nil }
        let missing = 8 - head.count - tail.count
        guard gap == nil ? missing == 0 : missing >= 1 else { return nil }
        return head + Array(repeating: 0, count: missing) + tail
    }

    private static func numbers(_ text: Substring) -> [UInt16]? {
        if text.isEmpty { return [] }
        var numbers: [UInt16] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            guard (1...4).contains(part.utf8.count), let number = UInt16(part, radix: 16) else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}

extension String {
    /// Where a text first stands in this one.
    fileprivate func firstRange(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
