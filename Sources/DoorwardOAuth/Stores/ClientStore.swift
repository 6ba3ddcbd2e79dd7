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
    /// Adds a client that registers itself, in one transaction with what keeps their number bounded.
    ///
    /// - Parameter limit: how many may be kept that registered themselves and never had a grant; of those over it the
    ///   ones that end first go.
    /// - Returns: the client, or the one that has the same `registration.fingerprint` and is not removed; its life as an
    ///   unused one is made as long as the new one's.
    func register(_ client: ClientRecord, limit: Int) async throws -> ClientRecord
    /// Puts a client in the place of the one with its id, or adds it: for what documents say of clients, and for changes
    /// of a client by itself (RFC 7592). Secrets, creation and removal stay; false when it was removed.
    func replace(_ client: ClientRecord) async throws -> Bool
    /// Takes the end off a client that registered itself: somebody has agreed to it.
    ///
    /// - Returns: whether it is there; it may have been the one too many.
    @discardableResult
    func keepClient(id: String) async throws -> Bool
    /// A number that changes with every change of any client but uses. Cheap.
    func clientRevision() async throws -> Int64
}
