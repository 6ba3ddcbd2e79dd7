public import DoorwardSecrets

/// What to do with a code that was presented, decided by pure checks on its record.
public enum CodeDecision: Sendable {
    /// Leave everything as it is.
    case reject(Rejection)
    /// A replay by whom the code was made for: revoke the grant that it bought.
    case revoke(Rejection)
    /// Use the code up, and add the grant and its refresh token, if it has one.
    case redeem(GrantRecord, RefreshTokenRecord?)
}

/// A refresh token as it is at the moment, with its grant.
public struct RefreshTokenState: Sendable, Equatable {
    public var token: RefreshTokenRecord
    public var grant: GrantRecord
    /// Whether the successor has been exchanged in its turn.
    public var successorWasUsed: Bool

    public init(token: RefreshTokenRecord, grant: GrantRecord, successorWasUsed: Bool) {
        self.token = token
        self.grant = grant
        self.successorWasUsed = successorWasUsed
    }
}

/// What to do with a refresh token that was presented, decided by pure checks on its state.
public enum RefreshDecision: Sendable {
    case reject(Rejection)
    /// A reuse: revoke the whole family.
    case revoke(Rejection)
    /// Answer with the successor that it has already, or with itself where nothing rotates.
    case keep
    /// Answer with itself, and let it live on until then (Unix seconds); it never ends earlier for it.
    case prolong(until: Int64)
    /// Exchange it for its successor.
    case rotate(RefreshTokenRecord)
}

/// Where codes, grants and refresh tokens are kept. What may happen once only is one transaction each.
public protocol GrantStore: Sendable {
    func create(_ code: AuthorizationCodeRecord) async throws
    /// Decides on a code and carries the decision out, as one transaction that no other can come between.
    ///
    /// - Parameters:
    ///   - tokensEndBy: when access tokens that exist now have all ended, for the revocation that `.revoke` writes.
    ///   - decide: pure checks; gets nil when there is no such code. It may be called more than once.
    func redeem(
        code digest: SecretDigest, at now: Int64, tokensEndBy: Int64,
        decide: @escaping @Sendable (AuthorizationCodeRecord?) -> CodeDecision
    ) async throws -> CodeDecision

    /// Decides on a refresh token and carries the decision out, as one transaction that no other can come between.
    func exchange(
        refreshToken digest: SecretDigest, at now: Int64, tokensEndBy: Int64,
        decide: @escaping @Sendable (RefreshTokenState?) -> RefreshDecision
    ) async throws -> (RefreshDecision, RefreshTokenState?)

    /// Looks at a refresh token without using it.
    func refreshToken(_ digest: SecretDigest) async throws -> RefreshTokenState?

    /// The grant that a client has for itself, made on first use: one for each client, resource and set of scopes.
    func clientGrant(_ grant: GrantRecord) async throws -> GrantRecord
    func grant(id: String) async throws -> GrantRecord?
    /// Grants that are not revoked, newest first; of a user, of a client, or of both.
    func grants(ofUser userID: String?, ofClient clientID: String?, limit: Int) async throws -> [GrantRecord]
    /// Revokes a grant with its tokens; false when there is none or it was revoked before.
    func revokeGrant(id: String, at now: Int64, tokensEndBy: Int64) async throws -> Bool
    /// Revokes what a user gave a client, and forgets the consent; returns how many grants.
    func revokeGrants(ofUser userID: String, ofClient clientID: String?, at now: Int64, tokensEndBy: Int64) async throws
        -> Int
    /// Writes down when grants were last used; never moves a time back.
    func recordGrantUses(_ uses: [String: Int64]) async throws

    /// Agreement: adds the scopes to what the user has agreed to before.
    func record(_ consent: ConsentRecord) async throws
    func consent(userID: String, clientID: String, redirectOrigin: String, resource: String) async throws
        -> ConsentRecord?

    /// What a signed-in user's authorization request needs, in one go: the session, and what was agreed to before.
    func authorizationContext(
        session: SecretDigest, clientID: String, redirectOrigin: String, resource: String, at now: Int64
    ) async throws -> (signedIn: SignedIn, consent: ConsentRecord?)?

    /// Declares one access token dead (`id` is its `jti`).
    func revokeToken(id: String, expiresAt: Int64) async throws
    /// Revocations after a sequence number that still matter, oldest first.
    func revocations(after sequence: Int64, at now: Int64) async throws -> [Revocation]

    /// Deletes what is over: codes, refresh tokens, grants, sessions, sign-ins, attempts, revocations. At most `limit`
    /// rows of each kind; returns how many went.
    func prune(at now: Int64, limit: Int) async throws -> Int
}
