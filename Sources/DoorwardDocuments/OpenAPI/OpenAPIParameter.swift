/// One parameter of an operation.
public struct OpenAPIParameter: Sendable, Equatable {
    /// Where a parameter goes: OpenAPI's `in`.
    public enum Location: String, Sendable {
        case path, query, header, cookie
    }

    public var name: String
    public var location: Location
    public var isRequired: Bool
    public var description: String?
    public var schema: JSONValue?
    public var example: JSONValue?

    public init(
        name: String, location: Location, isRequired: Bool, description: String? = nil, schema: JSONValue? = nil,
        example: JSONValue? = nil
    ) {
        self.name = name
        self.location = location
        self.isRequired = isRequired
        self.description = description
        self.schema = schema
        self.example = example
    }
}
