import DoorwardSecrets
import Testing

@testable import DoorwardStore

@Suite("One database, several users at once")
struct SharedDatabaseTests {
    @Test("what one writes the other reads, and the revision tells it to", arguments: Backend.shared)
    func visibility(backend: Backend) async throws {
        guard let place = try backend.place() else { return }
        let server = try await place.open()
        let cli = try await place.open()
        let start = try await server.revision()
        try await cli.create(record(1))
        let created = try await server.revision()
        #expect(created != start)
        #expect(try await server.list(user: nil) == [record(1)])
        try await server.recordUses([record(1).digest: 9])
        #expect(try await cli.revision() == created)
        #expect(try await cli.list(user: nil).first?.lastUsedAt == 9)
        _ = try await cli.revoke(id: "k_1", at: 10)
        #expect(try await server.revision() != created)
        cli.close()
        server.close()
    }

    @Test("writing at the same time loses nothing", arguments: Backend.shared)
    func contention(backend: Backend) async throws {
        guard let place = try backend.place() else { return }
        let stores = [try await place.open(), try await place.open()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask { try await stores[number % 2].create(record(number)) }
                group.addTask {
                    try await stores[number % 2].append(AuditEvent(at: 0, kind: "", actor: "", subject: ""))
                }
                group.addTask { _ = try await stores[(number + 1) % 2].list(user: nil) }
            }
            try await group.waitForAll()
        }
        for store in stores {
            #expect(try await store.list(user: nil).count == 200)
            #expect(try await store.revision() == 200)
            #expect(try await store.recent(limit: 1000).count == 200)
            store.close()
        }
    }
}
