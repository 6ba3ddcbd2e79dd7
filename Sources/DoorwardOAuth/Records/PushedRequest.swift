public import DoorwardSecrets

/// An authorization request that its client sent beforehand (RFC 9126).
public struct PushedRequest: Sendable, Equatable {
    /// The digest of the `request_uri`.
    public var digest: SecretDigest
    public var clientID: String
    /// The parameters as a query.
    public var query: String
    /// Unix seconds.
    public var createdAt: Int64
    /// Until when a browser may come with it; whoever has begun by then may finish.
    public var expiresAt: Int64

    public init(digest: SecretDigest, clientID: String, query: String, createdAt: Int64, expiresAt: Int64) {
        self.digest = digest
        self.clientID = clientID
        self.query = query
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
