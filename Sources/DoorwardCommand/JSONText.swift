internal import DoorwardGateway

/// The JSON that commands print with `--format json`.
enum JSONText {
    enum Value {
        case text(String)
        case number(Int)
        /// Unix seconds as RFC 3339, or null.
        case time(Int64?)
        case flag(Bool)
        case optional(String?)
        case texts([String])
        /// JSON already.
        case json(String)

        var json: String {
            switch self {
            case .text(let text): "\"\(JSONLine.escaped(text))\""
            case .number(let number): String(number)
            case .flag(let flag): flag ? "true" : "false"
            case .optional(let text): text.map { Value.text($0).json } ?? "null"
            case .texts(let texts): "[" + texts.map { Value.text($0).json }.joined(separator: ",") + "]"
            case .json(let json): json
            case .time(let time): time.map { "\"\(CivilTime(unixSeconds: $0).rfc3339)\"" } ?? "null"
            }
        }
    }

    static func object(_ members: [(String, Value)]) -> String {
        "{" + members.map { "\"\($0.0)\":\($0.1.json)" }.joined(separator: ",") + "}"
    }

    static func array(_ objects: [String]) -> String {
        objects.isEmpty ? "[]" : "[\n  " + objects.joined(separator: ",\n  ") + "\n]"
    }
}
