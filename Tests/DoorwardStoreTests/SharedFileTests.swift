import DoorwardSecrets
import DoorwardStore
import Testing

@Suite("One database file, several users at once")
struct SharedFileTests {
    @Test("what one writes the other reads, and the revision tells it to")
    func visibility() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let server = try SQLiteStore.open(path: file.path)
        let cli = try SQLiteStore.open(path: file.path)
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
    }

    @Test("writing at the same time loses nothing")
    func contention() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let stores = [try SQLiteStore.open(path: file.path), try SQLiteStore.open(path: file.path)]
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
        }
    }

    @Test("opening a new file many times at once makes the tables once")
    func firstOpening() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let revisions = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await SQLiteStore.open(path: file.path).revision()
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(revisions == [Int64](repeating: 0, count: 8))
    }
}
