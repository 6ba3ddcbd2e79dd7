extension JSONValue {
    /// The value a JSON pointer (RFC 6901) leads to: `""` is the whole document, `/paths/~1pets/get` a member deep
    /// inside.
    ///
    /// Nil when the pointer leads nowhere or is none. A pointer in a URI fragment (`#/…`) must be decoded first; see
    /// ``value(atReference:)``.
    public func value(at pointer: String) -> JSONValue? {
        guard let tokens = Self.tokens(of: pointer) else { return nil }
        var value = self
        for token in tokens {
            switch value {
            case .object(let object):
                guard let member = object[token] else { return nil }
                value = member
            case .array:
                guard let index = Self.index(token), let element = value[index] else { return nil }
                value = element
            default: return nil
            }
        }
        return value
    }

    /// The value a local reference such as `#/components/schemas/Pet` leads to, percent-decoded as RFC 6901 section 6
    /// says.
    public func value(atReference reference: String) -> JSONValue? {
        guard let pointer = Self.pointer(ofReference: reference) else { return nil }
        return value(at: pointer)
    }

    /// The JSON pointer in a local reference; nil when it refers to another document.
    static func pointer(ofReference reference: String) -> String? {
        guard reference.utf8.first == UInt8(ascii: "#") else { return nil }
        let decoded = Array(reference.utf8.dropFirst()).percentDecoded().bytes
        return String(validating: decoded, as: UTF8.self)
    }

    private static func tokens(of pointer: String) -> [String]? {
        if pointer.isEmpty { return [] }
        guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
        var tokens: [String] = []
        for part in pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let token = unescape(part) else { return nil }
            tokens.append(token)
        }
        return tokens
    }

    private static func unescape(_ part: Substring.UTF8View) -> String? {
        guard part.contains(UInt8(ascii: "~")) else { return String(Substring(part)) }
        var bytes: [UInt8] = []
        var rest = part.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.next() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An array index: digits without a leading zero (RFC 6901 section 4).
    private static func index(_ token: String) -> Int? {
        guard !token.isEmpty, token.utf8.allSatisfy(\.isDigit), token == "0" || token.utf8.first != 0x30 else {
            return nil
        }
        return Int(token)
    }
}
