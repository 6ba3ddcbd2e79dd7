public import DoorwardOAuth

extension InMemoryAuthorizationStore: SigningKeyStore {
    public func signingKeys(at now: Int64) async throws -> [SigningKeyRecord] {
        try begin("signingKeys")
        return keys.filter { key in key.retiresAt.map { $0 > now } ?? true }
    }

    public func add(_ key: SigningKeyRecord, expecting newestID: String?) async throws -> Bool {
        try begin("add(key)")
        guard keys.last?.id == newestID else { return false }
        keys.append(key)
        keyChanges += 1
        return true
    }

    public func retireSigningKey(id: String, at time: Int64) async throws {
        try begin("retireSigningKey")
        guard let index = keys.firstIndex(where: { $0.id == id && $0.retiresAt ?? .max > time }) else { return }
        keys[index].retiresAt = time
        keyChanges += 1
    }

    public func signingKeyRevision() async throws -> Int64 {
        try begin("signingKeyRevision")
        return keyChanges
    }
}
