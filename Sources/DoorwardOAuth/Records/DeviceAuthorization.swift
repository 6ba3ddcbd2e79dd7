public import DoorwardSecrets

/// A device that waits until somebody agrees in a browser elsewhere (RFC 8628).
public struct DeviceAuthorization: Sendable, Equatable {
    /// What became of it.
    public enum State: Sendable, Equatable {
        case pending
        case approved(userID: String, role: String?)
        case denied
        /// The tokens have been fetched; the grant that they belong to.
        case redeemed(grantID: String)
    }

    /// The digest of the `device_code`.
    public var digest: SecretDigest
    /// The digest of the `user_code` in its canonical form.
    public var userCode: SecretDigest
    public var clientID: String
    public var resource: String
    public var scopes: [String]
    public var state: State
    /// Seconds between two questions of the device; grows when it asks too often.
    public var interval: Int64
    /// When the device last asked (Unix seconds).
    public var polledAt: Int64?
    /// Unix seconds.
    public var createdAt: Int64
    public var expiresAt: Int64

    public init(
        digest: SecretDigest, userCode: SecretDigest, clientID: String, resource: String, scopes: [String],
        state: State = .pending, interval: Int64 = 5, polledAt: Int64? = nil, createdAt: Int64, expiresAt: Int64
    ) {
        self.digest = digest
        self.userCode = userCode
        self.clientID = clientID
        self.resource = resource
        self.scopes = scopes
        self.state = state
        self.interval = interval
        self.polledAt = polledAt
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
