import DoorwardSecrets
import GRDB
import Testing

@testable import DoorwardStore

@Suite("The SQLite store")
struct SQLiteStoreTests {
    @Test("keeps API keys", arguments: [true, false])
    func apiKeys(inMemory: Bool) async throws {
        try await withStore(inMemory) { try await checkAPIKeys($0) }
    }

    @Test("keeps the history of secrets", arguments: [true, false])
    func secretUsage(inMemory: Bool) async throws {
        try await withStore(inMemory) { try await checkSecretUsage($0) }
    }

    @Test("keeps audit events", arguments: [true, false])
    func audit(inMemory: Bool) async throws {
        try await withStore(inMemory) { try await checkAudit($0) }
    }

    @Test("drops the oldest audit events beyond its capacity")
    func capacity() async throws {
        let store = try SQLiteStore.inMemory(auditCapacity: 3)
        for at in 1...10 as ClosedRange<Int64> {
            try await store.append(AuditEvent(at: at, kind: "call.refused", actor: "", subject: ""))
        }
        #expect(try await store.recent(limit: 100).map(\.at) == [10, 9, 8])
    }

    @Test("keeps what was written when it is released and opened again")
    func reopening() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        func fill() async throws -> Int64 {
            let store = try SQLiteStore.open(path: file.path)
            try await store.create(record(1))
            return try await store.revision()
        }
        let revision = try await fill()
        let again = try SQLiteStore.open(path: file.path)
        #expect(try await again.list(user: nil) == [record(1)])
        #expect(try await again.revision() == revision)
    }

    @Test("stores an API key's digest and never the key")
    func noKeys() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let store = try SQLiteStore.open(path: file.path)
        var random = SystemRandomNumberGenerator()
        let key = APIKey.generate(using: &random)
        let record = APIKeyRecord(of: key, user: "ada", label: "laptop", createdAt: 1, using: &random)
        try await store.create(record)
        #expect(file.holds(record.id))
        #expect(!file.holds(String(key.text.dropFirst(8))))
    }

    @Test("says in its errors which database it was and what was done, and nothing of the data")
    func errors() async throws {
        let store = try SQLiteStore.inMemory()
        try await store.create(record(1))
        let duplicate = StoreError.duplicate(path: ":memory:", what: "API key")
        await #expect(throws: duplicate) { try await store.create(record(1)) }
        try await store.writer.write { try $0.execute(sql: "DROP TABLE api_key") }
        let error = await #expect(throws: StoreError.self) { _ = try await store.list(user: "ada") }
        #expect(error?.description.contains(":memory: failed listing API keys") == true)
        #expect(error?.description.contains("ada") == false)
    }

    private func withStore(_ inMemory: Bool, _ body: (SQLiteStore) async throws -> Void) async throws {
        if inMemory { return try await body(try SQLiteStore.inMemory()) }
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        try await body(try SQLiteStore.open(path: file.path))
    }
}

func record(_ number: Int, user: String = "ada") -> APIKeyRecord {
    APIKeyRecord(
        id: "k_\(number)", user: user, digest: SecretDigest(hashing: Array("\(number)".utf8)), hint: "dwk_0000",
        createdAt: Int64(number))
}
