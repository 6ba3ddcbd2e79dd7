/// Where signing keys are kept, sealed.
public protocol SigningKeyStore: Sendable {
    /// All keys that are not retired, oldest first.
    func signingKeys(at now: Int64) async throws -> [SigningKeyRecord]
    /// Adds a key unless the set has changed since it was read (`expectedCount` keys ever created); false when it has.
    /// One atomic transaction: of several processes that start at once, one makes the first key.
    func add(_ key: SigningKeyRecord, expecting newestID: String?) async throws -> Bool
    /// Sets when a key retires; never makes it later, for a key that leaked stays withdrawn whoever plans otherwise.
    func retireSigningKey(id: String, at time: Int64) async throws
    /// A number that changes with every change of the keys. Cheap.
    func signingKeyRevision() async throws -> Int64
}

/// Everything the authorization server keeps.
public protocol AuthorizationStore: ClientStore, UserStore, SessionStore, AttemptStore, GrantStore, SigningKeyStore,
    IdentityStore, RequestStore
{}
