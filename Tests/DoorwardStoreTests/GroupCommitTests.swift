import Testing

@testable import DoorwardStore

@Suite("Writes that arrive together")
struct GroupCommitTests {
    private static let step = SchemaStep(
        name: "test",
        both: """
            CREATE TABLE entry (number {bigint} PRIMARY KEY, batch {bigint} NOT NULL CHECK (batch >= 0)) {table};
            CREATE TABLE late (
                number {bigint} PRIMARY KEY REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED
            ) {table}
            """)

    private struct Refused: Error {}

    private func withDatabase(
        _ backend: Backend, _ options: StoreOptions = StoreOptions(), _ body: (any Database) async throws -> Void
    ) async throws {
        guard let place = try backend.place() else { return }
        let database = try await place.database(Schema.steps + [Self.step], options)
        try await body(database)
        database.close()
    }

    private static func insert(_ number: Int64, into database: any Database) async throws {
        try await database.write("writing") { session in
            try session.execute("INSERT INTO entry VALUES ($1, 0)", [.integer(number)])
        }
    }

    private func expect(_ numbers: [Int64], in database: any Database, _ table: String = "entry") async throws {
        let found = try await database.read("reading") { session in
            try session.query("SELECT number FROM \(table) ORDER BY number").map { try $0.integer(0) }
        }
        #expect(found == numbers)
    }

    @Test("share transactions, and each is there when its call returns", arguments: Backend.allCases)
    func sharing(backend: Backend) async throws {
        var options = StoreOptions()
        options.connections = 2
        try await withDatabase(backend, options) { database in
            let before = database.commitCount
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<400 as Range<Int64> {
                    group.addTask {
                        try await Self.insert(number, into: database)
                        let row = try await database.lookUp("looking") { session in
                            try session.first("SELECT batch FROM entry WHERE number = $1", [.integer(number)])
                        }
                        #expect(row != nil)
                    }
                }
                try await group.waitForAll()
            }
            try await expect(Array(0..<400), in: database)
            #expect(database.commitCount - before < 300)
        }
    }

    @Test("one transaction takes all that waited for it, and no more than the limit", arguments: [256, 10])
    func counting(limit: Int) async throws {
        var options = StoreOptions()
        options.batchLimit = limit
        try await withDatabase(.file, options) { database in
            let queue = try #require(database as? SQLiteDatabase).writes
            let before = database.commitCount
            try await withThrowingTaskGroup(of: Void.self) { group in
                // The first one keeps the writer busy until the others have queued up.
                group.addTask {
                    try await database.write("waiting") { _ in
                        for _ in 0..<1000 where queue.waitingWrites < 50 { sleepTenMilliseconds() }
                    }
                }
                try await Task.sleep(for: .milliseconds(100))
                for number in 0..<50 as Range<Int64> {
                    group.addTask { try await Self.insert(number, into: database) }
                }
                try await group.waitForAll()
            }
            #expect(database.commitCount - before == 1 + (50 + limit - 1) / limit)
        }
    }

    @Test("are not hurt by those among them that fail, after writing or before", arguments: Backend.allCases)
    func failing(backend: Backend) async throws {
        var options = StoreOptions()
        options.connections = 2
        try await withDatabase(backend, options) { database in
            let outcomes = await withTaskGroup(of: (Int64, Bool).self) { group in
                for number: Int64 in 0..<300 {
                    group.addTask { () async -> (Int64, Bool) in
                        let isWritten = await Self.write(number, to: database)
                        return (number, isWritten)
                    }
                }
                return await group.reduce(into: [Int64: Bool]()) { $0[$1.0] = $1.1 }
            }
            let good = (0..<300 as Range<Int64>).filter { $0 % 5 == 0 }
            #expect(outcomes.filter(\.value).keys.sorted() == good)
            try await expect(good, in: database)
            try await expect([], in: database, "late")
        }
    }

    /// Four of five fail: by their own will, by a constraint, by a duplicate, and by one that is checked at the end.
    private static func write(_ number: Int64, to database: any Database) async -> Bool {
        do {
            try await database.write("writing") { session in
                if number % 5 == 4 {
                    try session.execute("INSERT INTO late VALUES ($1)", [.integer(number)])
                    return
                }
                try session.execute("INSERT INTO entry VALUES ($1, 0)", [.integer(number)])
                switch number % 5 {
                case 1: throw Refused()
                case 2: try session.execute("INSERT INTO entry VALUES ($1, -1)", [.integer(-number)])
                case 3: try session.execute("INSERT INTO entry VALUES ($1, 1)", [.integer(number)])
                default: break
                }
            }
            return true
        } catch {
            return false
        }
    }

    @Test("that wait for each other's rows are all done in the end")
    func deadlock() async throws {
        var options = StoreOptions()
        options.connections = 8
        try await withDatabase(.postgreSQL, options) { database in
            try await database.write("filling") { session in
                for number in 0..<8 as Range<Int64> {
                    try session.execute("INSERT INTO entry VALUES ($1, 0)", [.integer(number)])
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for round in 0..<200 as Range<Int64> {
                    group.addTask {
                        try await database.write("counting") { session in
                            for number in [round % 8, (round * 3 + 1) % 8, (round * 5 + 2) % 8] {
                                try session.execute(
                                    "UPDATE entry SET batch = batch + 1 WHERE number = $1", [.integer(number)])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let sum = try await database.read("adding") { session in
                try session.first("SELECT CAST(sum(batch) AS BIGINT) FROM entry")?.integer(0)
            }
            #expect(sum == 600)
        }
    }

    @Test("a failed statement that a body did not mind spoils its transaction on PostgreSQL, and it is said")
    func swallowing() async throws {
        try await withDatabase(.postgreSQL) { database in
            await #expect(throws: StoreError.self) {
                try await database.write("writing") { session in
                    try session.execute("INSERT INTO entry VALUES (1, 0)")
                    _ = try? session.execute("INSERT INTO entry VALUES (1, 0)")
                }
            }
            try await expect([], in: database)
        }
    }
}
