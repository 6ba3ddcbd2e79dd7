/// Reads queries and bodies in `application/x-www-form-urlencoded` (WHATWG URL §5.1, RFC 6749 appendix B), strictly:
/// every `%` is followed by two hexadecimal digits, texts are UTF-8 without NUL.
public enum FormParameters {
    /// Reads a body.
    ///
    /// - Throws: `Rejection.malformedBody`, `.malformedParameter` or `.bodyTooLarge`.
    public static func parse(_ bytes: [UInt8]) throws(Rejection) -> Parameters {
        guard bytes.count <= Parameters.largestSize else { throw .bodyTooLarge }
        var parameters = Parameters()
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.count
            if let entry = try entry(bytes[start..<end]) {
                guard parameters.entries.count < Parameters.largestCount else { throw .malformedBody }
                parameters.entries.append(entry)
            }
            start = end + 1
        }
        return parameters
    }

    /// Reads a query, without its question mark.
    ///
    /// - Throws: as `parse` of bytes.
    public static func parse(_ query: String) throws(Rejection) -> Parameters { try parse(Array(query.utf8)) }

    /// One `name=value`; nil for the nothing between two `&`.
    private static func entry(_ pair: ArraySlice<UInt8>) throws(Rejection) -> Parameters.Entry? {
        guard !pair.isEmpty else { return nil }
        let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
        guard let name = decode(pair[..<equals]) else { throw .malformedBody }
        guard equals < pair.endIndex else { return Parameters.Entry(name: name, value: "") }
        guard let value = decode(pair[(equals + 1)...]) else { throw .malformedParameter(String(name.prefix(64))) }
        return Parameters.Entry(name: name, value: value)
    }

    /// The text that was encoded; nil when it is not sound.
    static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        var isPlain = true
        for byte in bytes {
            if byte == 0 { return nil }
            if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "+") { isPlain = false }
        }
        return isPlain ? String(validating: bytes, as: UTF8.self) : decodeEscapes(bytes)
    }

    private static func decodeEscapes(_ bytes: ArraySlice<UInt8>) -> String? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard bytes.endIndex - index >= 2, let high = hexadecimal(bytes[index]),
                    let low = hexadecimal(bytes[index + 1]), high | low != 0
                else { return nil }
                decoded.append(high << 4 | low)
                index += 2
            default: decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
