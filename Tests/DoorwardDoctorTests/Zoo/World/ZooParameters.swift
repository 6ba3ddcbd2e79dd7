/// The pairs of a query or a form, in their order; values are bytes, because nothing says that they are UTF-8.
struct ZooParameters: Sendable {
    private(set) var pairs: [(name: String, bytes: [UInt8])] = []

    init() {}

    init(_ text: String) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: Self.decode(parts[0]), as: UTF8.self)
            pairs.append((name, parts.count > 1 ? Self.decode(parts[1]) : []))
        }
    }

    /// The one value of a name; nil when it is missing or empty.
    subscript(name: String) -> String? {
        guard let bytes = bytes(name), !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    func bytes(_ name: String) -> [UInt8]? { pairs.first { $0.name == name }?.bytes }

    func contains(_ name: String) -> Bool { pairs.contains { $0.name == name } }

    mutating func append(_ name: String, _ value: String) { pairs.append((name, Array(value.utf8))) }

    /// Names that occur more than once, which OAuth forbids (RFC 6749 section 3.1).
    var repeated: Bool { Set(pairs.map(\.name)).count < pairs.count }

    static func decode(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(0x20)
            } else if byte == UInt8(ascii: "%"), let value = UInt8(Substring(rest.prefix(2)), radix: 16), rest.count > 1
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// Everything but RFC 3986's unreserved characters as `%XX`.
    static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in bytes {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: text.unicodeScalars.append(.init(byte))
            default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return text
    }

    static func encode(_ text: String) -> String { encode(Array(text.utf8)) }
}
