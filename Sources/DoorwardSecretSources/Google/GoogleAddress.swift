/// An address that a credential file or a variable names: https, or http where nothing leaves this machine.
struct GoogleAddress: Sendable, Equatable {
    /// The address as it was written.
    let text: String
    /// The host, with the port where there is one: safe to show.
    let host: String

    /// Which hosts may be asked without TLS.
    enum Plain {
        /// This machine alone.
        case loopback
        /// This machine, and the link-local addresses at which clouds serve their metadata.
        case linkLocal
    }

    /// `nil` when it is no such address, or has a user, a fragment or a blank in it.
    init?(_ text: String, plain: Plain = .loopback) {
        let isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://"), text.utf8.count <= 2048,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"\"<>\\^`{|}#".utf8.contains($0) })
        else { return nil }
        let authority = text.dropFirst(isSecure ? 8 : 7).prefix { $0 != "/" && $0 != "?" }
        guard let name = Self.hostName(authority) else { return nil }
        guard isSecure || Self.isPlain(name, plain) else { return nil }
        self.text = text
        self.host = String(authority)
    }

    /// The address without a slash at its end, so that a path can be appended.
    var base: String { text.hasSuffix("/") ? String(text.dropLast()) : text }

    /// The host's name without the port; `nil` when the authority is not `host[:port]`.
    private static func hostName(_ authority: Substring) -> Substring? {
        var name = authority
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            name = authority[...end]
            let address = name.dropFirst().dropLast()
            guard !address.isEmpty, address.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
        } else {
            name = authority.prefix { $0 != ":" }
            guard !name.isEmpty, name.utf8.count <= 253,
                name.allSatisfy({ $0.isLetter || $0.isNumber || "-._".contains($0) })
            else { return nil }
        }
        let port = authority.dropFirst(name.count)
        guard !port.isEmpty else { return name }
        guard port.first == ":", let number = UInt16(port.dropFirst()), number > 0 else { return nil }
        return name
    }

    private static func isPlain(_ name: Substring, _ plain: Plain) -> Bool {
        if name == "localhost" || name == "[::1]" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) else { return false }
        return parts[0] == "127" || (plain == .linkLocal && parts[0] == "169" && parts[1] == "254")
    }
}
