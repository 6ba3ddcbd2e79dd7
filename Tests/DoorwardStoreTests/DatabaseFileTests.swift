import DoorwardSecrets
import GRDB
import Testing

@testable import DoorwardStore

/// The file is looked at with another library than the one that wrote it.
@Suite("The database file")
struct DatabaseFileTests {
    @Test("is made for its owner alone, with its log")
    func permissions() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let store = try await Store.open(.sqlite(path: file.path))
        try await store.create(record(1))
        #expect(file.permissions() == 0o600)
        #expect(file.permissions("-wal") == 0o600)
        #expect(file.permissions("-shm") == 0o600)
    }

    @Test("is in WAL mode, waits for locks, and has strict tables only")
    func modes() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        let store = try await Store.open(.sqlite(path: file.path))
        let names = ["journal_mode", "synchronous", "busy_timeout", "foreign_keys", "user_version"]
        let values = try await store.write("asking") { session in
            try names.map { try session.first("PRAGMA \($0)")?.value(0) }
        }
        #expect(values == [.text("wal"), 2, 5000, 1, .integer(Int64(Schema.steps.count))])
        let loose = try await DatabaseQueue(path: file.path).read { database in
            try String.fetchAll(
                database,
                sql:
                    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'"
            )
        }
        #expect(loose == [])
    }

    @Test("loses nothing to a power failure, unless it is told that this is not needed")
    func durability() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        for (durability, synchronous) in [(.full, 2), (.normal, 1)] as [(StoreOptions.Durability, Int64)] {
            var options = StoreOptions()
            options.durability = durability
            let store = try await Store.open(.sqlite(path: file.path), options: options)
            #expect(try await store.write("asking") { try $0.first("PRAGMA synchronous")?.integer(0) } == synchronous)
            store.close()
        }
    }

    @Test("of the first release goes on with all it holds")
    func firstRelease() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        try sql(
            file,
            """
            PRAGMA journal_mode = WAL; BEGIN; \(Schema.firstTables.sqlite);
            INSERT INTO audit_event (at, kind, actor, subject, detail) VALUES (7, 'k', 'a', 's', '{"x":"y"}');
            INSERT INTO api_key VALUES (zeroblob(32), 'k_1', 'ada', '', 'dwk_0000', 1, NULL, NULL, NULL);
            PRAGMA user_version = 1; PRAGMA application_id = \(0x4457_5244); COMMIT
            """)
        let store = try await Store.open(.sqlite(path: file.path))
        #expect(store.schema == SchemaChange(from: 1, to: Schema.steps.count))
        #expect(try await store.recent(limit: 9).map(\.detail) == [["x": "y"]])
        #expect(try await store.list(user: "ada").map(\.id) == ["k_1"])
        #expect(try await store.revision() == 1)
        #expect(try await store.check() == [])
    }

    @Test(
        "of another program is refused and left alone", arguments: ["CREATE TABLE t (x)", "PRAGMA application_id = 7"])
    func foreign(statement: String) async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        try sql(file, statement)
        await #expect(throws: StoreError.foreign(path: file.path)) {
            _ = try await Store.open(.sqlite(path: file.path))
        }
        let (count, mode) = try await DatabaseQueue(path: file.path).read {
            (
                try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema WHERE name = 'api_key'"),
                try String.fetchOne($0, sql: "PRAGMA journal_mode")
            )
        }
        #expect(count == 0)
        #expect(mode == "delete")
    }

    @Test("that is no database, or cannot be, is refused with its path and the cause")
    func unusable() async throws {
        let file = try DatabaseFile()
        defer { withExtendedLifetime(file) {} }
        try file.write(Array(String(repeating: "this is not a database ", count: 100).utf8))
        for path in [file.path, file.directory, file.directory + "/no/such.db", "", "nul\u{0}"] {
            let error = try await #require(throws: StoreError.self) { _ = try await Store.open(.sqlite(path: path)) }
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
        let store = try await Store.open(.sqlite(path: file.path))
        try await store.create(record(1))
        try sql(file, "PRAGMA ignore_check_constraints = 1; UPDATE api_key SET digest = x'00', created_at = 7")
        await #expect(throws: StoreError.self) { _ = try await store.list(user: nil) }
        await #expect(throws: StoreError.self) { _ = try await store.revoke(id: "k_1", at: 1) }
        #expect(try await store.check().first?.hasPrefix("integrity: ") == true)
    }

    @Test("is copied while others write, for its owner alone, and never over another file")
    func backup() async throws {
        let (file, copy) = (try DatabaseFile(), try DatabaseFile())
        defer { withExtendedLifetime((file, copy)) {} }
        let store = try await Store.open(.sqlite(path: file.path))
        try await store.create(record(1))
        async let more: Void = store.create(record(2))
        try await store.backUp(to: copy.path)
        try await more
        #expect(copy.permissions() == 0o600)
        await #expect(throws: StoreError.self) { try await store.backUp(to: copy.path) }
        let restored = try await Store.open(.sqlite(path: copy.path))
        #expect(restored.schema == SchemaChange(from: Schema.steps.count, to: Schema.steps.count))
        #expect(try await restored.list(user: nil).contains(record(1)))
        #expect(try await restored.check() == [])
        await #expect(throws: StoreError.self) { try await store.backUp(to: copy.directory + "/no/such/place") }
    }

    @Test("in memory can be copied and checked as well")
    func memory() async throws {
        let copy = try DatabaseFile()
        defer { withExtendedLifetime(copy) {} }
        let store = try Store.inMemory()
        try await store.create(record(1))
        try await store.backUp(to: copy.path)
        #expect(try await store.check() == [])
        #expect(try await Store.open(.sqlite(path: copy.path)).list(user: nil) == [record(1)])
        try await store.create(record(2))
        #expect(try await store.list(user: nil).count == 2)
    }

    private func sql(_ file: DatabaseFile, _ statement: String) throws {
        let queue = try DatabaseQueue(path: file.path)
        try queue.writeWithoutTransaction { try $0.execute(sql: statement) }
        try queue.close()
    }
}
