/// One request of an examination.
public struct ProbeRequest: Sendable {
    public var method: String
    /// An absolute http or https URL.
    public var url: String
    /// In the order in which they are sent. `Host`, `Content-Length` and the profile's own fields are added.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// How long head and body of the answer may take together.
    public var timeout: Duration
    /// So much of the answer's body is read; what is more is cut off and told.
    public var maximumSize: Int

    public init(
        _ method: String = "GET", _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeout: Duration = .seconds(15), maximumSize: Int = 8 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maximumSize = maximumSize
    }
}
