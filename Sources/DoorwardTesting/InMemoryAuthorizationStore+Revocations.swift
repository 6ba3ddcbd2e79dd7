public import DoorwardOAuth

extension InMemoryAuthorizationStore {
    /// Revokes the live grants that are meant; returns how many there were.
    func revoke(at now: Int64, tokensEndBy: Int64, where isMeant: (GrantRecord) -> Bool) -> Int {
        let meant = grantsByID.values.filter { $0.revokedAt == nil && isMeant($0) }
        for grant in meant {
            grantsByID[grant.id]?.revokedAt = now
            if grant.userID == nil { revokedTokensEnd[grant.id] = tokensEndBy }
            declareDead(grant.id, until: tokensEndBy)
        }
        return meant.count
    }

    private func declareDead(_ id: String, until end: Int64) {
        let sequence = (revocationLog.last?.sequence ?? 0) + 1
        revocationLog.append(Revocation(sequence: sequence, id: id, expiresAt: end))
    }

    public func revokeGrant(id: String, at now: Int64, tokensEndBy: Int64) async throws -> Bool {
        try begin()
        return revoke(at: now, tokensEndBy: tokensEndBy) { $0.id == id } > 0
    }

    public func revokeGrants(
        ofUser userID: String, ofClient clientID: String?, at now: Int64, tokensEndBy: Int64
    ) async throws -> Int {
        try begin()
        func isMeant(_ client: String) -> Bool { clientID == nil || client == clientID }
        consents = consents.filter { $0.key.userID != userID || !isMeant($0.key.clientID) }
        codes = codes.filter { $0.value.redeemedAt != nil || $0.value.userID != userID || !isMeant($0.value.clientID) }
        devices = devices.filter { $0.value.approvedBy != userID || !isMeant($0.value.clientID) }
        return revoke(at: now, tokensEndBy: tokensEndBy) { $0.userID == userID && isMeant($0.clientID) }
    }

    public func revokeToken(id: String, expiresAt: Int64) async throws {
        try begin()
        if !revocationLog.contains(where: { $0.id == id }) { declareDead(id, until: expiresAt) }
    }

    public func revocations(after sequence: Int64, at now: Int64) async throws -> [Revocation] {
        try begin("revocations")
        return revocationLog.filter { $0.sequence > sequence && $0.expiresAt > now }
    }

    /// Codes are kept for a day after their end, so that a replay is still noticed; grants until the last access token
    /// has ended that they can have.
    public func prune(at now: Int64, limit: Int) async throws -> Int {
        try begin("prune")
        for token in refreshTokens.values where token.expiresAt <= now && token.rotatedAt == nil {
            lastRefreshable[token.grantID] = max(lastRefreshable[token.grantID] ?? 0, token.expiresAt)
        }
        var gone = 0
        func drop<Key: Hashable, Value>(_ table: inout [Key: Value], where isOver: (Value) -> Bool) {
            for key in table.filter({ isOver($0.value) }).keys.prefix(max(0, limit)) {
                table[key] = nil
                gone += 1
            }
        }
        drop(&codes) { $0.expiresAt + 86_400 <= now }
        drop(&refreshTokens) { $0.expiresAt <= now }
        drop(&sessionsByDigest) { $0.expiresAt <= now }
        drop(&pendingByDigest) { $0.expiresAt <= now }
        drop(&invitations) { $0.expiresAt <= now }
        drop(&attemptTimes) { ($0.last ?? 0) + 86_400 <= now }
        let refreshable = Set(refreshTokens.values.map(\.grantID))
        let ends = lastRefreshable.merging(revokedTokensEnd) { ended, _ in ended }
        drop(&grantsByID) { isOver($0, at: now, refreshable: refreshable, ends: ends) }
        lastRefreshable = lastRefreshable.filter { grantsByID[$0.key] != nil }
        revokedTokensEnd = revokedTokensEnd.filter { grantsByID[$0.key] != nil }
        drop(&visits) { $0.expiresAt <= now }
        drop(&pushedRequests) { $0.expiresAt + 3600 <= now }
        drop(&devices) { $0.expiresAt + 3600 <= now }
        drop(&usedOnce) { $0 <= now }
        return gone + pruneClients(at: now, limit: limit) + pruneRevocations(at: now, limit: limit)
    }

    private nonisolated func isOver(
        _ grant: GrantRecord, at now: Int64, refreshable: Set<String>, ends: [String: Int64]
    ) -> Bool {
        guard grant.userID != nil else { return grant.revokedAt != nil && (ends[grant.id] ?? Int64.max) <= now }
        guard !refreshable.contains(grant.id) else { return false }
        return (ends[grant.id] ?? grant.createdAt) + 90_000 <= now
    }

    /// The newest stays, so that numbers are never given twice.
    private func pruneRevocations(at now: Int64, limit: Int) -> Int {
        let newest = revocationLog.last?.sequence
        let over = revocationLog.filter { $0.expiresAt <= now && $0.sequence != newest }.prefix(max(0, limit))
        let gone = Set(over.map(\.sequence))
        revocationLog.removeAll { gone.contains($0.sequence) }
        return gone.count
    }
}
