import DoorwardOAuth
import GRDB
import Testing

@testable import DoorwardStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("A rotation")
struct ScaleTests {
    /// How many grants there are; a million is worth a look now and then: `DOORWARD_SCALE_GRANTS=1000000`.
    private static let grants = getenv("DOORWARD_SCALE_GRANTS").flatMap { Int64(String(cString: $0)) } ?? 20_000
    private static let few: Int64 = 1000
    private static let families = 64
    private static let rounds = 12
    private static let perRound = 8

    @Test("costs the same however many grants there are", .timeLimit(.minutes(10)))
    func flat() async throws {
        let files = [try DatabaseFile(), try DatabaseFile()]
        defer { withExtendedLifetime(files) {} }
        var stores: [Store] = []
        for (file, count) in zip(files, [Self.few, Self.grants]) {
            let store = try await Store.open(.sqlite(path: file.path))
            try await fill(store, count)
            stores.append(store)
        }
        // In turns, and the fastest counts: whatever else the machine does hits both alike.
        var fastest = [Duration](repeating: .seconds(1000), count: 2)
        for round in 0..<Self.rounds {
            for (index, store) in stores.enumerated() {
                let time = try await ContinuousClock().measure { try await rotateAll(store, round) }
                fastest[index] = min(fastest[index], time)
            }
        }
        let each = fastest.map { $0 / (Self.perRound * Self.families) }
        print("a rotation among \(Self.few) and among \(Self.grants) grants: \(each[0]), \(each[1])")
        // What the machine does besides makes times differ, too: the exact measure is the pages below.
        #expect(fastest[1] < fastest[0] * 3)
        for store in stores {
            #expect(try await store.check() == [])
            store.close()
        }
        let pages = [try await pages(files[0]), try await pages(files[1])]
        print("pages written for a rotation: \(pages[0]), \(pages[1])")
        #expect(pages[0] > 1)
        #expect(pages[1] < pages[0] * 1.3)
        #expect(pages[1] < 5)
    }

    /// How many pages a rotation on its own writes, by the size of a log that was empty before.
    private func pages(_ file: DatabaseFile) async throws -> Double {
        // The last connection to close empties the log, and connections close on threads of their own: not waited for.
        try await DatabaseQueue(path: file.path).writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        let store = try await Store.open(.sqlite(path: file.path))
        let before = file.logSize
        for family in 0..<Self.families {
            let last = "\(family).\(Self.rounds * Self.perRound)"
            #expect(try await store.rotate(last, to: "\(family).last", of: "f\(family)"))
        }
        defer { store.close() }
        // A frame of the log is a page and 24 bytes.
        return Double(file.logSize - before) / Double(4096 + 24) / Double(Self.families)
    }

    private func rotateAll(_ store: Store, _ round: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for family in 0..<Self.families {
                group.addTask {
                    for step in 0..<Self.perRound {
                        let number = round * Self.perRound + step
                        let isRotated = try await store.rotate(
                            number == 0 ? "token f\(family)" : "\(family).\(number)", to: "\(family).\(number + 1)",
                            of: "f\(family)")
                        #expect(isRotated)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Makes grants with refresh tokens of random keys, and some that the test knows.
    private func fill(_ store: Store, _ count: Int64) async throws {
        try await store.addPeople()
        for start in stride(from: 0, to: count, by: 50_000) {
            try await store.write("filling") { session in
                try session.execute(
                    """
                    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < $1)
                    INSERT INTO oauth_grant (id, user_id, client_id, resource, scopes, redirect_uri, created_at,
                        last_used_at)
                    SELECT lower(hex(randomblob(11))), 'user', 'client', 'https://api.example', 'read write',
                        'https://c.example/callback', $2, $2 FROM number
                    """, [.integer(min(50_000, count - start)), .integer(Records.now + start)])
                try session.execute(
                    """
                    INSERT INTO refresh_token (digest, grant_id, created_at, expires_at)
                    SELECT randomblob(32), id, created_at, created_at + 10000 FROM oauth_grant WHERE created_at = $1
                    """, [.integer(Records.now + start)])
            }
        }
        for family in 0..<Self.families { try await store.addGrant("f\(family)") }
    }
}

extension DatabaseFile {
    /// The size of the write-ahead log in bytes.
    fileprivate var logSize: Int {
        var status = stat()
        return lstat(path + "-wal", &status) == 0 ? Int(status.st_size) : 0
    }
}
