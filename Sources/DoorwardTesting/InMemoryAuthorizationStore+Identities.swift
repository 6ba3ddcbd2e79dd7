public import DoorwardOAuth
public import DoorwardSecrets

extension InMemoryAuthorizationStore: IdentityStore {
    public func identity(issuer: String, subject: String) async throws -> IdentityRecord? {
        try begin("identity")
        return identitiesByKey[IdentityKey(issuer: issuer, subject: subject)]
    }

    public func identities(ofUser id: String) async throws -> [IdentityRecord] {
        try begin("identities")
        return identitiesByKey.values.filter { $0.userID == id }
            .sorted { ($0.createdAt, $0.issuer, $0.subject) < ($1.createdAt, $1.issuer, $1.subject) }
    }

    public func link(_ identity: IdentityRecord) async throws -> Bool {
        try begin("link")
        guard usersByID[identity.userID] != nil else { throw InMemoryStoreError.missing("the user of the identity") }
        let key = IdentityKey(issuer: identity.issuer, subject: identity.subject)
        guard identitiesByKey[key] == nil else { return false }
        identitiesByKey[key] = identity
        takenAway[key]?.remove(identity.userID)
        return true
    }

    public func create(_ user: UserRecord, with identity: IdentityRecord) async throws -> Bool {
        try begin("create(user, identity)")
        let key = IdentityKey(issuer: identity.issuer, subject: identity.subject)
        guard usersByID[user.id] == nil, takenName(of: user) == nil, identitiesByKey[key] == nil else { return false }
        insert(user)
        identitiesByKey[key] = identity
        identitiesByKey[key]?.userID = user.id
        return true
    }

    public func noteSignIn(
        issuer: String, subject: String, provider: String, email: String, at now: Int64
    ) async throws {
        try begin("noteSignIn")
        let key = IdentityKey(issuer: issuer, subject: subject)
        guard let identity = identitiesByKey[key] else { return }
        if identity.provider != provider {
            tokensByKey[ProviderTokensKey(userID: identity.userID, provider: identity.provider)] = nil
            identitiesByKey[key]?.provider = provider
        }
        identitiesByKey[key]?.email = email
        identitiesByKey[key]?.lastSignedInAt = max(identity.lastSignedInAt, now)
    }

    public func unlink(issuer: String, subject: String, ofUser id: String) async throws -> Bool {
        try begin("unlink")
        let key = IdentityKey(issuer: issuer, subject: subject)
        guard let identity = identitiesByKey[key], identity.userID == id else { return false }
        identitiesByKey[key] = nil
        takenAway[key, default: []].insert(id)
        tokensByKey[ProviderTokensKey(userID: id, provider: identity.provider)] = nil
        return true
    }

    public func wasTakenAway(issuer: String, subject: String, fromUser id: String) async throws -> Bool {
        try begin("wasTakenAway")
        return takenAway[IdentityKey(issuer: issuer, subject: subject)]?.contains(id) ?? false
    }

    public func setRole(_ role: String?, ofUser id: String) async throws -> UserRecord? {
        try begin("setRole")
        guard let user = change(id, { $0.role = role }) else { return nil }
        for (key, grant) in grantsByID where grant.userID == id && grant.revokedAt == nil {
            grantsByID[key]?.role = role
        }
        for (key, code) in codes where code.userID == id && code.redeemedAt == nil { codes[key]?.role = role }
        for (key, device) in devices where device.approvedBy == id {
            devices[key]?.state = .approved(userID: id, role: role)
        }
        return user
    }

    public func create(_ visit: ProviderVisit) async throws {
        try begin("create(visit)")
        visits[visit.digest] = visit
    }

    public func takeVisit(_ digest: SecretDigest, at now: Int64) async throws -> ProviderVisit? {
        try begin("takeVisit")
        guard let visit = visits[digest], visit.expiresAt > now else { return nil }
        visits[digest] = nil
        return visit
    }

    public func keep(_ tokens: ProviderTokensRecord, replacing version: Int64?) async throws -> Bool {
        try begin("keep(tokens)")
        guard let user = usersByID[tokens.userID], user.disabledAt == nil else { return false }
        let key = ProviderTokensKey(userID: tokens.userID, provider: tokens.provider)
        let before = tokensByKey[key]
        if let version, before?.version != version { return false }
        tokensByKey[key] = tokens
        if let before { tokensByKey[key]?.version = before.version + 1 }
        return true
    }

    public func providerTokens(ofUser id: String, provider: String) async throws -> ProviderTokensRecord? {
        try begin("providerTokens")
        return tokensByKey[ProviderTokensKey(userID: id, provider: provider)]
    }

    public func forgetProviderTokens(ofUser id: String, provider: String) async throws {
        try begin("forgetProviderTokens")
        tokensByKey[ProviderTokensKey(userID: id, provider: provider)] = nil
    }

    /// What a user loses who is disabled: he stays known by his identities, so that he stays disabled.
    func takeBackWhatWasGotElsewhere(ofUser id: String) {
        tokensByKey = tokensByKey.filter { $0.key.userID != id }
        visits = visits.filter { $0.value.linkingUser != id }
        devices = devices.filter { $0.value.approvedBy != id }
    }
}
