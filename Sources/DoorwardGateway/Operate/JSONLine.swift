internal import NIOCore

/// Builds one line of a JSON log.
public struct JSONLine {
    private var buffer: ByteBuffer

    /// - Parameters:
    ///   - time: RFC 3339.
    ///   - level: swift-log's name of the level.
    ///   - event: `access`, `audit` or `log`.
    public init(time: String, level: String, event: String) {
        // One allocation: most lines fit.
        buffer = ByteBufferAllocator().buffer(capacity: 768)
        buffer.writeStaticString("{\"time\":\"")
        buffer.writeString(time)
        buffer.writeStaticString("\",\"level\":\"")
        buffer.writeString(level)
        buffer.writeStaticString("\",\"event\":\"")
        buffer.writeString(event)
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    public mutating func add(_ key: String, _ value: String) {
        begin(key)
        buffer.writeInteger(UInt8(ascii: "\""))
        buffer.writeString(Self.escaped(value))
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    public mutating func add(_ key: String, _ value: Int) {
        begin(key)
        if value < 0 { buffer.writeString(String(value)) } else { buffer.writeDecimal(value) }
    }

    private mutating func begin(_ key: String) {
        buffer.writeStaticString(",\"")
        buffer.writeString(key)
        buffer.writeStaticString("\":")
    }

    /// The line with its line feed.
    public var bytes: [UInt8] {
        var copy = self
        return Array(copy.take().readableBytesView)
    }

    /// Ends the line and gives the buffer back; the line must not be added to afterwards.
    mutating func take() -> ByteBuffer {
        buffer.writeStaticString("}\n")
        defer { buffer = ByteBuffer() }
        return buffer
    }

    /// Milliseconds with three digits behind the point.
    static func milliseconds(_ microseconds: Int64) -> String {
        let rest = microseconds % 1000
        return "\(microseconds / 1000).\(rest < 10 ? "00" : rest < 100 ? "0" : "")\(rest)"
    }

    /// The text as it stands between quotation marks (RFC 8259 §7).
    public static func escaped(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 < 0x7F }
        if isPlain { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                // C1 controls too: they steer terminals as escape sequences do.
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }
}
