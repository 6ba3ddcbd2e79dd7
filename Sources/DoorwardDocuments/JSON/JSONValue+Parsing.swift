extension JSONValue {
    /// Reads a JSON document (RFC 8259) from UTF-8 bytes; a byte order mark in front is skipped.
    ///
    /// Stricter than most readers: names that occur twice in an object, lone surrogates, invalid UTF-8 and nesting
    /// deeper than ``depthLimit`` are refused, because two readers would understand such a document differently.
    ///
    /// - Throws: ``JSONSyntaxError`` with the place and what would be right there.
    public init(parsing bytes: some Collection<UInt8>) throws(JSONSyntaxError) {
        try self.init(parsing: Array(bytes))
    }

    /// Reads a JSON document from an array of UTF-8 bytes, without a copy.
    public init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
        var reader = JSONReader(bytes)
        self = try reader.document()
    }

    /// Whether a text is a number as RFC 8259 section 6 spells it.
    public static func isNumber(_ text: String) -> Bool {
        var reader = JSONReader(Array(text.utf8))
        guard let literal = try? reader.number() else { return false }
        return literal.utf8.count == text.utf8.count
    }
}

/// A recursive-descent reader over the bytes of a document; every access is bounds-checked by the array.
private struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw error("nothing more after the document's value") }
        return value
    }

    /// The byte at the reading position; 0, which no rule accepts, at the end.
    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw error("a value")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let text = word.description
        guard bytes[position...].starts(with: text.utf8) else { throw error("a value such as \(text)") }
        position += text.utf8.count
        return value
    }

    private mutating func descend() throws(JSONSyntaxError) {
        guard depth < JSONValue.depthLimit else {
            throw error("at most \(JSONValue.depthLimit) arrays and objects inside each other")
        }
        depth += 1
        position += 1
        skipSpace()
    }

    private mutating func array() throws(JSONSyntaxError) -> [JSONValue] {
        try descend()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if next == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try value())
            skipSpace()
            switch next {
            case UInt8(ascii: ","):
                position += 1
                skipSpace()
            case UInt8(ascii: "]"):
                position += 1
                return elements
            default: throw error("',' or ']' after an element")
            }
        }
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONObject {
        try descend()
        defer { depth -= 1 }
        var object = JSONObject()
        if next == UInt8(ascii: "}") {
            position += 1
            return object
        }
        while true {
            let start = position
            guard next == UInt8(ascii: "\"") else { throw error("a member's name in double quotes") }
            let key = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw error("':' after a member's name") }
            position += 1
            skipSpace()
            guard object.appendIfNew(key, try value()) else {
                throw error("each name once in an object", found: "'\(key.excerpt)' again", at: start)
            }
            skipSpace()
            switch next {
            case UInt8(ascii: ","):
                position += 1
                skipSpace()
            case UInt8(ascii: "}"):
                position += 1
                return object
            default: throw error("',' or '}' after a member")
            }
        }
    }
}

// MARK: - Numbers

extension JSONReader {
    mutating func number() throws(JSONSyntaxError) -> String {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") {
            position += 1
            guard !next.isDigit else { throw error("a number without a leading zero") }
        } else {
            try digits()
        }
        if next == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if next | 0x20 == UInt8(ascii: "e") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(JSONSyntaxError) {
        guard next.isDigit else { throw error("a digit") }
        while next.isDigit { position += 1 }
    }
}

// MARK: - Strings

extension JSONReader {
    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = try text(start..<position)
                position += 1
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw error("a control character to be escaped in a string")
            default: position += 1
            }
        }
        throw error("'\"' at the end of a string")
    }

    private func text(_ range: Range<Int>) throws(JSONSyntaxError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            let bad = bytes.firstInvalidUTF8(in: range) ?? range.lowerBound
            throw error("text in UTF-8", found: "a byte that is none", at: bad)
        }
        return text
    }

    /// Reads the rest of a string in which the first backslash is at the reading position.
    private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var buffer: [UInt8] = []
        var run = start
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                buffer.append(contentsOf: bytes[run..<position])
                guard let text = String(validating: buffer, as: UTF8.self) else { return try text(start..<position) }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                buffer.append(contentsOf: bytes[run..<position])
                try escape(into: &buffer)
                run = position
            case 0..<0x20: throw error("a control character to be escaped in a string")
            default: position += 1
            }
        }
        throw error("'\"' at the end of a string")
    }

    private mutating func escape(into buffer: inout [UInt8]) throws(JSONSyntaxError) {
        let start = position
        position += 1
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(next)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            buffer.append(contentsOf: String(try scalar(from: start)).utf8)
            return
        default: throw error("one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u after a backslash")
        }
        position += 1
    }

    /// Reads the digits after `\u`, and a second escape when the first is the upper half of a pair.
    private mutating func scalar(from start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, next == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw error("a pair of surrogates", found: "a lone one", at: start) }
        position += 2
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00))
        else { throw error("a pair of surrogates", found: "a lone one", at: start) }
        return scalar
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next.hexDigitValue else { throw error("four hexadecimal digits after \\u") }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}

// MARK: - Errors

extension JSONReader {
    private func error(_ expected: String, found: String? = nil, at place: Int? = nil) -> JSONSyntaxError {
        let place = min(place ?? position, bytes.count)
        let (line, column) = bytes.lineAndColumn(at: place)
        return JSONSyntaxError(expected: expected, found: found ?? describe(place), line: line, column: column)
    }

    private func describe(_ place: Int) -> String {
        guard place < bytes.count else { return "the end of the document" }
        let byte = bytes[place]
        if (0x21..<0x7F).contains(byte) { return "'\(Character(Unicode.Scalar(byte)))'" }
        return byte < 0x80
            ? "the control character or space U+\(String(byte, radix: 16).leftPadded(to: 4))" : "other text"
    }
}
