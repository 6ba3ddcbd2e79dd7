public import DoorwardOAuth
public import DoorwardSecrets

extension InMemoryAuthorizationStore: UserStore {
    public func create(_ user: UserRecord) async throws {
        try begin("create(user)")
        guard usersByID[user.id] == nil else { throw InMemoryStoreError.taken("the user id") }
        if let name = takenName(of: user) { throw InMemoryStoreError.taken(name) }
        insert(user)
    }

    /// The name or the address of a user that is somebody's already.
    func takenName(of user: UserRecord) -> String? {
        [user.name, user.email].filter { !$0.isEmpty }.first { find(named: $0) != nil }
    }

    func insert(_ user: UserRecord) {
        usersByID[user.id] = user
        userOrder.append(user.id)
    }

    private func find(named name: String) -> UserRecord? {
        usersByID.values.first { $0.name == name || (!$0.email.isEmpty && $0.email == name) }
    }

    public func user(id: String) async throws -> UserRecord? {
        try begin()
        return usersByID[id]
    }

    public func user(named name: String) async throws -> UserRecord? {
        try begin()
        return find(named: name)
    }

    public func users() async throws -> [UserRecord] {
        try begin()
        return userOrder.compactMap { usersByID[$0] }
    }

    public func setPasswordHash(_ hash: String, ofUser id: String) async throws -> Bool {
        try begin()
        guard change(id, { $0.passwordHash = hash }) != nil else { return false }
        takeBackEntrances(ofUser: id)
        return true
    }

    public func setSecondFactor(
        sealedKey: [UInt8]?, recoveryCodes: [SecretDigest], ofUser id: String
    ) async throws -> Bool {
        try begin()
        return change(id) {
            $0.sealedTOTPKey = sealedKey
            $0.recoveryCodes = recoveryCodes
        } != nil
    }

    public func useTOTPStep(_ step: Int64, ofUser id: String) async throws -> Bool {
        try begin()
        guard let user = usersByID[id], step > user.lastTOTPStep else { return false }
        return change(id) { $0.lastTOTPStep = step } != nil
    }

    public func useRecoveryCode(_ digest: SecretDigest, ofUser id: String) async throws -> Bool {
        try begin()
        guard let user = usersByID[id], user.recoveryCodes.contains(digest) else { return false }
        return change(id) { $0.recoveryCodes.removeAll { $0 == digest } } != nil
    }

    public func disableUser(id: String, at now: Int64, tokensEndBy: Int64) async throws -> UserRecord? {
        try begin()
        guard let user = change(id, { $0.disabledAt = $0.disabledAt ?? now }) else { return nil }
        sessionsByDigest = sessionsByDigest.filter { $0.value.userID != id }
        takeBackEntrances(ofUser: id)
        codes = codes.filter { $0.value.userID != id || $0.value.redeemedAt != nil }
        takeBackWhatWasGotElsewhere(ofUser: id)
        _ = revoke(at: now, tokensEndBy: tokensEndBy) { $0.userID == id }
        return user
    }

    public func enableUser(id: String) async throws -> UserRecord? {
        try begin()
        return change(id) { $0.disabledAt = nil }
    }

    public func create(_ invitation: Invitation) async throws {
        try begin("create(invitation)")
        invitations = invitations.filter { $0.value.userID != invitation.userID }
        invitations[invitation.digest] = invitation
    }

    public func invitation(_ digest: SecretDigest) async throws -> Invitation? {
        try begin()
        return invitations[digest]
    }

    public func acceptInvitation(
        _ digest: SecretDigest, passwordHash: String, at now: Int64
    ) async throws -> UserRecord? {
        try begin()
        guard let invitation = invitations[digest], invitation.expiresAt > now,
            let user = usersByID[invitation.userID], user.disabledAt == nil
        else { return nil }
        takeBackEntrances(ofUser: user.id)
        return change(user.id) { $0.passwordHash = passwordHash }
    }

    private func takeBackEntrances(ofUser id: String) {
        invitations = invitations.filter { $0.value.userID != id }
        for (digest, pending) in pendingByDigest where pending.passwordGivenBy == id {
            pendingByDigest[digest]?.passwordGivenBy = nil
        }
    }

    @discardableResult
    func change(_ id: String, _ body: (inout UserRecord) -> Void) -> UserRecord? {
        guard var user = usersByID[id] else { return nil }
        body(&user)
        usersByID[id] = user
        return user
    }
}
