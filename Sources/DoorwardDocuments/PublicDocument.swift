/// A document that anyone may fetch, as it goes over the wire.
public struct PublicDocument: Sendable, Equatable {
    /// An extra response header.
    public struct Header: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The address that documents are rendered with when the public one is known only with each request.
    ///
    /// It stands at the front of every absolute URL, without a slash at its end, and contains nothing that JSON,
    /// YAML, HTML or a URL would escape, so the bytes can be replaced as they are. `.invalid` is reserved (RFC 6761
    /// section 6.4).
    public static let originPlaceholder = "https://public-url.doorward.invalid"

    /// The absolute path it is served at, for example `/.well-known/ai-plugin.json`.
    public var path: String
    /// The value of `Content-Type`.
    public var contentType: String
    /// The bytes that are served as they stand.
    public var body: [UInt8]
    /// The value of `Cache-Control`.
    public var cacheControl: String
    /// Further response headers, for example `Content-Security-Policy`.
    public var headers: [Header]

    public init(
        path: String, contentType: String, body: [UInt8], cacheControl: String = "public, max-age=300",
        headers: [Header] = []
    ) {
        self.path = path
        self.contentType = contentType
        self.body = body
        self.cacheControl = cacheControl
        self.headers = headers
    }
}
