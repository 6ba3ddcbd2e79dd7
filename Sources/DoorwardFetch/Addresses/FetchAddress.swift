/// An address to fetch from, taken apart by rules stricter than RFC 3986: nothing in it can be read in two ways.
struct FetchAddress: Sendable {
    enum Host: Sendable, Equatable {
        /// Lower case.
        case name(String)
        case literal(HostAddress)
    }

    static let maximumLength = 8_192

    let isSecure: Bool
    let host: Host
    /// As the `Host` field has it, without the port.
    let hostText: String
    let port: Int
    /// Path and query.
    let target: String

    /// What the `Host` field says.
    var authority: String { port == (isSecure ? 443 : 80) ? hostText : origin }
    var origin: String { "\(hostText):\(port)" }

    init(_ url: String) throws(FetchFailure) {
        let bytes = Array(url.utf8)
        guard bytes.count <= Self.maximumLength else { throw .refusedAddress("it is longer than 8192 bytes") }
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .refusedAddress("it contains spaces, control characters or characters outside ASCII")
        }
        guard !bytes.contains(UInt8(ascii: "#")) else { throw .refusedAddress("it has a fragment") }
        let scheme = try Self.scheme(of: bytes)
        isSecure = scheme.isSecure
        let rest = bytes[scheme.end...]
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        let (host, port) = try Self.split(rest[..<end])
        self.host = try Self.host(host)
        hostText = String(decoding: host, as: UTF8.self).lowercased()
        self.port = port ?? (scheme.isSecure ? 443 : 80)
        target = try Self.target(rest[end...])
    }

    private static func scheme(of bytes: [UInt8]) throws(FetchFailure) -> (isSecure: Bool, end: Int) {
        for (text, isSecure) in [("https://", true), ("http://", false)] {
            let start = bytes.prefix(text.utf8.count)
            if String(decoding: start, as: UTF8.self).lowercased() == text { return (isSecure, start.count) }
        }
        throw .refusedAddress("it does not begin with https://")
    }

    private static func split(_ authority: ArraySlice<UInt8>) throws(FetchFailure) -> (ArraySlice<UInt8>, Int?) {
        guard !authority.contains(UInt8(ascii: "@")) else { throw .refusedAddress("it has a user name in it") }
        var hostEnd = authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        if authority.first == UInt8(ascii: "[") {
            guard let bracket = authority.firstIndex(of: UInt8(ascii: "]")) else {
                throw .refusedAddress("its host has a bracket without an end")
            }
            hostEnd = bracket + 1
        }
        let host = authority[..<hostEnd]
        guard hostEnd < authority.endIndex else { return (host, nil) }
        let digits = authority[(hostEnd + 1)...]
        guard authority[hostEnd] == UInt8(ascii: ":"), (1...5).contains(digits.count),
            digits.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != 0x30
        else { throw .refusedAddress("its port is not a number from 1 to 65535") }
        let port = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard port <= 65_535 else { throw .refusedAddress("its port is not a number from 1 to 65535") }
        return (host, port)
    }

    private static func target(_ bytes: ArraySlice<UInt8>) throws(FetchFailure) -> String {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.endIndex, isHex(bytes[index + 1]), isHex(bytes[index + 2]) else {
                    throw .refusedAddress("a percent sign in it is not followed by two hexadecimal digits")
                }
                index += 2
            } else if !isOfTarget(byte) {
                throw .refusedAddress("its path or query has a character that has to be percent-encoded")
            }
            index += 1
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasPrefix("/") ? text : "/" + text
    }

    static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }

    /// RFC 3986 sections 3.3 and 3.4.
    private static func isOfTarget(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~!$&'()*+,;=:@/?".utf8.contains(byte)
        }
    }
}
