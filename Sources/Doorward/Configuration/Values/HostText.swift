/// The host of a URL or listen address in canonical form: lower-case name, dotted IPv4, or IPv6 without brackets.
struct HostText: Hashable, Sendable {
    let text: String
    let address: IPAddress?

    /// The host as it stands in a URL: IPv6 in brackets (RFC 3986 §3.2.2).
    var inURL: String { text.utf8.contains(0x3A) ? "[\(text)]" : text }

    /// Reads a host; an IPv6 address must be in brackets.
    init(parsing bytes: ArraySlice<UInt8>) throws(HostError) {
        if bytes.first == 0x5B {
            guard bytes.last == 0x5D,
                let address = IPAddress(String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)),
                !address.isIPv4
            else { throw .notIPv6 }
            self.init(address: address)
            return
        }
        if let address = IPAddress(String(decoding: bytes, as: UTF8.self)) {
            guard address.isIPv4 else { throw .unbracketed }
            self.init(address: address)
            return
        }
        self.init(text: try Self.name(bytes), address: nil)
    }

    private init(address: IPAddress) { self.init(text: address.description, address: address) }

    private init(text: String, address: IPAddress?) {
        self.text = text
        self.address = address
    }

    /// Reads a DNS name (RFC 1123 §2.1), underscores allowed as container networks use them.
    private static func name(_ bytes: ArraySlice<UInt8>) throws(HostError) -> String {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.allSatisfy({ $0 < 0x80 }) else { throw .international }
        guard bytes.count <= 253 else { throw .tooLong }
        let labels = bytes.split(separator: 0x2E, omittingEmptySubsequences: false)
        for label in labels {
            guard (1...63).contains(label.count) else { throw .notAName }
            guard label.allSatisfy({ $0.isIdentifierByte || $0 == 0x2D }) else { throw .notAName }
            guard label.first != 0x2D, label.last != 0x2D else { throw .notAName }
        }
        // A last label that is a number means IPv4 to every URL parser (WHATWG URL §3.5): 127.1, 0x7f.1, 2130706433.
        if let last = labels.last, Self.isNumeric(last) { throw .notIPv4 }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    private static func isNumeric(_ label: ArraySlice<UInt8>) -> Bool {
        if label.allSatisfy(\.isASCIIDigit) { return true }
        guard label.first == 0x30, label.dropFirst().first.map({ $0 | 0x20 }) == 0x78 else { return false }
        return label.dropFirst(2).allSatisfy(\.isASCIIHexDigit)
    }

    /// `localhost`, its subdomains (RFC 6761 §6.3) and the loopback addresses.
    var isLoopback: Bool { address?.unmapped.isLoopback ?? (text == "localhost" || text.hasSuffix(".localhost")) }
}

/// Why a text is not a host; the sentences go behind the name of the key.
enum HostError: Error {
    case empty, international, tooLong, notAName, notIPv4, notIPv6, unbracketed

    var message: String {
        switch self {
        case .empty: "has no host"
        case .international: "has a host outside ASCII"
        case .tooLong: "has a host of more than 253 characters"
        case .notAName: "has a host that is neither a DNS name nor an IP address"
        case .notIPv4: "has a host that looks like a number but is not an IPv4 address of four parts"
        case .notIPv6: "has no valid IPv6 address between the brackets"
        case .unbracketed: "has an IPv6 address without brackets"
        }
    }

    /// What to do instead, where that is more than the example of the key.
    var hint: String? {
        switch self {
        case .international: "write the name in its punycode form (xn--…)"
        case .unbracketed, .notIPv6: "write it as [::1]"
        case .notIPv4: "write it as 127.0.0.1"
        default: nil
        }
    }
}
