import Testing

@testable import DoorwardStore

/// What both databases must do alike for the stores to be written once.
@Suite("A session")
struct SessionTests {
    private static let step = SchemaStep(
        name: "test",
        both: """
            CREATE TABLE thing (id {identity}, number {bigint}, words {text}, bytes {blob} UNIQUE) {table};
            CREATE TABLE part (name {text} PRIMARY KEY, thing {bigint} REFERENCES thing (id)) {keyed}
            """)

    private func withDatabase(_ backend: Backend, _ body: (any Database) async throws -> Void) async throws {
        guard let place = try backend.place() else { return }
        let database = try await place.database(Schema.steps + [Self.step])
        try await body(database)
        database.close()
    }

    @Test("gives back every value as it was put in", arguments: Backend.allCases)
    func values(backend: Backend) async throws {
        let rows: [[SQLValue]] = [
            [.integer(.min), .text(""), .blob([UInt8]())],
            [.integer(.max), .text("é\n'\"\\😀 $1"), .blob([0, 255, 0])],
            [.null, .null, .null], [0, .text(String(repeating: "x", count: 100_000)), .blob([UInt8](0...255))],
            [.integer(-1), .text("0"), .blob(Array("text".utf8))],
        ]
        try await withDatabase(backend) { database in
            try await database.write("filling") { session in
                for row in rows {
                    let insert = "INSERT INTO thing (number, words, bytes) VALUES ($1, $2, $3)"
                    let count = try session.execute(insert, row)
                    #expect(count == 1)
                }
            }
            let found = try await database.read("reading") { session in
                try session.query("SELECT number, words, bytes FROM thing ORDER BY id")
            }
            #expect(found.map(\.values) == rows)
            #expect(found.first?.columns.names == ["number", "words", "bytes"])
            let looked = try await database.lookUp("looking") { session in
                try session.first("SELECT words FROM thing WHERE bytes = $1", [.blob([0, 255, 0])])?.text("words")
            }
            #expect(looked == "é\n'\"\\😀 $1")
        }
    }

    @Test("takes a placeholder twice, NULL first, and tells how many rows changed", arguments: Backend.allCases)
    func placeholders(backend: Backend) async throws {
        try await withDatabase(backend) { database in
            let counts = try await database.write("changing") { session in
                let insert = "INSERT INTO thing (number, words) VALUES ($1, $2) RETURNING id"
                var counts: [Int] = []
                for number in [nil, 1, 2] as [Int64?] {
                    counts.append(try session.query(insert, [.integer(number), .text(number.map { "\($0)" })]).count)
                }
                let update =
                    "UPDATE thing SET number = CASE WHEN number >= $1 THEN number ELSE $1 END WHERE words <> $2"
                counts.append(try session.execute(update, [2, ""]))
                counts.append(try session.execute(update, [2, "2"]))
                counts.append(try session.execute("DELETE FROM thing WHERE number = $1", [9]))
                counts.append(try session.execute("DELETE FROM thing"))
                counts.append(try session.query("SELECT number FROM thing LIMIT $1", [1]).count)
                return counts
            }
            #expect(counts == [1, 1, 1, 2, 1, 0, 3, 0])
        }
    }

    @Test("refuses a NUL in a text and the wrong number of values", arguments: Backend.allCases)
    func wrongValues(backend: Backend) async throws {
        try await withDatabase(backend) { database in
            for values in [["a\u{0}b"], [], ["a", "b"]] as [[SQLValue]] {
                let error = await #expect(throws: StoreError.self) {
                    try await database.write("writing") { session in
                        try session.execute("INSERT INTO thing (words) VALUES ($1)", values)
                    }
                }
                guard case .failed = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test("refuses to write where only reading is allowed", arguments: Backend.allCases)
    func reading(backend: Backend) async throws {
        try await withDatabase(backend) { database in
            let body: @Sendable (any SQLSession) throws -> Int = {
                try $0.execute("INSERT INTO thing (number) VALUES (1)")
            }
            await #expect(throws: StoreError.self) { _ = try await database.read("reading", body) }
            await #expect(throws: StoreError.self) { _ = try await database.lookUp("looking", body) }
            let written = try await database.write("writing", body)
            #expect(written == 1)
        }
    }

    @Test("tells a duplicate from another constraint, without a value", arguments: Backend.allCases)
    func constraints(backend: Backend) async throws {
        try await withDatabase(backend) { database in
            let secret = "not-to-be-shown"
            let insert = "INSERT INTO part (name, thing) VALUES ($1, $2)"
            try await database.write("part") { try $0.execute(insert, [.text(secret), nil]) }
            let twice = await #expect(throws: StoreError.self) {
                try await database.write("part") { try $0.execute(insert, [.text(secret), nil]) }
            }
            #expect(twice == .duplicate(path: database.name, what: "part"))
            let dangling = await #expect(throws: StoreError.self) {
                try await database.write("part") { try $0.execute(insert, [.text(secret + "2"), 77]) }
            }
            guard case .failed = dangling else {
                Issue.record("\(String(describing: dangling))")
                return
            }
            #expect(dangling?.description.contains(secret) == false)
        }
    }

    @Test("sorts keys by their bytes", arguments: Backend.allCases)
    func sorting(backend: Backend) async throws {
        try await withDatabase(backend) { database in
            let names = ["B", "a", "b", "_", "é", "Z"]
            try await database.write("filling") { session in
                for name in names { try session.execute("INSERT INTO part (name) VALUES ($1)", [.text(name)]) }
            }
            let found = try await database.read("reading") { session in
                try session.query("SELECT name FROM part ORDER BY name").map { try $0.text(0) }
            }
            #expect(found == ["B", "Z", "_", "a", "b", "é"])
        }
    }

    @Test("reading a column as something it is not, or one that is not there, is an error")
    func damage() throws {
        let row = SQLRow(values: [1, "x", nil, 2], columns: SQLColumns(["a", "b", "c", "d"]))
        #expect(try row.integer("a") == 1)
        #expect(try row.flag("a"))
        #expect(try row.optionalText("c") == nil)
        #expect(throws: SQLFailure.self) { try row.text("a") }
        #expect(throws: SQLFailure.self) { try row.blob("b") }
        #expect(throws: SQLFailure.self) { try row.integer("c") }
        #expect(throws: SQLFailure.self) { try row.flag("d") }
        #expect(throws: SQLFailure.self) { try row.integer("e") }
        #expect(throws: SQLFailure.self) { try row.integer(-1) }
        #expect(throws: SQLFailure.self) { try row.integer(4) }
    }
}
