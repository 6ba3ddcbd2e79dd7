import DoorwardSecrets
import Testing

@testable import DoorwardStore

@Suite("The store")
struct StoreTests {
    @Test("keeps API keys", arguments: Backend.allCases)
    func apiKeys(backend: Backend) async throws {
        try await backend.withStore { try await checkAPIKeys($0) }
    }

    @Test("keeps the history of secrets", arguments: Backend.allCases)
    func secretUsage(backend: Backend) async throws {
        try await backend.withStore { try await checkSecretUsage($0) }
    }

    @Test("keeps audit events", arguments: Backend.allCases)
    func audit(backend: Backend) async throws {
        try await backend.withStore { try await checkAudit($0) }
    }

    @Test(
        "shows no more audit events than its capacity, and drops the oldest from time to time",
        arguments: Backend.allCases)
    func capacity(backend: Backend) async throws {
        var options = StoreOptions()
        options.auditCapacity = 3
        try await backend.withStore(options) { store in
            for at in 1...130 as ClosedRange<Int64> {
                try await store.append(AuditEvent(at: at, kind: "call.refused", actor: "", subject: ""))
            }
            #expect(try await store.recent(limit: 1000).map(\.at) == [130, 129, 128])
            let kept = try await store.read("counting") { try $0.first("SELECT count(*) FROM audit_event")?.integer(0) }
            #expect(kept == 5)
        }
    }

    @Test("keeps an audit event whose texts hold a NUL", arguments: Backend.allCases)
    func auditNUL(backend: Backend) async throws {
        try await backend.withStore { store in
            let event = AuditEvent(at: 1, kind: "k", actor: "a\u{0}b", subject: "", detail: ["x": "\u{0}"])
            try await store.append(event)
            let found = try await store.recent(limit: 1)
            #expect(found.map(\.actor) == ["a\u{1A}b"])
            #expect(found.map(\.detail) == [event.detail])
        }
    }

    @Test("keeps what was written when it is closed and opened again", arguments: Backend.shared)
    func reopening(backend: Backend) async throws {
        guard let place = try backend.place() else { return }
        let store = try await place.open()
        #expect(store.schema == SchemaChange(from: 0, to: Schema.steps.count))
        try await store.create(record(1))
        let revision = try await store.revision()
        store.close()
        let again = try await place.open()
        #expect(again.schema == SchemaChange(from: Schema.steps.count, to: Schema.steps.count))
        #expect(try await again.list(user: nil) == [record(1)])
        #expect(try await again.revision() == revision)
        again.close()
    }

    @Test("refuses calls after it was closed instead of keeping them waiting", arguments: Backend.allCases)
    func closed(backend: Backend) async throws {
        try await backend.withStore { store in
            store.close()
            await #expect(throws: StoreError.self) { try await store.create(record(1)) }
            await #expect(throws: StoreError.self) { _ = try await store.list(user: nil) }
            await #expect(throws: StoreError.self) { _ = try await store.revision() }
            for await _ in store.changes() { Issue.record("a change after the end") }
        }
    }

    @Test("stores an API key's digest and never the key")
    func noKeys() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let store = try await Store.open(.sqlite(path: file.path))
        var random = SystemRandomNumberGenerator()
        let key = APIKey.generate(using: &random)
        let record = APIKeyRecord(of: key, user: "ada", label: "laptop", createdAt: 1, using: &random)
        try await store.create(record)
        #expect(file.holds(record.id))
        #expect(!file.holds(String(key.text.dropFirst(8))))
    }

    @Test(
        "says in its errors which database it was and what was done, and nothing of the data",
        arguments: Backend.allCases)
    func errors(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.create(record(1))
            let duplicate = StoreError.duplicate(path: store.name, what: "API key")
            await #expect(throws: duplicate) { try await store.create(record(1)) }
            try await store.write("breaking") { try $0.execute("DROP TABLE api_key") }
            let error = await #expect(throws: StoreError.self) { _ = try await store.list(user: "ada") }
            #expect(error?.description.contains("\(store.name) failed listing API keys") == true)
            #expect(error?.description.contains("ada") == false)
        }
    }
}

func record(_ number: Int, user: String = "ada") -> APIKeyRecord {
    APIKeyRecord(
        id: "k_\(number)", user: user, digest: SecretDigest(hashing: Array("\(number)".utf8)), hint: "dwk_0000",
        createdAt: Int64(number))
}
