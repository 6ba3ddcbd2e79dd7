public import DoorwardOAuth
public import DoorwardSecrets

extension InMemoryAuthorizationStore: SessionStore, AttemptStore {
    public func create(_ session: SessionRecord) async throws {
        try begin("create(session)")
        sessionsByDigest[session.digest] = session
    }

    public func session(_ digest: SecretDigest, at now: Int64) async throws -> SignedIn? {
        try begin()
        return live(digest, at: now)
    }

    func live(_ digest: SecretDigest, at now: Int64) -> SignedIn? {
        guard let session = sessionsByDigest[digest], session.expiresAt > now, let user = usersByID[session.userID],
            user.disabledAt == nil
        else { return nil }
        return SignedIn(session: session, user: user)
    }

    public func sessions(ofUser id: String, at now: Int64) async throws -> [SessionRecord] {
        try begin()
        return sessionsByDigest.values.filter { $0.userID == id && $0.expiresAt > now }
            .sorted { $0.signedInAt > $1.signedInAt }
    }

    public func touchSession(_ digest: SecretDigest, at now: Int64) async throws {
        try begin()
        guard var session = sessionsByDigest[digest] else { return }
        session.lastSeenAt = max(session.lastSeenAt, now)
        sessionsByDigest[digest] = session
    }

    public func endSession(_ digest: SecretDigest) async throws {
        try begin()
        sessionsByDigest[digest] = nil
    }

    public func endSessions(ofUser id: String, except digest: SecretDigest?) async throws -> Int {
        try begin()
        let before = sessionsByDigest.count
        sessionsByDigest = sessionsByDigest.filter { $0.value.userID != id || $0.key == digest }
        return before - sessionsByDigest.count
    }

    public func create(_ pending: PendingAuthorization) async throws {
        try begin("create(pending)")
        pendingByDigest[pending.digest] = pending
    }

    public func pendingAuthorization(_ digest: SecretDigest, at now: Int64) async throws -> PendingAuthorization? {
        try begin()
        guard let pending = pendingByDigest[digest], pending.expiresAt > now else { return nil }
        return pending
    }

    public func notePassword(of userID: String, for digest: SecretDigest) async throws -> Bool {
        try begin()
        guard pendingByDigest[digest] != nil else { return false }
        pendingByDigest[digest]?.passwordGivenBy = userID
        return true
    }

    public func usePassword(of userID: String, for digest: SecretDigest) async throws -> Bool {
        try begin()
        guard pendingByDigest[digest]?.passwordGivenBy == userID else { return false }
        pendingByDigest[digest]?.passwordGivenBy = nil
        return true
    }

    public func approvePendingAuthorization(_ digest: SecretDigest, at now: Int64) async throws -> Bool {
        try begin("approvePendingAuthorization")
        guard let pending = pendingByDigest[digest], pending.expiresAt > now else { return false }
        pendingByDigest[digest]?.approvedAt = pending.approvedAt ?? now
        return true
    }

    public func endPendingAuthorization(_ digest: SecretDigest) async throws -> Bool {
        try begin()
        return pendingByDigest.removeValue(forKey: digest) != nil
    }

    public func countAttempt(_ keys: [String], at now: Int64, since: Int64) async throws -> [String: Int] {
        try begin()
        for key in Set(keys) { attemptTimes[key, default: []].append(now) }
        return count(keys, since: since)
    }

    public func attempts(_ keys: [String], since: Int64) async throws -> [String: Int] {
        try begin()
        return count(keys, since: since)
    }

    private func count(_ keys: [String], since: Int64) -> [String: Int] {
        var counts: [String: Int] = [:]
        for key in keys { counts[key] = attemptTimes[key, default: []].filter { $0 >= since }.count }
        return counts
    }

    public func forgetAttempts(_ key: String) async throws {
        try begin()
        attemptTimes[key] = nil
    }
}
