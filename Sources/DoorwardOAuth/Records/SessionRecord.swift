public import DoorwardSecrets

/// A browser that somebody is signed in with.
public struct SessionRecord: Sendable, Equatable {
    /// The digest of the cookie's value.
    public var digest: SecretDigest
    public var userID: String
    /// When the password was given (Unix seconds).
    public var signedInAt: Int64
    public var lastSeenAt: Int64
    public var expiresAt: Int64
    /// What the browser calls itself, cut to 120 characters; shown to its owner only.
    public var userAgent: String

    public init(
        digest: SecretDigest, userID: String, signedInAt: Int64, lastSeenAt: Int64, expiresAt: Int64, userAgent: String
    ) {
        self.digest = digest
        self.userID = userID
        self.signedInAt = signedInAt
        self.lastSeenAt = lastSeenAt
        self.expiresAt = expiresAt
        self.userAgent = userAgent
    }
}

/// A session together with whose it is.
public struct SignedIn: Sendable, Equatable {
    public var session: SessionRecord
    public var user: UserRecord

    public init(session: SessionRecord, user: UserRecord) {
        self.session = session
        self.user = user
    }
}

/// A sign-in under way: what a client asked for, kept while the person signs in and agrees.
public struct PendingAuthorization: Sendable, Equatable {
    /// The digest of the handle that travels through the forms.
    public var digest: SecretDigest
    /// The query of the authorization request as it came; it is checked again whenever it is used.
    public var query: String
    /// The digest of the cookie of the browser that it began in.
    public var browser: SecretDigest
    /// The user whose password was right when a second factor is still missing; nil before.
    public var passwordGivenBy: String?
    /// When somebody in this browser agreed to the request before signing in elsewhere; nil while nobody has.
    public var approvedAt: Int64?
    /// The digest of the `request_uri` that the request came by (RFC 9126), used up with it; nil for any other.
    public var pushedRequest: SecretDigest?
    /// Unix seconds.
    public var createdAt: Int64
    public var expiresAt: Int64

    public init(
        digest: SecretDigest, query: String, browser: SecretDigest, passwordGivenBy: String? = nil,
        approvedAt: Int64? = nil, pushedRequest: SecretDigest? = nil, createdAt: Int64, expiresAt: Int64
    ) {
        self.digest = digest
        self.query = query
        self.browser = browser
        self.passwordGivenBy = passwordGivenBy
        self.approvedAt = approvedAt
        self.pushedRequest = pushedRequest
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
