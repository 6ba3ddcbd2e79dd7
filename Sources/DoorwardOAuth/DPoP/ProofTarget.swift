/// The address that a request went to, in the form in which addresses are compared (RFC 9449 §4.3, item 9; RFC 3986 §6.2).
///
/// Scheme and host are lower-case, the default port is left out, an empty path is `/`, escapes of unreserved characters
/// are resolved and the digits of all others upper-case; query and fragment do not count. Dot segments are not resolved:
/// the gate answers to no path that has any.
public struct ProofTarget: Sendable, Equatable {
    private let text: [UInt8]

    /// - Parameter uri: an absolute http or https address; nil for anything else, or when it names a user.
    public init?(uri: String) {
        let end = uri.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? uri.endIndex
        guard let parts = URIParts(Self.written(uri[..<end]), limit: Self.longest),
            parts.scheme == "https" || parts.scheme == "http", parts.userinfo == nil,
            let host = parts.host, !host.isEmpty
        else { return nil }
        var text = Array("\(parts.scheme)://".utf8)
        text.reserveCapacity(uri.utf8.count + 8)
        text.append(contentsOf: host.utf8.map(Self.lowercased))
        let standard = parts.scheme == "https" ? "443" : "80"
        if let port = parts.port, !port.isEmpty, port != standard { text.append(contentsOf: ":\(port)".utf8) }
        Self.append(path: parts.path.utf8, to: &text)
        self.text = text
    }

    /// As long as what the gate takes, with its origin.
    private static let longest = 12_288

    /// The address with the two characters escaped that browsers send as they are in a path, and no address has.
    private static func written(_ uri: Substring) -> String {
        guard uri.utf8.contains(where: { $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "|") }) else {
            return String(uri)
        }
        return uri.reduce(into: "") { text, character in
            switch character {
            case "^": text += "%5E"
            case "|": text += "%7C"
            default: text.append(character)
            }
        }
    }

    /// The address of a path below an origin such as `https://api.example`; nil when that is none.
    public init?(origin: String, path: String) { self.init(uri: origin + path) }

    private static func append(path: String.UTF8View, to text: inout [UInt8]) {
        guard !path.isEmpty else { return text.append(UInt8(ascii: "/")) }
        var index = path.startIndex
        while index < path.endIndex {
            let byte = path[index]
            index = path.index(after: index)
            switch byte {
            case UInt8(ascii: "%"):
                // Two digits follow: an address without them has no parts.
                let end = path.index(index, offsetBy: 2, limitedBy: path.endIndex) ?? path.endIndex
                let value = path[index..<end].reduce(UInt8(0)) { $0 << 4 | digit($1) }
                index = end
                if isUnreserved(value) { text.append(value) } else { append(escaped: value, to: &text) }
            // These, too, browsers send as they are, and the gate reads them as escapes.
            case UInt8(ascii: "["), UInt8(ascii: "]"): append(escaped: byte, to: &text)
            default: text.append(byte)
            }
        }
    }

    private static func append(escaped byte: UInt8, to text: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        text.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }

    private static func digit(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        default: (byte | 0x20) &- UInt8(ascii: "a") &+ 10
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
