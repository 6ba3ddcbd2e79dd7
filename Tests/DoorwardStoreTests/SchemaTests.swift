import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardStore

@Suite("The schema")
struct SchemaTests {
    private static let broken = SchemaStep(
        name: "broken", both: "CREATE TABLE half (x {bigint}) {table}; CREATE TABLE half (x {bigint}) {table}")
    private static let second = SchemaStep(
        name: "second", both: "CREATE TABLE second (x {bigint}) {table}; INSERT INTO second VALUES (1)")

    private func count(_ table: String, _ database: any Database) async throws -> Int64? {
        try await database.read("counting") { try $0.first("SELECT count(*) FROM \(table)")?.integer(0) }
    }

    @Test("goes on from any step to the last, and once only", arguments: Backend.shared)
    func forward(backend: Backend) async throws {
        guard let place = try backend.place() else { return }
        let first = try await place.database([Schema.firstTables])
        #expect(first.schema == SchemaChange(from: 0, to: 1))
        try await first.write("filling") { session in
            try session.execute(
                """
                INSERT INTO api_key (digest, id, "user", label, hint, created_at) VALUES ($1, 'k', 'u', 'l', 'h', 1)
                """, [.blob([UInt8](repeating: 1, count: 32))])
        }
        first.close()
        for from in [1, 2] {
            let database = try await place.database([Schema.firstTables, Self.second])
            #expect(database.schema == SchemaChange(from: from, to: 2))
            #expect(try await count("second", database) == 1)
            #expect(try await count("api_key", database) == 1)
            database.close()
        }
    }

    @Test("is as it was when a step fails", arguments: Backend.shared)
    func failing(backend: Backend) async throws {
        guard let place = try backend.place() else { return }
        let steps = [Schema.firstTables, Self.broken]
        let error = await #expect(throws: StoreError.self) { _ = try await place.database(steps) }
        guard case .migration(_, version: 2, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let database = try await place.database([Schema.firstTables])
        #expect(database.schema == SchemaChange(from: 1, to: 1))
        await #expect(throws: StoreError.self) { _ = try await count("half", database) }
        database.close()
    }

    @Test("of a newer version is refused", arguments: Backend.shared)
    func newer(backend: Backend) async throws {
        guard let place = try backend.place() else { return }
        let newer = try await place.database([Schema.firstTables, Self.second])
        let expected = StoreError.newerSchema(path: newer.name, found: 2, known: 1)
        newer.close()
        let error = await #expect(throws: expected) { _ = try await place.database([Schema.firstTables]) }
        #expect(error?.description.contains("start the newer version") == true)
    }

    @Test("is made once by many who open an empty database at once", arguments: Backend.shared)
    func together(backend: Backend) async throws {
        guard let place = try backend.place() else { return }
        let found = try await withThrowingTaskGroup(of: (Int, Int64?).self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let database = try await place.database([Schema.firstTables, Self.second])
                    defer { database.close() }
                    return (database.schema.to, try await count("second", database))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(found.count == 8)
        #expect(found.allSatisfy { $0 == (2, 1) })
    }

    @Test("is made once by two processes that open an empty file at once")
    func processesOnFile() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let path = file.path
        async let other = #expect(processExitsWith: .success) { [path = path as String] in
            _ = try await Store.open(.sqlite(path: path))
        }
        async let another = #expect(processExitsWith: .success) { [path = path as String] in
            _ = try await Store.open(.sqlite(path: path))
        }
        _ = await (other, another)
        let store = try await Store.open(.sqlite(path: path))
        #expect(store.schema.from == Schema.steps.count)
        #expect(try await store.check() == [])
    }

    @Test("is made once by two processes that open an empty database at once")
    func processesOnServer() async throws {
        guard let cluster = PostgreSQLCluster.shared else { return }
        let url = try cluster.makeDatabase()
        let password = cluster.password
        async let other = #expect(processExitsWith: .success) {
            [url = url as String, password = password as String] in
            _ = try await Store.open(.postgres(url: url, password: .init(utf8: password)))
        }
        async let another = #expect(processExitsWith: .success) {
            [url = url as String, password = password as String] in
            _ = try await Store.open(.postgres(url: url, password: .init(utf8: password)))
        }
        _ = await (other, another)
        let store = try await Store.open(.postgres(url: url, password: cluster.secret))
        #expect(store.schema.from == Schema.steps.count)
        store.close()
    }

    @Test("of another program is refused and left alone on PostgreSQL")
    func foreignServer() async throws {
        guard let cluster = PostgreSQLCluster.shared else { return }
        let url = try cluster.makeDatabase()
        try cluster.run("CREATE TABLE theirs (x INT)", in: url)
        await #expect(throws: StoreError.foreign(path: url)) {
            _ = try await Store.open(.postgres(url: url, password: cluster.secret))
        }
        #expect(try cluster.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", in: url) == "1")
    }
}
