/// JSON that keeps the order of members, read strictly (RFC 8259).
enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number as it is spelt, so that `1.50` is not `1.5`.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    struct Member: Equatable, Sendable {
        let name: String
        let value: JSONValue
    }

    init(parsing bytes: some Sequence<UInt8>) throws {
        var parser = JSONParser(bytes: Array(bytes))
        self = try parser.document()
    }

    init(parsing text: String) throws { try self.init(parsing: text.utf8) }

    subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    subscript(_ index: Int) -> JSONValue? {
        guard case .array(let values) = self, values.indices.contains(index) else { return nil }
        return values[index]
    }

    /// The names of an object's members, in order.
    var names: [String] {
        guard case .object(let members) = self else { return [] }
        return members.map(\.name)
    }

    var array: [JSONValue] {
        guard case .array(let values) = self else { return [] }
        return values
    }

    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var int: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text)
    }

    /// Whether any string anywhere within equals `text`.
    func contains(_ text: String) -> Bool {
        switch self {
        case .string(let own): own == text
        case .array(let values): values.contains { $0.contains(text) }
        case .object(let members): members.contains { $0.value.contains(text) }
        default: false
        }
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws -> JSONValue {
        let value = try value(depth: 0)
        blank()
        guard at == bytes.count else { throw error("something after the value") }
        return value
    }

    private mutating func value(depth: Int) throws -> JSONValue {
        guard depth < 100 else { throw error("nested too deep") }
        blank()
        switch peek {
        case UInt8(ascii: "{"): return .object(try members(depth))
        case UInt8(ascii: "["):
            return .array(try list(closing: UInt8(ascii: "]")) { try $0.value(depth: depth + 1) })
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func members(_ depth: Int) throws -> [JSONValue.Member] {
        try list(closing: UInt8(ascii: "}")) { parser in
            parser.blank()
            let name = try parser.string()
            parser.blank()
            try parser.expect(UInt8(ascii: ":"))
            return JSONValue.Member(name: name, value: try parser.value(depth: depth + 1))
        }
    }

    private mutating func list<T>(closing: UInt8, _ element: (inout JSONParser) throws -> T) throws -> [T] {
        at += 1
        var found: [T] = []
        blank()
        if peek == closing {
            at += 1
            return found
        }
        while true {
            found.append(try element(&self))
            blank()
            if peek == closing {
                at += 1
                return found
            }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func string() throws -> String {
        try expect(UInt8(ascii: "\""))
        var out: [UInt8] = []
        while let byte = peek {
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: out, as: UTF8.self) else { throw error("invalid UTF-8") }
                return text
            case UInt8(ascii: "\\"): try escape(into: &out)
            case 0..<0x20: throw error("control character in a string")
            default: out.append(byte)
            }
        }
        throw error("unfinished string")
    }

    private mutating func escape(into out: inout [UInt8]) throws {
        let simple: [Character: Character] = [
            "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{c}", "n": "\n", "r": "\r", "t": "\t",
        ]
        guard let byte = peek else { throw error("unfinished escape") }
        at += 1
        let letter = Character(UnicodeScalar(byte))
        if let plain = simple[letter] { return out.append(contentsOf: String(plain).utf8) }
        guard letter == "u" else { throw error("unknown escape") }
        var unit = try hexadecimal()
        if 0xd800...0xdbff ~= unit {
            try expect(UInt8(ascii: "\\"))
            try expect(UInt8(ascii: "u"))
            let low = try hexadecimal()
            guard 0xdc00...0xdfff ~= low else { throw error("half a surrogate pair") }
            unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
        }
        guard let scalar = UnicodeScalar(unit) else { throw error("half a surrogate pair") }
        out.append(contentsOf: String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws -> UInt32 {
        guard at + 4 <= bytes.count, let unit = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
        else { throw error("\\u without four digits") }
        at += 4
        return unit
    }

    private mutating func number() throws -> JSONValue {
        let start = at
        while let byte = peek, Array("+-.eE0123456789".utf8).contains(byte) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        guard Double(text) != nil, !text.hasPrefix("+"), !text.hasPrefix("."), !text.hasSuffix(".") else {
            throw error("not a value")
        }
        return .number(text)
    }

    private mutating func word(_ text: String, _ value: JSONValue) throws -> JSONValue {
        guard bytes[at...].starts(with: text.utf8) else { throw error("not a value") }
        at += text.utf8.count
        return value
    }

    private mutating func expect(_ byte: UInt8) throws {
        guard peek == byte else { throw error("expected \(Character(UnicodeScalar(byte)))") }
        at += 1
    }

    private mutating func blank() {
        while let byte = peek, byte == 32 || byte == 9 || byte == 10 || byte == 13 { at += 1 }
    }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func error(_ what: String) -> Failure { Failure("JSON: \(what) at byte \(at)") }
}
