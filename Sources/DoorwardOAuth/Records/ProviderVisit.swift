public import DoorwardSecrets

/// Somebody who was sent to a provider and is to come back: used once, by the browser that left.
public struct ProviderVisit: Sendable, Equatable {
    /// The digest of the `state` that the provider gives back.
    public var digest: SecretDigest
    /// The name of the provider in the configuration.
    public var provider: String
    /// The handle of the sign-in under way that goes on afterwards; nil on the way to the account.
    public var flow: String?
    /// The digest of the cookie of the browser that left.
    public var browser: SecretDigest
    /// The user who adds an identity to his account; nil for a sign-in.
    public var linkingUser: String?
    /// What must be the same when it comes back: nonce, code verifier, issuer; sealed under the master secret.
    public var sealed: [UInt8]
    /// Unix seconds.
    public var createdAt: Int64
    public var expiresAt: Int64

    public init(
        digest: SecretDigest, provider: String, flow: String?, browser: SecretDigest, linkingUser: String? = nil,
        sealed: [UInt8], createdAt: Int64, expiresAt: Int64
    ) {
        self.digest = digest
        self.provider = provider
        self.flow = flow
        self.browser = browser
        self.linkingUser = linkingUser
        self.sealed = sealed
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
