/// A request to one of the server's own endpoints, already known to be sound HTTP.
public struct EndpointRequest: Sendable {
    /// Upper-case; `HEAD` has become `GET`.
    public var method: String
    /// The canonical path.
    public var path: String
    /// The query as it came, without its question mark; nil when there is none.
    public var query: String?
    /// Header fields in their order, names in lower case.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]
    /// The caller's address, as far as trusted proxies tell.
    public var client: String
    /// What the log knows the request by; people see it on error pages.
    public var requestID: String

    public init(
        method: String, path: String, query: String? = nil, fields: [(name: String, value: String)] = [],
        body: [UInt8] = [], client: String = "127.0.0.1", requestID: String = "0"
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        self.client = client
        self.requestID = requestID
    }

    /// The first field of a name in lower case.
    public func field(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }
}
