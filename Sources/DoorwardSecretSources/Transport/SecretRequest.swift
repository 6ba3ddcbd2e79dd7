/// A request to a source of secrets outside this process.
public struct SecretRequest: Sendable {
    public var method: String
    /// An absolute http or https address with everything escaped that has to be.
    public var url: String
    /// Names and values in the order in which they are sent; `host` and `content-length` are added by the transport.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// How long the answer is waited for.
    public var timeout: Duration

    public init(
        _ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeout: Duration = .seconds(5)
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}
