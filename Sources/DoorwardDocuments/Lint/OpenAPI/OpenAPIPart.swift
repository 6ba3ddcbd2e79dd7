/// What role a value has in an OpenAPI document, as far as references can be in it.
///
/// Only values with a role are looked at: `$ref` in an example, a default or an extension is data.
enum OpenAPIPart: UInt8, CaseIterable {
    case schema, schemas, schemaList, schemaOrList
    case parameter, parameters, parameterList
    case header, headers
    case media, content
    case encoding, encodings
    case response, responses
    case body, bodies
    case example, examples
    case link, links
    case callback, callbacks
    case item, items
    case operation
    case components, document

    /// What it means that a value of this role is nowhere to be found: an importer takes an empty schema, but without
    /// its parameters, body or path item it cannot call an operation.
    var costOfMissing: LintSeverity {
        switch self {
        case .parameter, .body, .item, .operation: .error
        default: .warning
        }
    }

    var bit: UInt32 { 1 << UInt32(rawValue) }

    /// The role of each member of a value that maps names of the author's own to parts.
    var member: OpenAPIPart? {
        switch self {
        case .schemas: .schema
        case .parameters: .parameter
        case .headers: .header
        case .content: .media
        case .encodings: .encoding
        case .responses: .response
        case .bodies: .body
        case .examples: .example
        case .links: .link
        case .callbacks: .callback
        case .callback, .items: .item
        default: nil
        }
    }

    /// The role of each element of an array.
    var element: OpenAPIPart? {
        switch self {
        case .schemaList, .schemaOrList: .schema
        case .parameterList: .parameter
        default: nil
        }
    }

    /// Whether a value may be a reference instead.
    var mayBeReference: Bool { member == nil && element == nil && self != .components && self != .document }

    /// The role of a member of a part; nil where no part is.
    func part(of name: String) -> OpenAPIPart? { Self.children[Int(rawValue)][name] }

    private static let children: [[String: OpenAPIPart]] = allCases.map { part in
        switch part {
        case .schema, .schemaOrList: schemaMembers
        case .parameter, .header: ["schema": .schema, "content": .content, "examples": .examples]
        case .media: ["schema": .schema, "encoding": .encodings, "examples": .examples]
        case .encoding: ["headers": .headers]
        case .response: ["headers": .headers, "content": .content, "links": .links]
        case .body: ["content": .content]
        case .item:
            [
                "get": .operation, "put": .operation, "post": .operation, "delete": .operation, "patch": .operation,
                "parameters": .parameterList,
            ]
        case .operation:
            [
                "parameters": .parameterList, "requestBody": .body, "responses": .responses, "callbacks": .callbacks,
            ]
        case .components:
            [
                "schemas": .schemas, "responses": .responses, "parameters": .parameters, "requestBodies": .bodies,
                "headers": .headers, "links": .links, "callbacks": .callbacks, "pathItems": .items,
                "examples": .examples,
            ]
        case .document: ["paths": .items, "webhooks": .items, "components": .components]
        default: [:]
        }
    }

    private static let schemaMembers: [String: OpenAPIPart] = [
        "properties": .schemas, "patternProperties": .schemas, "dependentSchemas": .schemas, "$defs": .schemas,
        "definitions": .schemas, "items": .schemaOrList, "prefixItems": .schemaList, "allOf": .schemaList,
        "anyOf": .schemaList, "oneOf": .schemaList, "additionalProperties": .schema, "additionalItems": .schema,
        "not": .schema, "if": .schema, "then": .schema, "else": .schema, "contains": .schema,
        "propertyNames": .schema, "unevaluatedItems": .schema, "unevaluatedProperties": .schema,
        "contentSchema": .schema,
    ]
}
