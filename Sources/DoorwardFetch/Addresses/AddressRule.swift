/// Which addresses may be fetched from.
struct AddressRule: Sendable {
    let trust: FetchRequest.Trust
    let allowsLoopback: Bool

    /// Names that are never looked up for a stranger: they mean this host or the network around it.
    private static let localNames: [(suffix: String, source: String)] = [
        ("local", "RFC 6762"), ("internal", "ICANN resolution 2024.07.29.06"), ("home.arpa", "RFC 8375"),
        ("onion", "RFC 7686"), ("alt", "RFC 9476"), ("invalid", "RFC 6761 section 6.4"),
        ("localhost", "RFC 6761 section 6.3"),
    ]

    /// Judges the address as it is written.
    func check(_ address: FetchAddress) throws(FetchFailure) {
        switch (trust, address.host) {
        case (.stranger, _) where !address.isSecure:
            throw .refusedAddress("it does not begin with https://")
        case (.stranger, .name(let name)):
            if allowsLoopback, Self.isLocalhost(name) { return }
            guard name.utf8.contains(UInt8(ascii: ".")), !Self.localNames.contains(where: { name.isIn($0.suffix) })
            else { throw .refusedAddress("its host is not a name of the public Internet") }
        case (.configured, .name(let name)) where !address.isSecure:
            guard Self.isLocalhost(name) else {
                throw .refusedAddress("it does not begin with https://, and its host is not on loopback")
            }
        case (_, .literal(let literal)): try check(literal, isSecure: address.isSecure)
        case (.configured, .name): return
        }
    }

    /// Judges one address that a host has, before anything is sent there.
    func check(_ address: HostAddress, isSecure: Bool) throws(FetchFailure) {
        switch trust {
        case .configured:
            guard isSecure || address.isLoopback else {
                throw .refusedAddress("it does not begin with https://, and its host is not on loopback")
            }
        case .stranger:
            if allowsLoopback, address.isLoopback { return }
            guard let use = address.specialUse else { return }
            throw .refusedAddress("its host has an address for \(use), not a public one")
        }
    }

    /// Names that are loopback without being looked up (RFC 6761 section 6.3).
    static func isLocalhost(_ name: String) -> Bool { name.isIn("localhost") }
}

extension String {
    /// Whether a name is a domain or below it.
    fileprivate func isIn(_ domain: String) -> Bool { self == domain || hasSuffix("." + domain) }
}
