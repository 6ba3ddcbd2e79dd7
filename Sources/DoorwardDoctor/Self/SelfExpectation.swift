/// What a server's configuration promises, to be compared with what it answers.
public struct SelfExpectation: Sendable {
    /// The one public address without a slash at its end; nil when there is none yet.
    public var publicURL: String?
    /// Where it listens, as an origin: `http://127.0.0.1:8000`.
    public var listening: String
    /// The issuer and resource that its documents must name byte by byte; nil where there is none.
    public var issuer: String?
    public var resource: String?
    /// Whether the issuer's metadata is published by the server itself.
    public var isOwnIssuer: Bool

    public init(
        publicURL: String?, listening: String, issuer: String? = nil, resource: String? = nil,
        isOwnIssuer: Bool = false
    ) {
        self.publicURL = publicURL
        self.listening = listening
        self.issuer = issuer
        self.resource = resource
        self.isOwnIssuer = isOwnIssuer
    }
}
