public import DoorwardOAuth
public import DoorwardSecrets

extension InMemoryAuthorizationStore: GrantStore {
    public func create(_ code: AuthorizationCodeRecord) async throws {
        try begin("create(code)")
        codes[code.digest] = code
        if let user = usersByID[code.userID] { codes[code.digest]?.role = user.role }
    }

    public func redeem(
        code digest: SecretDigest, at now: Int64, tokensEndBy: Int64,
        decide: @escaping @Sendable (AuthorizationCodeRecord?) -> CodeDecision
    ) async throws -> CodeDecision {
        try begin("redeem")
        let decision = once(decide(codes[digest]), code: codes[digest])
        switch decision {
        case .reject: break
        case .revoke:
            let bought = codes[digest]?.grantID
            _ = revoke(at: now, tokensEndBy: tokensEndBy) { $0.id == bought }
        case .redeem(let grant, let token):
            codes[digest]?.redeemedAt = now
            codes[digest]?.grantID = grant.id
            insert(grant, token)
        }
        return decision
    }

    public func exchange(
        refreshToken digest: SecretDigest, at now: Int64, tokensEndBy: Int64,
        decide: @escaping @Sendable (RefreshTokenState?) -> RefreshDecision
    ) async throws -> (RefreshDecision, RefreshTokenState?) {
        try begin("exchange")
        let state = state(of: digest)
        let decision = once(decide(state), token: state?.token)
        switch decision {
        case .reject, .keep: break
        case .revoke: _ = revoke(at: now, tokensEndBy: tokensEndBy) { $0.id == state?.grant.id }
        case .prolong(let end):
            guard let token = state?.token else { return (.reject(.refreshTokenUnknown), nil) }
            refreshTokens[digest]?.expiresAt = max(token.expiresAt, end)
        case .rotate(let successor):
            refreshTokens[digest]?.rotatedAt = now
            refreshTokens[digest]?.successor = successor.digest
            refreshTokens[successor.digest] = successor
        }
        return (decision, state)
    }

    /// A client that has a grant is not forgotten any more.
    func insert(_ grant: GrantRecord, _ token: RefreshTokenRecord?) {
        grantsByID[grant.id] = grant
        if let token { refreshTokens[token.digest] = token }
        keep(client: grant.clientID)
    }

    /// What may happen once happens once, whatever was decided.
    private func once(_ decision: CodeDecision, code: AuthorizationCodeRecord?) -> CodeDecision {
        guard case .redeem = decision else { return decision }
        guard let code else { return .reject(.codeUnknown) }
        return code.redeemedAt == nil ? decision : .reject(.codeReplayed)
    }

    private func once(_ decision: RefreshDecision, token: RefreshTokenRecord?) -> RefreshDecision {
        guard case .rotate = decision else { return decision }
        guard let token else { return .reject(.refreshTokenUnknown) }
        return token.rotatedAt == nil ? decision : .reject(.refreshTokenReused)
    }

    private func state(of digest: SecretDigest) -> RefreshTokenState? {
        guard let token = refreshTokens[digest], let grant = grantsByID[token.grantID] else { return nil }
        let successor = token.successor.flatMap { refreshTokens[$0] }
        return RefreshTokenState(token: token, grant: grant, successorWasUsed: successor?.rotatedAt != nil)
    }

    public func refreshToken(_ digest: SecretDigest) async throws -> RefreshTokenState? {
        try begin()
        return state(of: digest)
    }

    public func clientGrant(_ grant: GrantRecord) async throws -> GrantRecord {
        try begin("clientGrant")
        let known = grantsByID.values.first {
            $0.userID == nil && $0.revokedAt == nil && $0.clientID == grant.clientID && $0.resource == grant.resource
                && Set($0.scopes) == Set(grant.scopes)
        }
        if let known { return known }
        insert(grant, nil)
        return grant
    }

    public func grant(id: String) async throws -> GrantRecord? {
        try begin()
        return grantsByID[id]
    }

    public func grants(ofUser userID: String?, ofClient clientID: String?, limit: Int) async throws -> [GrantRecord] {
        try begin()
        let found = grantsByID.values.filter {
            $0.revokedAt == nil && (userID == nil || $0.userID == userID)
                && (clientID == nil || $0.clientID == clientID)
        }
        return Array(found.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }.prefix(max(0, limit)))
    }

    public func recordGrantUses(_ uses: [String: Int64]) async throws {
        try begin()
        for (id, used) in uses {
            guard let grant = grantsByID[id] else { continue }
            grantsByID[id]?.lastUsedAt = max(grant.lastUsedAt, used)
        }
    }

    public func record(_ consent: ConsentRecord) async throws {
        try begin("record(consent)")
        let key = ConsentKey(
            userID: consent.userID, clientID: consent.clientID, redirectOrigin: consent.redirectOrigin,
            resource: consent.resource)
        var merged = consent
        if let before = consents[key] {
            merged.scopes = before.scopes + consent.scopes.filter { !before.scopes.contains($0) }
        }
        consents[key] = merged
    }

    public func consent(
        userID: String, clientID: String, redirectOrigin: String, resource: String
    ) async throws -> ConsentRecord? {
        try begin("consent")
        return consents[
            ConsentKey(userID: userID, clientID: clientID, redirectOrigin: redirectOrigin, resource: resource)]
    }

    public func authorizationContext(
        session: SecretDigest, clientID: String, redirectOrigin: String, resource: String, at now: Int64
    ) async throws -> (signedIn: SignedIn, consent: ConsentRecord?)? {
        try begin("authorizationContext")
        guard let signedIn = live(session, at: now) else { return nil }
        let key = ConsentKey(
            userID: signedIn.user.id, clientID: clientID, redirectOrigin: redirectOrigin, resource: resource)
        return (signedIn, consents[key])
    }
}
