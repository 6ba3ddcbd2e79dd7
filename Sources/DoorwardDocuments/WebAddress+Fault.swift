extension WebAddress {
    /// Why a text is no absolute URL with a host.
    enum Fault: Error, Equatable {
        case empty
        /// `hello@example.org`.
        case mailAddress
        /// `/openapi.json` or `openapi.json`: it has a meaning only beside the address of the file it is in.
        case relative
        /// `weather.example/openapi.json`: a host without `https://`.
        case noScheme
        /// `//weather.example/openapi.json`.
        case schemeRelative
        /// `data:…`, `mailto:…`: a scheme whose URLs have no host.
        case opaque(scheme: String)
        case noHost
        case badHost
        case badPort
        /// White space, a control character or a backslash; in front of the path also one of `<>"{}|^` and the
        /// back-tick.
        case badCharacter
    }

    /// What is wrong before the host is looked at.
    static func faultOfBeginning(_ bytes: [UInt8]) -> Fault? {
        guard !bytes.isEmpty else { return .empty }
        guard !bytes.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == 0x5C }) else { return .badCharacter }
        guard let colon = endOfScheme(bytes) else { return faultWithoutScheme(bytes) }
        guard !bytes[(colon + 1)...].starts(with: [0x2F, 0x2F]) else { return nil }
        // `localhost:5003/logo.png` reads as a scheme; so does `weather.example:8443/`.
        if bytes.dropFirst(colon + 1).first?.isDigit == true { return .noScheme }
        let scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        return scheme == "http" || scheme == "https" ? .noHost : .opaque(scheme: scheme)
    }

    /// Where the colon behind the scheme is (RFC 3986 section 3.1).
    static func endOfScheme(_ bytes: [UInt8]) -> Int? {
        guard bytes.first?.isLetter == true,
            let end = bytes.firstIndex(where: { !($0.isAlphanumeric || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E) }),
            bytes[end] == 0x3A
        else { return nil }
        return end
    }

    private static func faultWithoutScheme(_ bytes: [UInt8]) -> Fault {
        if bytes.starts(with: [0x2F, 0x2F]) { return .schemeRelative }
        if bytes[0] == 0x2F || bytes[0] == 0x2E || bytes[0] == 0x3F || bytes[0] == 0x23 { return .relative }
        let host = bytes.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
        if host.contains(0x40) { return .mailAddress }
        // A file's name such as `openapi.json` has a dot too.
        let name = String(decoding: host, as: UTF8.self).lowercased()
        return host.contains(0x2E) && !fileEndings.contains { name.hasSuffix($0) } ? .noScheme : .relative
    }

    private static let fileEndings = [
        ".json", ".yaml", ".yml", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".html",
    ]

    /// The number in `:8443`; nil for nothing, and for a colon alone (RFC 3986 section 3.2.3).
    static func portNumber(_ bytes: ArraySlice<UInt8>) throws(Fault) -> Int? {
        guard let first = bytes.first else { return nil }
        let digits = bytes.dropFirst()
        guard first == 0x3A, digits.count <= 5, digits.allSatisfy(\.isDigit) else { throw .badPort }
        guard !digits.isEmpty else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard number <= 65535 else { throw .badPort }
        return number
    }
}
