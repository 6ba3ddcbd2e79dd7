import DoorwardTesting
import Testing

@testable import DoorwardStore

@Suite("However large the tables are")
struct QueryPlanTests {
    /// What reads a whole table on purpose: lists of what there is little of, and the operator's list of all grants.
    private static let lists = ["FROM client k LEFT JOIN", "FROM oauth_user u ORDER BY", "FROM signing_key", "1 = 1"]

    @Test("no statement of a verb reads a whole table or sorts one")
    func plans() async throws {
        let statements = RecordingDatabase.Statements()
        for check in StoreConformance.checks {
            let database = try SQLiteDatabase(inMemory: StoreOptions())
            let store = Store(database: RecordingDatabase(database, noting: statements), options: StoreOptions())
            try await check.run(store)
            store.close()
        }
        #expect(statements.all.count > 60)
        let store = try Store.inMemory()
        for (sql, count) in statements.all where !Self.lists.contains(where: sql.contains) {
            let plan = try await store.write("explaining") { session in
                try session.query("EXPLAIN QUERY PLAN \(sql)", [SQLValue](repeating: .null, count: count))
                    .map { try $0.text(3) }
            }
            #expect(!plan.contains { $0.contains("SCAN") || $0.contains("TEMP B-TREE") }, "\(sql): \(plan)")
        }
    }

    @Test("how many clients registered themselves is read from an index alone, and so is who is forgotten")
    func registrations() async throws {
        let statements = RecordingDatabase.Statements()
        let database = try SQLiteDatabase(inMemory: StoreOptions())
        let store = Store(database: RecordingDatabase(database, noting: statements), options: StoreOptions())
        for id in ["one", "two"] { _ = try await store.register(Records.registered(id), limit: 1) }
        let counting = statements.all.keys.filter { $0.contains("OFFSET") || $0.contains("LIMIT 1000") }
        #expect(counting.count == 2)
        for sql in counting {
            let plan = try await store.write("explaining") { session in
                try session.query("EXPLAIN QUERY PLAN \(sql)", [1, "", 1]).map { try $0.text(3) }
            }
            #expect(plan.contains { $0.contains("SEARCH client USING COVERING INDEX client_by_end") }, "\(plan)")
        }
        store.close()
    }

    @Test(
        "the verbs of every grant take as few statements as can be",
        arguments: [("create", 1), ("context", 1), ("redeem", 4), ("rotate", 3), ("keep", 1)])
    func counts(verb: String, wanted: Int) async throws {
        let statements = RecordingDatabase.Statements()
        let database = try SQLiteDatabase(inMemory: StoreOptions())
        let plain = Store(database: database, options: StoreOptions())
        try await plain.addPeople()
        try await plain.create(Records.code("code g"))
        if verb == "rotate" || verb == "keep" { _ = try await plain.redeem(grant: "g") }
        if verb == "keep" { _ = try await plain.rotate("token g", to: "next", of: "g") }
        let store = Store(database: RecordingDatabase(database, noting: statements), options: StoreOptions())
        switch verb {
        case "create": try await store.create(Records.code("another"))
        case "redeem": #expect(try await store.redeem(grant: "g"))
        case "rotate": #expect(try await store.rotate("token g", to: "next", of: "g"))
        case "keep": #expect(try await !store.rotate("token g", to: "another", of: "g"))
        default:
            _ = try await store.authorizationContext(
                session: Records.digest("s"), clientID: "client", redirectOrigin: "o", resource: "r", at: 0)
        }
        #expect(statements.all.count == wanted)
    }
}
