/// A strict reader of RFC 8259 over bytes that the caller keeps alive; one pass, depth at most 16.
struct JSONReader {
    static let depthLimit = 16
    let bytes: UnsafeRawBufferPointer
    var offset = 0
    private var depth = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The next byte, or `nil` at the end.
    @inline(__always)
    var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// One value and nothing behind it but white space.
    mutating func document() throws(JSONProblem) -> JOSEValue {
        skipSpace()
        let value = try value()
        skipSpace()
        guard byte == nil else { throw .unexpectedByte(offset: offset) }
        return value
    }

    @inline(__always)
    mutating func skipSpace() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func value() throws(JSONProblem) -> JOSEValue {
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number()
        case nil: throw .truncated
        default: throw .unexpectedByte(offset: offset)
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JOSEValue) throws(JSONProblem) -> JOSEValue {
        let end = offset + text.utf8CodeUnitCount
        let isThere = end <= bytes.count && text.withUTF8Buffer { bytes[offset..<end].elementsEqual($0) }
        guard isThere else { throw .unexpectedByte(offset: offset) }
        offset = end
        return value
    }

    private mutating func array() throws(JSONProblem) -> [JOSEValue] {
        try open()
        var elements: [JOSEValue] = []
        if close(UInt8(ascii: "]")) { return elements }
        while true {
            skipSpace()
            elements.append(try value())
            if try !hasNext(before: UInt8(ascii: "]")) { return elements }
        }
    }

    private mutating func object() throws(JSONProblem) -> JOSEObject {
        try open()
        var members: [JOSEObject.Member] = []
        if close(UInt8(ascii: "}")) { return JOSEObject(uniqueMembers: members) }
        members.reserveCapacity(8)
        var names = UniqueNames()
        while true {
            skipSpace()
            let start = offset
            guard let byte else { throw .truncated }
            guard byte == UInt8(ascii: "\"") else { throw .unexpectedByte(offset: offset) }
            let name = try string()
            // RFC 7515 §4 and RFC 7519 §4: names are unique, or parsers disagree on what the token says.
            guard names.insert(name, after: members) else { throw .duplicateName(offset: start) }
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            members.append(JOSEObject.Member(name: name, value: try value()))
            if try !hasNext(before: UInt8(ascii: "}")) { return JOSEObject(uniqueMembers: members) }
        }
    }

    /// Steps over the opening bracket.
    private mutating func open() throws(JSONProblem) {
        guard depth < Self.depthLimit else { throw .tooDeep(offset: offset) }
        depth += 1
        offset += 1
    }

    /// Steps over the closing bracket of an empty array or object.
    private mutating func close(_ bracket: UInt8) -> Bool {
        skipSpace()
        guard byte == bracket else { return false }
        depth -= 1
        offset += 1
        return true
    }

    /// Steps over a comma (`true`) or the closing bracket (`false`).
    private mutating func hasNext(before bracket: UInt8) throws(JSONProblem) -> Bool {
        if close(bracket) { return false }
        try expect(UInt8(ascii: ","))
        return true
    }

    private mutating func expect(_ expected: UInt8) throws(JSONProblem) {
        guard let byte else { throw .truncated }
        guard byte == expected else { throw .unexpectedByte(offset: offset) }
        offset += 1
    }
}

/// The names an object has so far; few are compared one by one, many through a set, so that the time stays linear.
private struct UniqueNames {
    private static let few = 16
    private var set: Set<String> = []

    /// Adds a name; `false` when it is there already.
    mutating func insert(_ name: String, after members: [JOSEObject.Member]) -> Bool {
        if members.count < Self.few { return !members.contains { $0.name == name } }
        if set.isEmpty { set = Set(members.map(\.name)) }
        return set.insert(name).inserted
    }
}
