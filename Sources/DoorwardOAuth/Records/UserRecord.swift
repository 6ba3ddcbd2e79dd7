public import DoorwardSecrets

/// A person who signs in.
public struct UserRecord: Sendable, Equatable {
    /// The subject of tokens: random, never used again for anyone else.
    public var id: String
    /// What is typed to sign in; kept in the form that ``canonical(_:)`` gives.
    public var name: String
    /// Also accepted at sign-in; empty when there is none.
    public var email: String
    /// A PHC string (`$scrypt$…`); nil until an invitation is accepted.
    public var passwordHash: String?
    /// The key of the second factor, sealed under the master secret; nil without one.
    public var sealedTOTPKey: [UInt8]?
    /// The last time step whose code was accepted, so that none works twice (RFC 6238 §5.2).
    public var lastTOTPStep: Int64
    /// Digests of the recovery codes that are left.
    public var recoveryCodes: [SecretDigest]
    /// Unix seconds.
    public var createdAt: Int64
    public var disabledAt: Int64?
    /// What the API is told of what he may do there, such as `member`; nil without one.
    public var role: String?

    public init(
        id: String, name: String, email: String, passwordHash: String? = nil, sealedTOTPKey: [UInt8]? = nil,
        lastTOTPStep: Int64 = 0, recoveryCodes: [SecretDigest] = [], createdAt: Int64, disabledAt: Int64? = nil,
        role: String? = nil
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.passwordHash = passwordHash
        self.sealedTOTPKey = sealedTOTPKey
        self.lastTOTPStep = lastTOTPStep
        self.recoveryCodes = recoveryCodes
        self.createdAt = createdAt
        self.disabledAt = disabledAt
        self.role = role
    }

    /// The form in which names and e-mail addresses are kept and compared: trimmed, lower-case.
    public static func canonical(_ text: String) -> String {
        var text = Substring(text.lowercased())
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

/// A link that lets somebody set a password: for a new account, or after a reset.
public struct Invitation: Sendable, Equatable {
    /// The digest of the token in the link.
    public var digest: SecretDigest
    public var userID: String
    /// Unix seconds.
    public var createdAt: Int64
    public var expiresAt: Int64

    public init(digest: SecretDigest, userID: String, createdAt: Int64, expiresAt: Int64) {
        self.digest = digest
        self.userID = userID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
