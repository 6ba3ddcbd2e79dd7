/// Appends JSON to a buffer (RFC 8259).
enum JSONWriter {
    /// A string with its quotes; quotes, backslashes and control characters are escaped, everything else is UTF-8.
    static func append(_ text: String, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            if bytes.contains(where: needsEscape) {
                for byte in bytes { append(escaping: byte, to: &buffer) }
            } else {
                buffer.append(contentsOf: bytes)
            }
        }
        buffer.append(UInt8(ascii: "\""))
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func append(escaping byte: UInt8, to buffer: inout [UInt8]) {
        guard needsEscape(byte) else { return buffer.append(byte) }
        buffer.append(UInt8(ascii: "\\"))
        guard byte < 0x20 else { return buffer.append(byte) }
        let digits: StaticString = "0123456789abcdef"
        buffer.append(contentsOf: [
            UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"), digits.utf8Start[Int(byte >> 4)],
            digits.utf8Start[Int(byte & 15)],
        ])
    }

    static func append(_ number: Int64, to buffer: inout [UInt8]) {
        var magnitude = number.magnitude
        if number < 0 { buffer.append(UInt8(ascii: "-")) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var first = 20
            repeat {
                first -= 1
                digits[first] = UInt8(ascii: "0") + UInt8(magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            buffer.append(contentsOf: digits[first...])
        }
    }

    /// Any value; a double that is not finite has no JSON and becomes `null`.
    static func append(_ value: JOSEValue, to buffer: inout [UInt8]) {
        switch value {
        case .null: buffer.append(contentsOf: "null".utf8)
        case .bool(let truth): buffer.append(contentsOf: truth ? "true".utf8 : "false".utf8)
        case .integer(let number): append(number, to: &buffer)
        case .number(let number): buffer.append(contentsOf: number.isFinite ? "\(number)".utf8 : "null".utf8)
        case .string(let text): append(text, to: &buffer)
        case .array(let elements):
            append(elements, brackets: (UInt8(ascii: "["), UInt8(ascii: "]")), to: &buffer) { append($0, to: &$1) }
        case .object(let object):
            append(object.members, brackets: (UInt8(ascii: "{"), UInt8(ascii: "}")), to: &buffer) { member, buffer in
                append(member.name, to: &buffer)
                buffer.append(UInt8(ascii: ":"))
                append(member.value, to: &buffer)
            }
        }
    }

    /// Elements between brackets, with commas between them.
    static func append<Element>(
        _ elements: [Element], brackets: (UInt8, UInt8), to buffer: inout [UInt8],
        each: (Element, inout [UInt8]) -> Void
    ) {
        buffer.append(brackets.0)
        for (index, element) in elements.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            each(element, &buffer)
        }
        buffer.append(brackets.1)
    }
}
