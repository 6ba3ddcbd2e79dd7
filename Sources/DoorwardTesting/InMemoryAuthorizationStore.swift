public import DoorwardOAuth
import DoorwardSecrets

/// Everything that the authorization server keeps, in memory: for tests, and for trying things out.
///
/// It behaves as the databases do, one verb after the other, and forgets everything when it goes away. Being an actor,
/// each of its verbs is as atomic as a transaction.
public actor InMemoryAuthorizationStore: AuthorizationStore {
    var clientsByID: [String: ClientRecord] = [:]
    var clientOrder: [String] = []
    var clientChanges: Int64 = 0

    var usersByID: [String: UserRecord] = [:]
    var userOrder: [String] = []
    var invitations: [SecretDigest: Invitation] = [:]

    var sessionsByDigest: [SecretDigest: SessionRecord] = [:]
    var pendingByDigest: [SecretDigest: PendingAuthorization] = [:]
    var attemptTimes: [String: [Int64]] = [:]

    var codes: [SecretDigest: AuthorizationCodeRecord] = [:]
    var grantsByID: [String: GrantRecord] = [:]
    var refreshTokens: [SecretDigest: RefreshTokenRecord] = [:]
    /// When the newest refresh token of a grant ended that is pruned already.
    var lastRefreshable: [String: Int64] = [:]
    /// When the tokens of clients' own grants have ended that are revoked.
    var revokedTokensEnd: [String: Int64] = [:]
    var consents: [ConsentKey: ConsentRecord] = [:]
    var revocationLog: [Revocation] = []

    var identitiesByKey: [IdentityKey: IdentityRecord] = [:]
    /// Whom an identity was taken away from.
    var takenAway: [IdentityKey: Set<String>] = [:]
    var visits: [SecretDigest: ProviderVisit] = [:]
    var tokensByKey: [ProviderTokensKey: ProviderTokensRecord] = [:]
    var pushedRequests: [SecretDigest: PushedRequest] = [:]
    var devices: [SecretDigest: DeviceAuthorization] = [:]
    /// Until when each id is remembered that may be used once.
    var usedOnce: [SecretDigest: Int64] = [:]

    var keys: [SigningKeyRecord] = []
    var keyChanges: Int64 = 0

    /// How often each verb was called, for tests of what may be answered from memory.
    public internal(set) var calls: [String: Int] = [:]
    /// When set, every verb throws it: a database that went away.
    public var failure: (any Error)?

    /// What consent is kept by.
    struct ConsentKey: Hashable {
        var userID: String
        var clientID: String
        var redirectOrigin: String
        var resource: String
    }

    /// What an account elsewhere is known by.
    struct IdentityKey: Hashable {
        var issuer: String
        var subject: String
    }

    /// What tokens of a provider are kept by.
    struct ProviderTokensKey: Hashable {
        var userID: String
        var provider: String
    }

    public init() {}

    /// Makes every verb throw from now on; `nil` makes them work again.
    public func fail(with error: (any Error)?) { failure = error }

    /// Every verb says so first.
    func begin(_ verb: String = #function) throws {
        calls[verb, default: 0] += 1
        if let failure { throw failure }
    }
}
