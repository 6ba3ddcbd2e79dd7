import DoorwardSecrets
import Testing

/// What every API key store must do, whatever database is under it.
func checkAPIKeys(_ store: some APIKeyStore) async throws {
    let start = try await store.revision()
    #expect(try await store.list(user: nil).isEmpty)
    let ada = APIKeyRecord(
        id: "k_1", user: "ada", label: "laptop", digest: SecretDigest(hashing: [1]), hint: "dwk_aaaa", createdAt: 10,
        expiresAt: 1000)
    let bob = APIKeyRecord(
        id: "k_2", user: "bob", digest: SecretDigest(hashing: [2]), hint: "dwk_bbbb", createdAt: 5, lastUsedAt: 6,
        revokedAt: 7)
    try await store.create(ada)
    try await store.create(bob)
    let created = try await store.revision()
    #expect(created != start)
    #expect(try await store.list(user: nil) == [bob, ada])
    #expect(try await store.list(user: "ada") == [ada])
    #expect(try await store.list(user: "eve").isEmpty)

    for (id, digest) in [("k_1", SecretDigest(hashing: [3])), ("k_3", ada.digest)] {
        let twin = APIKeyRecord(id: id, user: "eve", digest: digest, hint: "", createdAt: 1)
        await #expect(throws: (any Error).self) { try await store.create(twin) }
    }
    #expect(try await store.list(user: nil).count == 2)
    try await checkUses(store, of: ada)
    #expect(try await store.revision() == created)
    try await checkRevocation(store, of: ada)
}

private func checkUses(_ store: some APIKeyStore, of key: APIKeyRecord) async throws {
    func lastUse() async throws -> Int64? { try await store.list(user: key.user).first?.lastUsedAt }
    try await store.recordUses([SecretDigest: Int64]())
    try await store.recordUses([key.digest: 50, SecretDigest(hashing: [99]): 50])
    #expect(try await lastUse() == 50)
    try await store.recordUses([key.digest: 40])
    #expect(try await lastUse() == 50)
    try await store.recordUses([key.digest: 60])
    #expect(try await lastUse() == 60)
    #expect(try await store.list(user: nil).count == 2)
}

private func checkRevocation(_ store: some APIKeyStore, of key: APIKeyRecord) async throws {
    let before = try await store.revision()
    #expect(try await store.revoke(id: "k_none", at: 70) == nil)
    #expect(try await store.revision() == before)
    var revoked = key
    revoked.lastUsedAt = 60
    revoked.revokedAt = 70
    #expect(try await store.revoke(id: key.id, at: 70) == revoked)
    #expect(try await store.revision() != before)
    #expect(try await store.revoke(id: key.id, at: 80) == revoked)
    #expect(try await store.list(user: key.user) == [revoked])
}

/// What every store of the history of secrets must do.
func checkSecretUsage(_ store: some SecretUsageStore) async throws {
    #expect(try await store.usage().isEmpty)
    try await store.noteFirstSeen([String: SecretSighting]())
    try await store.noteFirstSeen(["bb": .init(source: "env:B", at: 20), "aa": .init(source: "env:A", at: 10)])
    try await store.noteFirstSeen(["aa": .init(source: "file:a", at: 30)])
    var first = SecretUsage(fingerprint: "aa", source: "file:a", firstSeen: 10)
    let second = SecretUsage(fingerprint: "bb", source: "env:B", firstSeen: 20)
    #expect(try await store.usage() == [first, second])

    try await store.recordUses(["aa": 40, "unknown": 40])
    try await store.recordUses(["aa": 35])
    first.lastUsed = 40
    #expect(try await store.usage() == [first, second])

    #expect(try await store.retire(fingerprint: "unknown", at: 50) == nil)
    first.retiredAt = 50
    #expect(try await store.retire(fingerprint: "aa", at: 50) == first)
    #expect(try await store.retire(fingerprint: "aa", at: 60) == first)
    try await store.noteFirstSeen(["aa": .init(source: "file:a", at: 50)])
    #expect(try await store.usage() == [first, second])
    try await store.noteFirstSeen(["aa": .init(source: "file:a", at: 51)])
    first.retiredAt = nil
    #expect(try await store.usage() == [first, second])
}

/// What every audit store must do.
func checkAudit(_ store: some AuditStore) async throws {
    #expect(try await store.recent(limit: 10).isEmpty)
    let events = (1...5).map { number in
        AuditEvent(
            at: Int64(number), kind: "key.issued", actor: "cli", subject: "k_\(number)",
            detail: number == 2 ? [:] : ["what": "\"é'\n\\/😀", "number": "\(number)"])
    }
    for event in events { try await store.append(event) }
    #expect(try await store.recent(limit: 10) == events.reversed())
    #expect(try await store.recent(limit: 2) == [events[4], events[3]])
    #expect(try await store.recent(limit: 0).isEmpty)
    #expect(try await store.recent(limit: -1).isEmpty)
}
