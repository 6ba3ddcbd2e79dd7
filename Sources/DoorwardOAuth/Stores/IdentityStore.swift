public import DoorwardSecrets

/// Where it is kept which accounts elsewhere people sign in with, and what was got from there.
public protocol IdentityStore: Sendable {
    func identity(issuer: String, subject: String) async throws -> IdentityRecord?
    func identities(ofUser id: String) async throws -> [IdentityRecord]
    /// Adds an identity to a user who is there; false when issuer and subject are somebody's already. That it was taken
    /// away from him is forgotten.
    func link(_ identity: IdentityRecord) async throws -> Bool
    /// Makes a user together with his first identity, in one transaction.
    ///
    /// - Returns: false when issuer and subject, name or e-mail address are somebody's already; nothing is written then.
    func create(_ user: UserRecord, with identity: IdentityRecord) async throws -> Bool
    /// Writes down a sign-in, by which provider it was, and what that says the address is now. Tokens of the provider that
    /// the identity had before go.
    func noteSignIn(issuer: String, subject: String, provider: String, email: String, at now: Int64) async throws
    /// Takes an identity away from its user with the tokens of its provider; false when there is none.
    func unlink(issuer: String, subject: String, ofUser id: String) async throws -> Bool
    /// Whether an identity was taken away from a user and not added again: his address alone does not bring it back.
    func wasTakenAway(issuer: String, subject: String, fromUser id: String) async throws -> Bool
    /// Sets or removes the role of a user, in his grants too; nil when there is none.
    func setRole(_ role: String?, ofUser id: String) async throws -> UserRecord?

    func create(_ visit: ProviderVisit) async throws
    /// Takes a visit out; nil when there is none, it is over, or somebody took it before. One atomic statement.
    func takeVisit(_ digest: SecretDigest, at now: Int64) async throws -> ProviderVisit?

    /// Keeps tokens instead of those that the user had of this provider.
    ///
    /// - Parameter version: that of the record that is replaced; nil replaces whatever is there.
    /// - Returns: false when it has been replaced meanwhile.
    func keep(_ tokens: ProviderTokensRecord, replacing version: Int64?) async throws -> Bool
    func providerTokens(ofUser id: String, provider: String) async throws -> ProviderTokensRecord?
    func forgetProviderTokens(ofUser id: String, provider: String) async throws
}
