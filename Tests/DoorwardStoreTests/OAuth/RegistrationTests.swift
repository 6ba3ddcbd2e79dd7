import DoorwardOAuth
import Testing

@testable import DoorwardStore

@Suite("Clients that register themselves")
struct RegistrationTests {
    @Test("are bounded in number, and hardly ever make others forget what they know", arguments: Backend.allCases)
    func bounded(backend: Backend) async throws {
        try await backend.withStore { store in
            let limit = 640
            let before = try await store.clientRevision()
            for start in stride(from: 0, to: 960, by: 96) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in start..<start + 96 {
                        group.addTask {
                            let end = Records.now + 1000 + Int64(number)
                            _ = try await store.register(Records.registered("c\(number)", end: end), limit: limit)
                        }
                    }
                    try await group.waitForAll()
                }
                // A 64th more than asked for, less one, and those that look do so among others that come.
                #expect(try await store.clients().count <= limit + limit / 64 + 96)
            }
            _ = try await store.register(Records.registered("first"), limit: 1)
            let looks = try await store.clientRevision() - before
            #expect(looks > 0)
            #expect(looks <= 960 / Int64(limit / 64) + 1)
        }
    }

    @Test("cost the same however many there are", .timeLimit(.minutes(5)))
    func flat() async throws {
        let stores = [try Store.inMemory(), try Store.inMemory()]
        for (store, count) in zip(stores, [0, 10_000]) {
            try await store.write("filling") { session in
                for number in 0..<count {
                    let client = Records.registered("old \(number)", end: Records.now + Int64(number))
                    try session.execute(Store.insertClient, client.values())
                }
            }
        }
        // The fastest of some rounds, in each of which the number is looked at, turn about: whatever else the machine
        // does hits both alike.
        var times = [Duration](repeating: .seconds(1000), count: 2)
        for round in 0..<120 {
            for (index, store) in stores.enumerated() {
                let time = try await ContinuousClock().measure {
                    for number in 0..<10 {
                        let id = "new \(round) \(number)"
                        _ = try await store.register(Records.registered(id, end: Records.now + 99_999), limit: 10_000)
                    }
                }
                times[index] = min(times[index], time / 10)
            }
        }
        for store in stores { store.close() }
        print("a registration among few and among 10,000: \(times[0]), \(times[1])")
        #expect(times[1] < times[0] * 5)
    }

    @Test("that say the same over and over write nothing")
    func quiet() async throws {
        let statements = RecordingDatabase.Statements()
        let database = try SQLiteDatabase(inMemory: StoreOptions())
        let store = Store(database: RecordingDatabase(database, noting: statements), options: StoreOptions())
        _ = try await store.register(Records.registered("one", like: "same"), limit: 10)
        let commits = store.commitCount
        for number in 0..<50 {
            let again = Records.registered("more \(number)", like: "same", end: Records.now + 1000 + Int64(number))
            #expect(try await store.register(again, limit: 10).id == "one")
        }
        #expect(store.commitCount == commits)
        let later = Records.registered("later", like: "same", end: Records.now + 1061)
        #expect(try await store.register(later, limit: 10).registration?.expiresAt == Records.now + 1061)
        #expect(store.commitCount == commits + 1)
        store.close()
    }

    @Test("at the same moment as they are forgotten are there or unknown, never half", arguments: Backend.shared)
    func forgotten(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.create(Records.user())
            for round in 0..<20 {
                let clients = (0..<6).map { "c\(round)-\($0)" }
                for client in clients {
                    _ = try await store.register(Records.registered(client, end: Records.now), limit: 1000)
                    try await store.create(Records.code("code \(client)", for: client))
                }
                let bought: Set<String> = try await withThrowingTaskGroup(of: String?.self) { group in
                    for client in clients {
                        group.addTask { try await store.redeem(grant: client, for: client) ? client : nil }
                    }
                    group.addTask {
                        _ = try await store.prune(at: Records.now, limit: 1000)
                        return nil
                    }
                    return try await group.reduce(into: []) { if let client = $1 { $0.insert(client) } }
                }
                for client in clients {
                    #expect(try await store.client(id: client) != nil || !bought.contains(client))
                }
            }
            #expect(try await store.check() == [])
        }
    }

    @Test("are pruned many at once, with their secrets", arguments: Backend.allCases)
    func many(backend: Backend) async throws {
        try await backend.withStore { store in
            for number in 0..<120 {
                var client = Records.registered("c\(number)", end: Records.now + Int64(number))
                client.secrets = [ClientSecret(digest: Records.digest("\(number)"), createdAt: Records.now)]
                _ = try await store.register(client, limit: 1000)
            }
            #expect(try await store.prune(at: Records.now + 200, limit: 51) == 51)
            let left = Set(try await store.clients().map { $0.id })
            #expect(left == Set((51..<120).map { "c\($0)" }))
            #expect(try await store.prune(at: Records.now + 200, limit: 1000) == 69)
            let secrets = try await store.read("counting") { session in
                try session.first("SELECT count(*) FROM client_secret")?.integer(0)
            }
            #expect(secrets == 0)
        }
    }

    @Test(
        "and other requests that anybody makes are cut down to what people can have under way",
        arguments: [Backend.memory, .postgreSQL])
    func floods(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.create(Records.client())
            try await store.create(Records.user())
            let device = Records.device("answered")
            try await store.create(device)
            let state = DeviceAuthorization.State.approved(userID: "user", role: nil)
            #expect(try await store.decideDevice(device.digest, state: state, at: Records.now))
            try await store.create(Records.visit("first"))
            try await store.write("flooding") { session in
                for table in Self.flooded {
                    let number =
                        session.dialect == .sqlite
                        ? "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 20500)"
                        : "WITH number (n) AS (SELECT generate_series(1, 20500))"
                    let bytes = session.dialect == .sqlite ? "randomblob(32)" : "sha256(n::text::bytea)"
                    try session.execute("\(number) INSERT INTO \(table) FROM number".replacing("BYTES", with: bytes))
                }
            }
            #expect(try await store.prune(at: Records.now, limit: 1000) >= 1000)
            #expect(try await store.takeVisit(Records.digest("first"), at: Records.now) == nil)
            #expect(try await store.device(userCode: device.userCode, at: Records.now)?.state == state)
            for table in ["provider_visit", "device_authorization", "pushed_request"] {
                let left = try await store.read("counting") { session in
                    try session.first("SELECT count(*) FROM \(table)")?.integer(0)
                }
                #expect(try #require(left) <= 20_001)
                #expect(try #require(left) > 19_000)
            }
        }
    }

    private static let flooded = [
        """
        provider_visit (digest, provider, browser, sealed, created_at, expires_at)
        SELECT BYTES, 'p', BYTES, BYTES, 1, 1000601 + n
        """,
        """
        device_authorization (digest, user_code, client_id, resource, scopes, state, poll_interval, created_at,
            expires_at)
        SELECT BYTES, BYTES, 'client', 'r', '', 'pending', 5, 1, 1000901 + n
        """,
        // All of them over, and kept for a while.
        """
        pushed_request (digest, client_id, query, created_at, expires_at)
        SELECT BYTES, 'client', 'q', 1, 998000 + n / 100
        """,
    ]
}
