/// One operation of an API: a method on a path, and what its description says about it.
public struct OpenAPIOperation: Sendable, Equatable {
    /// The method in upper case: `GET`, `POST`, …
    public var method: String
    public var path: PathTemplate
    public var operationID: String?
    public var summary: String?
    public var description: String?
    /// Parameters of the operation and of its path, references resolved; the operation's own win.
    public var parameters: [OpenAPIParameter]
    public var requestBody: OpenAPIRequestBody?
    /// Whether the operation says `security: []`: callable without credentials.
    public var isPublic: Bool
    /// The ways in which it may be called, one of which is enough: its own, else the document's; nil when neither says
    /// anything.
    public var securityRequirements: [SecurityRequirement]?
    /// The scopes that each way asks of an access token; empty when nothing is said.
    public var scopeAlternatives: [[String]]
    /// Whether `{}` is among them: credentials are welcome but need not be.
    public var isOptional: Bool { securityRequirements?.contains(where: \.isEmpty) ?? false }
    /// Where it is described, as a JSON pointer (RFC 6901) into the document.
    public var pointer: String

    public init(
        method: String, path: PathTemplate, operationID: String? = nil, summary: String? = nil,
        description: String? = nil, parameters: [OpenAPIParameter] = [], requestBody: OpenAPIRequestBody? = nil,
        isPublic: Bool = false, securityRequirements: [SecurityRequirement]? = nil, scopeAlternatives: [[String]] = [],
        pointer: String = ""
    ) {
        self.method = method
        self.path = path
        self.operationID = operationID
        self.summary = summary
        self.description = description
        self.parameters = parameters
        self.requestBody = requestBody
        self.isPublic = isPublic
        self.securityRequirements = securityRequirements
        self.scopeAlternatives = scopeAlternatives
        self.pointer = pointer
    }
}
