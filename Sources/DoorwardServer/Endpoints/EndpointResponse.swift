/// What an endpoint answers.
public struct EndpointResponse: Sendable {
    public var status: Int
    /// Header fields; `Content-Length` and `Date` are written by who sends it.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]
    /// A word for the log when this is a refusal: the inner reason, never shown to the caller.
    public var refusal: String?
    /// Events for the audit trail.
    public var isNoteworthy = false

    public init(
        status: Int, fields: [(name: String, value: String)] = [], body: [UInt8] = [], refusal: String? = nil
    ) {
        self.status = status
        self.fields = fields
        self.body = body
        self.refusal = refusal
    }
}
