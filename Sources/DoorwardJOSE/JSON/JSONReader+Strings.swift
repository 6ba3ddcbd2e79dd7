extension JSONReader {
    /// A string, from its quote to its quote (RFC 8259 §7).
    mutating func string() throws(JSONProblem) -> String {
        let quote = offset
        offset += 1
        let start = offset
        while let byte {
            if byte == UInt8(ascii: "\"") {
                let text = try text(start..<offset, quote: quote)
                offset += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start, quote: quote) }
            guard byte >= 0x20 else { throw .invalidString(offset: quote) }
            offset += 1
        }
        throw .truncated
    }

    private func text(_ range: Range<Int>, quote: Int) throws(JSONProblem) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw .invalidString(offset: quote) }
        return text
    }

    /// The rest of a string whose first escape is at `offset`.
    private mutating func escapedString(from start: Int, quote: Int) throws(JSONProblem) -> String {
        var unescaped = [UInt8](bytes[start..<offset])
        while let byte {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: unescaped, as: UTF8.self) else {
                    throw .invalidString(offset: quote)
                }
                return text
            case UInt8(ascii: "\\"): try escape(into: &unescaped, quote: quote)
            case 0..<0x20: throw .invalidString(offset: quote)
            default: unescaped.append(byte)
            }
        }
        throw .truncated
    }

    /// What follows a backslash.
    private mutating func escape(into text: inout [UInt8], quote: Int) throws(JSONProblem) {
        guard let byte else { throw .truncated }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape(quote: quote)
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw .invalidString(offset: quote)
        }
    }

    /// The scalar of `\uXXXX`, or of the two escapes of a surrogate pair.
    private mutating func unicodeEscape(quote: Int) throws(JSONProblem) -> Unicode.Scalar {
        let first = try hexadecimal(quote: quote)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), byte == UInt8(ascii: "\\") else { throw .invalidString(offset: quote) }
        offset += 1
        guard byte == UInt8(ascii: "u") else { throw .invalidString(offset: quote) }
        offset += 1
        let second = try hexadecimal(quote: quote)
        let pair = 0x10000 + UInt32(first & 0x3FF) << 10 + UInt32(second & 0x3FF)
        guard UTF16.isTrailSurrogate(second), let scalar = Unicode.Scalar(pair) else {
            throw .invalidString(offset: quote)
        }
        return scalar
    }

    private mutating func hexadecimal(quote: Int) throws(JSONProblem) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte else { throw .truncated }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw .invalidString(offset: quote)
            }
            value = value << 4 | UInt16(digit)
            offset += 1
        }
        return value
    }
}
