extension FetchAddress {
    /// Judges the host: a name of letters, digits and hyphens (RFC 1123 section 2.1), or an IP literal in its one
    /// canonical form. What resolvers read as numbers is neither.
    static func host(_ bytes: ArraySlice<UInt8>) throws(FetchFailure) -> Host {
        guard !bytes.isEmpty else { throw .refusedAddress("it has no host") }
        if bytes.first == UInt8(ascii: "[") {
            let text = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
            guard let address = HostAddress(text), case .v6 = address else {
                throw .refusedAddress("what is in brackets is not an IPv6 address without a zone")
            }
            return .literal(address)
        }
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        if let address = HostAddress(text) { return .literal(address) }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard bytes.count <= 253, labels.allSatisfy(isLabel) else {
            throw .refusedAddress("its host is not a name of letters, digits, hyphens and dots")
        }
        // The last label decides whether a parser takes a host for a number, in base 8, 10 or 16 (URL Standard,
        // "ends in a number").
        guard let last = labels.last, !isNumber(last) else {
            throw .refusedAddress("its host is a number but not an IPv4 address in its usual form")
        }
        return .name(text)
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        guard (1...63).contains(label.count), label.first != hyphen, label.last != hyphen else { return false }
        return label.allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, hyphen: true
            default: false
            }
        }
    }

    private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
        if label.allSatisfy({ (0x30...0x39).contains($0) }) { return true }
        let prefix = Array(label.prefix(2))
        guard prefix == Array("0x".utf8) || prefix == Array("0X".utf8) else { return false }
        return label.dropFirst(2).allSatisfy(isHex)
    }
}
