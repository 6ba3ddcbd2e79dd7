public import DoorwardOAuth
public import DoorwardSecrets

extension InMemoryAuthorizationStore: ClientStore {
    public func create(_ client: ClientRecord) async throws {
        try begin("create(client)")
        guard clientsByID[client.id] == nil else { throw InMemoryStoreError.taken("the client id \(client.id)") }
        clientsByID[client.id] = client
        clientOrder.append(client.id)
        clientChanges += 1
    }

    public func client(id: String) async throws -> ClientRecord? {
        try begin()
        return clientsByID[id]
    }

    public func clients() async throws -> [ClientRecord] {
        try begin()
        return clientOrder.compactMap { clientsByID[$0] }.filter { $0.removedAt == nil }
    }

    public func update(_ client: ClientRecord) async throws -> Bool {
        try begin()
        guard var kept = clientsByID[client.id], kept.removedAt == nil else { return false }
        kept.name = client.name
        kept.redirectURIs = client.redirectURIs
        kept.scopes = client.scopes
        clientsByID[client.id] = kept
        clientChanges += 1
        return true
    }

    public func addSecret(_ secret: ClientSecret, toClient id: String) async throws -> ClientRecord? {
        try begin()
        guard var client = clientsByID[id], client.removedAt == nil else { return nil }
        client.secrets = (client.secrets + [secret]).suffix(2)
        clientsByID[id] = client
        clientChanges += 1
        return client
    }

    public func removeSecrets(ofClient id: String, except digest: SecretDigest) async throws -> ClientRecord? {
        try begin()
        guard var client = clientsByID[id], client.removedAt == nil else { return nil }
        client.secrets.removeAll { $0.digest != digest }
        clientsByID[id] = client
        clientChanges += 1
        return client
    }

    public func removeClient(id: String, at now: Int64, tokensEndBy: Int64) async throws -> Int? {
        try begin()
        guard var client = clientsByID[id], client.removedAt == nil else { return nil }
        client.removedAt = now
        client.secrets = []
        if client.registration?.expiresAt != nil {
            (client.redirectURIs, client.keys) = ([], nil)
            client.registration?.metadata = "{}"
        }
        client.registration?.expiresAt = nil
        clientsByID[id] = client
        clientChanges += 1
        codes = codes.filter { $0.value.clientID != id || $0.value.redeemedAt != nil }
        consents = consents.filter { $0.key.clientID != id }
        devices = devices.filter { $0.value.clientID != id }
        return revoke(at: now, tokensEndBy: tokensEndBy) { $0.clientID == id }
    }

    public func recordSecretUses(_ uses: [SecretDigest: Int64]) async throws {
        try begin()
        for (id, client) in clientsByID {
            var client = client
            for index in client.secrets.indices {
                guard let used = uses[client.secrets[index].digest] else { continue }
                client.secrets[index].lastUsedAt = max(used, client.secrets[index].lastUsedAt ?? used)
            }
            clientsByID[id] = client
        }
    }

    public func clientRevision() async throws -> Int64 {
        try begin()
        return clientChanges
    }
}
