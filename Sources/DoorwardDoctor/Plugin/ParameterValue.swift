internal import DoorwardDocuments

/// A value for a parameter that must be sent.
enum ParameterValue {
    /// The document's own example, default or first choice; else one that fits the type, made up.
    static func of(_ parameter: OpenAPIParameter, in document: JSONValue) -> (value: String, isMadeUp: Bool) {
        let schema = resolved(parameter.schema, in: document)
        let given = [
            parameter.example, schema?["example"], schema?["examples"]?[0], schema?["default"], schema?["const"],
            schema?["enum"]?[0],
        ]
        for case let value? in given {
            if let text = text(value), !text.isEmpty { return (text, false) }
        }
        return (madeUp(schema), true)
    }

    private static func resolved(_ schema: JSONValue?, in document: JSONValue) -> JSONValue? {
        var schema = schema
        for _ in 0..<8 {
            guard let reference = schema?["$ref"]?.stringValue else { return schema }
            schema = document.value(atReference: reference)
        }
        return nil
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let literal): literal
        case .bool(let flag): flag ? "true" : "false"
        case .array(let elements): elements.first.flatMap(text)
        case .object, .null: nil
        }
    }

    private static func madeUp(_ schema: JSONValue?) -> String {
        let type = schema?["type"]?.stringValue ?? schema?["type"]?[0]?.stringValue
        switch (type, schema?["format"]?.stringValue) {
        case ("integer", _), ("number", _): return schema?["minimum"]?.numberValue ?? "1"
        case ("boolean", _): return "false"
        case (_, "date"): return "2026-01-01"
        case (_, "date-time"): return "2026-01-01T00:00:00Z"
        case (_, "uuid"): return "00000000-0000-4000-8000-000000000000"
        default: return "doorward"
        }
    }
}
