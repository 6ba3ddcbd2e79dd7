public import DoorwardDocuments

/// Makes an example value from a schema: what a caller could send, or would get.
///
/// Said values come first (`example`, `examples`, `default`, `const`, `enum`), then one made from `type` and `format`.
/// References within the document are followed; a cycle ends at its second turn, nesting at the fourth level, and a
/// value has at most ``nodeLimit`` parts.
public struct SchemaExample: Sendable {
    /// The deepest level of objects and arrays that an example has.
    public static let depthLimit = 4
    /// The largest number of values that one example is made of.
    public static let nodeLimit = 200

    private let references: LocalReferences

    /// Examples for the schemas of one document.
    ///
    /// - Parameter document: the whole OpenAPI document, in which `$ref: "#/…"` is looked up.
    public init(document: JSONValue) { references = LocalReferences(document: document) }

    /// An example that fits the schema as far as the schema says what fits.
    ///
    /// - Parameters:
    ///   - schema: the schema, with references into the document.
    ///   - sending: leaves out what is `readOnly` when true and what is `writeOnly` when false.
    public func value(for schema: JSONValue, sending: Bool = true) -> JSONValue {
        var walk = Walk(references: references, unwanted: sending ? "readOnly" : "writeOnly")
        return walk.value(for: schema, depth: 0) ?? .null
    }
}

/// One way through a schema, with what is left of the budget.
private struct Walk {
    let references: LocalReferences
    let unwanted: String
    var nodes = 0
    var followed: [String] = []

    /// Nil where the schema only leads back to one that is being made, or to nothing.
    mutating func value(for schema: JSONValue, depth: Int) -> JSONValue? {
        nodes += 1
        if let pointer = schema["$ref"]?.stringValue {
            guard followed.count < LocalReferences.chainLimit, !followed.contains(pointer),
                let target = references.target(of: schema)
            else { return nil }
            followed.append(pointer)
            defer { followed.removeLast() }
            return value(for: target, depth: depth)
        }
        if let said = said(by: schema) { return said }
        if let parts = schema["allOf"]?.arrayValue { return merged(parts, with: schema, depth: depth) }
        if let choices = (schema["oneOf"] ?? schema["anyOf"])?.arrayValue {
            let choice = choices.first { $0["type"]?.stringValue != "null" }
            guard depth < SchemaExample.depthLimit, let choice else { return .some(.null) }
            return value(for: choice, depth: depth + 1)
        }
        switch SchemaType(of: schema) {
        case .object: return object(schema, depth: depth)
        case .array: return array(schema, depth: depth)
        case .string: return .string(text(of: schema))
        case .integer, .number: return schema["minimum"].flatMap { $0.numberValue.map(JSONValue.number) } ?? 0
        case .boolean: return true
        case .null, .any: return .some(.null)
        }
    }

    private func said(by schema: JSONValue) -> JSONValue? {
        schema["example"] ?? schema["examples"]?[0] ?? schema["default"] ?? schema["const"] ?? schema["enum"]?[0]
    }

    private mutating func object(_ schema: JSONValue, depth: Int) -> JSONValue {
        var made = JSONObject()
        guard depth < SchemaExample.depthLimit else { return .object(made) }
        for (name, property) in schema["properties"]?.objectValue?.members ?? [] {
            guard nodes < SchemaExample.nodeLimit else { break }
            if property[unwanted]?.boolValue == true {
                nodes += 1
                continue
            }
            made[name] = value(for: property, depth: depth + 1)
        }
        if made.isEmpty, let values = schema["additionalProperties"], values.objectValue != nil,
            nodes < SchemaExample.nodeLimit
        {
            made["key"] = value(for: values, depth: depth + 1)
        }
        return .object(made)
    }

    private mutating func array(_ schema: JSONValue, depth: Int) -> JSONValue {
        guard depth < SchemaExample.depthLimit, nodes < SchemaExample.nodeLimit else { return [] }
        guard let items = schema["items"] ?? schema["prefixItems"]?[0] else { return [] }
        return .array(value(for: items, depth: depth + 1).map { [$0] } ?? [])
    }

    /// All of `allOf`, and the properties that stand beside it, in one object; what is no object counts as it comes.
    private mutating func merged(_ parts: [JSONValue], with schema: JSONValue, depth: Int) -> JSONValue {
        guard depth < SchemaExample.depthLimit else { return .object(JSONObject()) }
        var made = JSONObject()
        var other: JSONValue?
        for part in parts where nodes < SchemaExample.nodeLimit {
            guard let value = value(for: part, depth: depth + 1) else { continue }
            guard let object = value.objectValue else {
                other = other ?? value
                continue
            }
            for (name, value) in object.members { made[name] = value }
        }
        if schema["properties"] != nil, let own = object(schema, depth: depth).objectValue {
            for (name, value) in own.members { made[name] = value }
        }
        return made.isEmpty ? other ?? .object(made) : .object(made)
    }

    private func text(of schema: JSONValue) -> String {
        switch schema["format"]?.stringValue {
        case "date-time": "2026-01-31T12:00:00Z"
        case "date": "2026-01-31"
        case "time": "12:00:00Z"
        case "duration": "PT1H"
        case "email": "name@example.com"
        case "uuid": "123e4567-e89b-12d3-a456-426614174000"
        case "uri", "url": "https://example.com/"
        case "hostname": "example.com"
        case "ipv4": "192.0.2.1"
        case "ipv6": "2001:db8::1"
        case "byte": "aGVsbG8="
        default: "string"
        }
    }
}
