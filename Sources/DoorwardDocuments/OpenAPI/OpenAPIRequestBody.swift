/// What an operation takes as its body.
public struct OpenAPIRequestBody: Sendable, Equatable {
    /// One of the forms a body may have.
    public struct Content: Sendable, Equatable {
        /// The media type, for example `application/json`.
        public var contentType: String
        public var schema: JSONValue?
        /// The `example`, or the value of the first of the `examples`.
        public var example: JSONValue?

        public init(contentType: String, schema: JSONValue? = nil, example: JSONValue? = nil) {
            self.contentType = contentType
            self.schema = schema
            self.example = example
        }
    }

    public var isRequired: Bool
    public var description: String?
    /// The forms in the order of the document.
    public var contents: [Content]

    public init(isRequired: Bool, description: String? = nil, contents: [Content]) {
        self.isRequired = isRequired
        self.description = description
        self.contents = contents
    }
}
