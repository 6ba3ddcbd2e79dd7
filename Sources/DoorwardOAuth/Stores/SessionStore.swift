public import DoorwardSecrets

/// Where sessions and sign-ins under way are kept.
public protocol SessionStore: Sendable {
    func create(_ session: SessionRecord) async throws
    /// A live session of an enabled user.
    func session(_ digest: SecretDigest, at now: Int64) async throws -> SignedIn?
    func sessions(ofUser id: String, at now: Int64) async throws -> [SessionRecord]
    func touchSession(_ digest: SecretDigest, at now: Int64) async throws
    func endSession(_ digest: SecretDigest) async throws
    /// Ends all sessions of a user but one; returns how many.
    func endSessions(ofUser id: String, except digest: SecretDigest?) async throws -> Int

    func create(_ pending: PendingAuthorization) async throws
    func pendingAuthorization(_ digest: SecretDigest, at now: Int64) async throws -> PendingAuthorization?
    /// Writes down whose password was right.
    func notePassword(of userID: String, for digest: SecretDigest) async throws -> Bool
    /// Takes a right password as used; false when none of this user is noted (any more). One atomic statement.
    func usePassword(of userID: String, for digest: SecretDigest) async throws -> Bool
    /// Writes down that the person has agreed to the request, before he is sent elsewhere to sign in; false when it is over.
    func approvePendingAuthorization(_ digest: SecretDigest, at now: Int64) async throws -> Bool
    /// Ends a sign-in under way; false when it was ended before. One atomic statement.
    func endPendingAuthorization(_ digest: SecretDigest) async throws -> Bool
}

/// Counts failed sign-ins, per account and address.
public protocol AttemptStore: Sendable {
    /// Counts one more attempt under each key and returns how many there were since `since`, this one included.
    func countAttempt(_ keys: [String], at now: Int64, since: Int64) async throws -> [String: Int]
    /// How many there were, without counting.
    func attempts(_ keys: [String], since: Int64) async throws -> [String: Int]
    func forgetAttempts(_ key: String) async throws
}
