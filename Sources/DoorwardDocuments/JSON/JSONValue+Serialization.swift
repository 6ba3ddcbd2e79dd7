extension JSONValue {
    /// Writes the document as UTF-8: compact, or with two spaces per level and a line break at the end.
    ///
    /// Members keep their order, numbers their literal text; `/` is not escaped.
    public func serialized(pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(pretty: pretty)
        writer.write(self, level: 0)
        if pretty { writer.bytes.append(0x0A) }
        return writer.bytes
    }
}

struct JSONWriter {
    var bytes: [UInt8] = []
    let pretty: Bool

    mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .object(let object): write(object, level: level)
        case .array(let elements): write(elements, level: level)
        case .string(let text): write(text)
        case .number(let literal): bytes.append(contentsOf: literal.utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .null: bytes.append(contentsOf: "null".utf8)
        }
    }

    private mutating func write(_ object: JSONObject, level: Int) {
        guard !object.isEmpty else { return bytes.append(contentsOf: "{}".utf8) }
        bytes.append(UInt8(ascii: "{"))
        for (place, member) in object.members.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(level + 1)
            write(member.key)
            bytes.append(UInt8(ascii: ":"))
            if pretty { bytes.append(0x20) }
            write(member.value, level: level + 1)
        }
        breakLine(level)
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ elements: [JSONValue], level: Int) {
        guard !elements.isEmpty else { return bytes.append(contentsOf: "[]".utf8) }
        bytes.append(UInt8(ascii: "["))
        for (place, element) in elements.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(level + 1)
            write(element, level: level + 1)
        }
        breakLine(level)
        bytes.append(UInt8(ascii: "]"))
    }

    /// Deeply nested documents get no deeper indentation than this, or their size would grow with the square of the
    /// depth.
    private static let indentationLimit = 64

    private mutating func breakLine(_ level: Int) {
        guard pretty else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * min(level, Self.indentationLimit)))
    }

    mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x08: bytes.append(contentsOf: "\\b".utf8)
            case 0x0C: bytes.append(contentsOf: "\\f".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(contentsOf: byte.upperHex)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
