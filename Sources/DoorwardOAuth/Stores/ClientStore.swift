public import DoorwardSecrets

/// Where clients are kept.
public protocol ClientStore: Sendable {
    /// Adds a client; throws when the id is taken.
    func create(_ client: ClientRecord) async throws
    /// A client, also a removed one.
    func client(id: String) async throws -> ClientRecord?
    /// All that are not removed, oldest first.
    func clients() async throws -> [ClientRecord]
    /// Replaces name, redirect URIs and scopes; false when there is none.
    func update(_ client: ClientRecord) async throws -> Bool
    /// Adds a secret; of more than two live ones the oldest goes. Returns the client as it is now.
    func addSecret(_ secret: ClientSecret, toClient id: String) async throws -> ClientRecord?
    /// Takes out all secrets of a client but one; the client as it is now, nil when there is none.
    func removeSecrets(ofClient id: String, except digest: SecretDigest) async throws -> ClientRecord?
    /// Removes a client and revokes its grants; returns how many, nil when there is none.
    func removeClient(id: String, at now: Int64, tokensEndBy: Int64) async throws -> Int?
    /// Writes down when secrets were last used.
    func recordSecretUses(_ uses: [SecretDigest: Int64]) async throws
    /// A number that changes with every change of any client but uses. Cheap.
    func clientRevision() async throws -> Int64
}
