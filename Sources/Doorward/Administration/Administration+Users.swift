internal import DoorwardJOSE
public import DoorwardOAuth
public import DoorwardSecrets
internal import DoorwardServer
internal import DoorwardStore

extension Administration {
    /// How long an invitation can be used, in seconds: a week.
    public static let invitationLifetime: Int64 = 7 * 86_400

    /// Adds somebody who can sign in.
    ///
    /// - Parameters:
    ///   - name: what they type to sign in.
    ///   - email: may be empty; can be typed instead of the name.
    ///   - password: nil to invite them: then they choose it behind the link.
    /// - Returns: the account, and the link when they are invited; none without local accounts. Nobody can see the link
    ///   again.
    /// - Throws: ``AdministrationError``.
    public func addUser(
        name: String, email: String, password: Secret?, invitationLifetime: Int64 = invitationLifetime
    ) async throws(AdministrationError) -> (user: UserRecord, link: String?) {
        let name = UserRecord.canonical(name)
        let email = UserRecord.canonical(email)
        guard AccountName.isAcceptable(name) else { throw .badName(name) }
        if (try? ValueRules.email(email)) == nil { throw .badEmail }
        guard try await kept({ try await store.client(id: name) }) == nil else { throw .nameIsClient(name) }
        if password != nil, !configuration.oauth.localAccounts { throw .noLocalAccounts }
        let isInvited = password == nil && configuration.oauth.localAccounts
        if isInvited, publicAddress == nil { throw .noPublicAddress }
        let user = UserRecord(
            id: PublicID.make(random), name: name, email: email,
            passwordHash: try password.map { password throws(AdministrationError) in
                try hash(password, names: [name, email])
            }, createdAt: now())
        do {
            try await store.create(user)
        } catch StoreError.duplicate {
            let isName = try await kept { try await store.user(named: name) } != nil
            throw .nameTaken(isName ? name : email)
        } catch {
            throw .failed("\(error)")
        }
        try await note("user.added", name, ["user": user.id])
        return (user, isInvited ? try await invite(user, for: invitationLifetime) : nil)
    }

    public func users() async throws(AdministrationError) -> [UserRecord] {
        try await kept { try await store.users() }
    }

    /// The account of a name, an e-mail address or an id.
    public func user(_ name: String) async throws(AdministrationError) -> UserRecord {
        guard let found = try await account(name) else { throw .unknownUser(name) }
        return found
    }

    /// The same; nil when there is none.
    func account(_ name: String) async throws(AdministrationError) -> UserRecord? {
        try await kept {
            if let user = try await store.user(named: UserRecord.canonical(name)) { return user }
            return try await store.user(id: name)
        }
    }

    /// Locks somebody out: sessions end, and everything they allowed is revoked, their API keys too.
    public func disableUser(_ name: String) async throws(AdministrationError) -> UserRecord {
        let user = try await user(name)
        let time = now()
        _ = try await kept {
            try await store.disableUser(id: user.id, at: time, tokensEndBy: AuthorizationPolicy.tokensEndBy(at: time))
        }
        try await note("user.disabled", user.name, ["user": user.id])
        return user
    }

    /// Lets somebody in again; what was revoked stays revoked.
    public func enableUser(_ name: String) async throws(AdministrationError) -> UserRecord {
        let user = try await user(name)
        _ = try await kept { try await store.enableUser(id: user.id) }
        try await note("user.enabled", user.name, ["user": user.id])
        return user
    }

    /// Makes a link that lets somebody set a new password; the old one works until it is used.
    ///
    /// - Parameter removingSecondFactor: whether the second factor goes too, for those who lost it; without local accounts
    ///   that is all that can be done.
    /// - Returns: the user and the link; no link without local accounts.
    public func resetUser(
        _ name: String, removingSecondFactor: Bool = false, invitationLifetime: Int64 = invitationLifetime
    ) async throws(AdministrationError) -> (user: UserRecord, link: String?) {
        let user = try await user(name)
        guard user.disabledAt == nil else { throw .disabledUser(user.name) }
        let isLocal = configuration.oauth.localAccounts
        guard isLocal || removingSecondFactor else { throw .noLocalAccounts }
        guard !isLocal || publicAddress != nil else { throw .noPublicAddress }
        if removingSecondFactor {
            _ = try await kept {
                try await store.setSecondFactor(sealedKey: nil, recoveryCodes: [], ofUser: user.id)
            }
            try await note("second-factor.off", user.name, ["user": user.id])
        }
        guard isLocal else { return (user, nil) }
        let link = try await invite(user, for: invitationLifetime)
        try await note("user.reset", user.name, ["user": user.id])
        return (user, link)
    }

    // MARK: Parts

    private func invite(_ user: UserRecord, for lifetime: Int64) async throws(AdministrationError) -> String {
        guard let publicAddress else { throw .noPublicAddress }
        let token = "dwi_" + Base64URL.encode(random(32))
        let time = now()
        let invitation = Invitation(
            digest: SecretDigest(hashing: Array(token.utf8)), userID: user.id, createdAt: time,
            expiresAt: time + lifetime)
        try await kept { try await store.create(invitation) }
        return "\(publicAddress)/oauth/invitation?token=\(token)"
    }

    private var publicAddress: String? {
        if case .fixed(let origin) = configuration.publicURL { origin.description } else { nil }
    }

    private func hash(_ password: Secret, names: [String]) throws(AdministrationError) -> String {
        guard let text = password.revealUTF8() else { throw .badPassword(.tooShort) }
        if let problem = PasswordRules.problem(in: text, names: names + [configuration.pages.name]) {
            throw .badPassword(problem)
        }
        let bytes = password.withUnsafeBytes { Array($0) }
        guard let hash = PasswordHash(password: bytes, salt: random(PasswordHash.saltSize), cost: .standard) else {
            throw .passwordNotHashed
        }
        return hash.text
    }
}
