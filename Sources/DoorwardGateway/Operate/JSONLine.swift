internal import NIOCore

/// Builds one line of a JSON log.
public struct JSONLine {
    private var text: String

    /// - Parameters:
    ///   - time: RFC 3339.
    ///   - level: swift-log's name of the level.
    ///   - event: `access`, `audit` or `log`.
    public init(time: String, level: String, event: String) {
        text = #"{"time":"\#(time)","level":"\#(level)","event":"\#(event)""#
    }

    public mutating func add(_ key: String, _ value: String) {
        text += #","\#(key)":"\#(Self.escaped(value))""#
    }

    public mutating func add(_ key: String, _ value: Int) {
        text += #","\#(key)":\#(value)"#
    }

    mutating func add(_ key: String, microseconds: Int64) {
        text += #","\#(key)":\#(Self.milliseconds(microseconds))"#
    }

    mutating func add(_ key: String, _ words: (UInt64, UInt64)) {
        var buffer = ByteBuffer()
        buffer.writeHexadecimal(words.0)
        buffer.writeHexadecimal(words.1)
        add(key, buffer.readString(length: 32) ?? "")
    }

    /// The line with its line feed.
    public var bytes: [UInt8] { Array((text + "}\n").utf8) }

    func end(into buffer: inout ByteBuffer) {
        buffer.writeString(text)
        buffer.writeStaticString("}\n")
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
