import DoorwardDocuments

/// The kind of value that a schema asks for.
enum SchemaType: String {
    case object, array, string, integer, number, boolean, null, any

    /// Reads `type` (of several the first that is not `null`, OpenAPI 3.1), else what the other keys imply.
    init(of schema: JSONValue) {
        let names = schema["type"].map { $0.arrayValue ?? [$0] } ?? []
        let kinds = names.compactMap { $0.stringValue.flatMap(SchemaType.init(rawValue:)) }
        if let kind = kinds.first(where: { $0 != .null }) ?? kinds.first {
            self = kind
        } else if schema["properties"] != nil || schema["additionalProperties"]?.objectValue != nil {
            self = .object
        } else if schema["items"] != nil || schema["prefixItems"] != nil {
            self = .array
        } else if schema["format"] != nil || schema["pattern"] != nil {
            self = .string
        } else {
            self = .any
        }
    }
}
