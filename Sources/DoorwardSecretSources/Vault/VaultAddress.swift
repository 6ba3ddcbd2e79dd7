internal import DoorwardSecrets

/// The address of a server of Vault's HTTP API, without the `/v1`.
struct VaultAddress: Sendable, Equatable {
    /// `https`
    let scheme: String
    /// `vault.example.com:8200`, lower-case.
    let authority: String
    /// `/proxy`, or empty.
    let prefix: String

    /// For messages.
    var shown: String { "\(scheme)://\(authority)\(prefix)" }

    /// The name alone, without the port.
    var host: Substring {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return authority[...end] }
        return authority.prefix { $0 != ":" }
    }

    /// What to say of an address to which tokens and secrets go in the clear.
    var plainWarning: String? {
        guard scheme == "http", !["localhost", "127.0.0.1", "[::1]"].contains(String(host)) else { return nil }
        return "Vault at \(shown) is asked over plain http, so whoever is on the way reads along; write https"
    }

    init(parsing text: String) throws(SecretSourceError) {
        guard let (scheme, authority, rest) = Self.parts(text), rest.allSatisfy({ $0 != "?" && $0 != "#" }) else {
            throw .badReference(
                reason: "the address of Vault is not one; write https://vault.example.com:8200 as VAULT_ADDR or as "
                    + "vault.address")
        }
        self.scheme = scheme
        self.authority = authority
        var path = rest
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix("/v1") { path.removeLast(3) }
        self.prefix = String(path)
    }

    /// Scheme, authority and the rest of an absolute http or https address without user information.
    static func parts(_ text: String) -> (scheme: String, authority: String, rest: Substring)? {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let colon = text.firstIndex(of: ":") else { return nil }
        let scheme = text[..<colon].lowercased()
        let rest = text[colon...]
        guard scheme == "https" || scheme == "http", rest.hasPrefix("://") else { return nil }
        let place = rest.dropFirst(3)
        let authority = place.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let isPlain = authority.utf8.allSatisfy { byte in
            PercentEncoding.isUnreserved(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "[")
                || byte == UInt8(ascii: "]")
        }
        guard isPlain, !authority.isEmpty, !authority.hasPrefix(":") else { return nil }
        return (scheme, authority.lowercased(), place[authority.endIndex...])
    }
}
