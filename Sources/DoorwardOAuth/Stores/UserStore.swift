public import DoorwardSecrets

/// Where people's accounts are kept.
public protocol UserStore: Sendable {
    /// Adds a user; throws when name or e-mail address is taken.
    func create(_ user: UserRecord) async throws
    func user(id: String) async throws -> UserRecord?
    /// The user with this name or this e-mail address, in canonical form.
    func user(named name: String) async throws -> UserRecord?
    func users() async throws -> [UserRecord]
    /// Sets or replaces the password; false when there is no such user. Invitations, and sign-ins under way whose
    /// password was right before, are no longer good then.
    func setPasswordHash(_ hash: String, ofUser id: String) async throws -> Bool
    /// Sets or removes the second factor with its recovery codes.
    func setSecondFactor(sealedKey: [UInt8]?, recoveryCodes: [SecretDigest], ofUser id: String) async throws -> Bool
    /// Takes a time step as used; false when it or a later one was used before. One atomic statement.
    func useTOTPStep(_ step: Int64, ofUser id: String) async throws -> Bool
    /// Uses up a recovery code; false when there is no such code. One atomic transaction.
    func useRecoveryCode(_ digest: SecretDigest, ofUser id: String) async throws -> Bool
    /// Disables a user, ends the sessions, revokes the grants and takes invitations and sign-ins under way back; nil when there is none. A store that keeps API keys,
    /// too, revokes the user's in the same transaction.
    func disableUser(id: String, at now: Int64, tokensEndBy: Int64) async throws -> UserRecord?
    func enableUser(id: String) async throws -> UserRecord?

    /// Keeps an invitation instead of any that the user had before.
    func create(_ invitation: Invitation) async throws
    func invitation(_ digest: SecretDigest) async throws -> Invitation?
    /// Uses up an invitation and sets the password in one transaction; nil when it is used up or over.
    func acceptInvitation(_ digest: SecretDigest, passwordHash: String, at now: Int64) async throws -> UserRecord?
}
