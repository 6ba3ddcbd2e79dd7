import GRDB
import Testing

@testable import DoorwardStore

@Suite("The database file")
struct SchemaTests {
    @Test("is made for its owner alone, with its log")
    func permissions() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let store = try SQLiteStore.open(path: file.path)
        try await store.create(record(1))
        #expect(file.permissions() == 0o600)
        #expect(file.permissions("-wal") == 0o600)
        #expect(file.permissions("-shm") == 0o600)
    }

    @Test("is in WAL mode, waits for locks, and has strict tables only")
    func modes() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let store = try SQLiteStore.open(path: file.path)
        let names = ["journal_mode", "synchronous", "busy_timeout", "foreign_keys", "user_version"]
        let (values, loose) = try await store.writer.write { database in
            (
                try names.map { try String.fetchOne(database, sql: "PRAGMA \($0)") },
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT name FROM pragma_table_list
                        WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'
                        """)
            )
        }
        #expect(values == ["wal", "1", "5000", "1", "\(Schema.steps.count)"])
        #expect(loose == [])
    }

    @Test("is left alone when another process took the step meanwhile")
    func overtaken() async throws {
        let store = try SQLiteStore.inMemory()
        try await store.create(record(1))
        #expect(try Schema.take(0, in: store.writer) == Schema.steps.count)
        #expect(try await store.list(user: nil).count == 1)
    }

    @Test("of a newer version is refused and left alone")
    func newer() throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        _ = try SQLiteStore.open(path: file.path)
        let known = Schema.steps.count
        try sql(file, "PRAGMA user_version = \(known + 1)")
        let expected = StoreError.newerSchema(path: file.path, found: known + 1, known: known)
        let error = #expect(throws: expected) { try SQLiteStore.open(path: file.path) }
        #expect(error?.description.contains("start the newer version") == true)
    }

    @Test(
        "of another program is refused and left alone", arguments: ["CREATE TABLE t (x)", "PRAGMA application_id = 7"])
    func foreign(statement: String) throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        try sql(file, statement)
        #expect(throws: StoreError.foreign(path: file.path)) { try SQLiteStore.open(path: file.path) }
        let count = try DatabaseQueue(path: file.path).read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema WHERE name = 'api_key'")
        }
        #expect(count == 0)
    }

    @Test("that is no database, or cannot be, is refused with its path and the cause")
    func unusable() throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        try file.write(Array(String(repeating: "this is not a database ", count: 100).utf8))
        for path in [file.path, file.directory, file.directory + "/no/such.db", "", "nul\u{0}"] {
            let error = try #require(throws: StoreError.self) { try SQLiteStore.open(path: path) }
            guard case .cannotOpen(path, let cause) = error else {
                Issue.record("\(error)")
                continue
            }
            #expect(!cause.isEmpty)
            #expect(error.description.contains(path))
        }
    }

    @Test("with a damaged row is an error, not the end of the process")
    func damaged() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let store = try SQLiteStore.open(path: file.path)
        try await store.create(record(1))
        let damage = "PRAGMA ignore_check_constraints = 1; UPDATE api_key SET digest = x'00', created_at = 7"
        try sql(file, damage)
        await #expect(throws: StoreError.self) { _ = try await store.list(user: nil) }
        await #expect(throws: StoreError.self) { _ = try await store.revoke(id: "k_1", at: 1) }
    }

    private func sql(_ file: DatabaseFile, _ statement: String) throws {
        let queue = try DatabaseQueue(path: file.path)
        try queue.writeWithoutTransaction { try $0.execute(sql: statement) }
        try queue.close()
    }
}
