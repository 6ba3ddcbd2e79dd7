import DoorwardDocuments

/// Says in a few words what a schema asks for: `string (uuid)`, `array of integer`, `integer, 1 to 100, default 20`.
struct SchemaSummary {
    let references: LocalReferences

    func text(of schema: JSONValue?) -> String {
        guard let schema else { return "any" }
        let resolved = references.resolved(schema)
        var parts = [kind(of: resolved)]
        if let range = range(of: resolved) { parts.append(range) }
        if let values = resolved["enum"]?.arrayValue, !values.isEmpty {
            parts.append("one of " + values.prefix(50).map(Self.plain).joined(separator: ", "))
        }
        if let value = resolved["default"], !value.isNull { parts.append("default " + Self.plain(value)) }
        return Prose.line(parts.joined(separator: ", "), limit: 300)
    }

    private func kind(of schema: JSONValue) -> String {
        let type = SchemaType(of: schema)
        if type == .array, let items = schema["items"] {
            return "array of " + SchemaType(of: references.resolved(items)).rawValue
        }
        guard let format = schema["format"]?.stringValue else { return type.rawValue }
        return "\(type.rawValue) (\(format))"
    }

    private func range(of schema: JSONValue) -> String? {
        switch (schema["minimum"]?.numberValue, schema["maximum"]?.numberValue) {
        case (let least?, let most?): "\(least) to \(most)"
        case (let least?, nil): "at least \(least)"
        case (nil, let most?): "at most \(most)"
        case (nil, nil): nil
        }
    }

    /// A value as one types it: a string without its quotes, anything else as JSON.
    static func typed(_ value: JSONValue) -> String {
        value.stringValue ?? String(decoding: value.serialized(), as: UTF8.self)
    }

    /// The beginning of what one types, to be read and not to be sent.
    private static func plain(_ value: JSONValue) -> String { Prose.cut(typed(value), to: 100) }
}
