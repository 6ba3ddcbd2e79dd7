/// Where users' API keys are kept, as digests.
public protocol APIKeyStore: Sendable {
    /// Adds a key; throws when its id or digest is there already.
    func create(_ record: APIKeyRecord) async throws

    /// The keys of one user, or of all with `nil`, oldest first; revoked and expired ones too.
    func list(user: String?) async throws -> [APIKeyRecord]

    /// Revokes a key for good and returns it as it is now; `nil` when there is none. Doing it again keeps the
    /// first time.
    func revoke(id: String, at: Int64) async throws -> APIKeyRecord?

    /// Writes down when keys were last accepted (Unix seconds); never moves a time back, ignores unknown digests.
    func recordUses(_ uses: [SecretDigest: Int64]) async throws

    /// A number that changes whenever any process adds or changes a key; recording uses does not change it. Cheap.
    func revision() async throws -> Int64
}
