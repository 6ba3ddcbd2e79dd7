import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardStore

@Suite("A connection to PostgreSQL")
struct PostgreSQLConnectionTests {
    private func open(_ url: String, _ password: Secret?) async throws -> Store {
        try await Store.open(.postgres(url: url, password: password))
    }

    @Test("is made again when the server ended it", arguments: ["while idle", "in a transaction"])
    func terminated(when: String) async throws {
        guard let cluster = PostgreSQLCluster.shared else { return }
        let url = try cluster.makeDatabase()
        let store = try await open(url, cluster.secret)
        try await store.create(record(1))
        _ = try await store.list(user: nil)
        let name = url.split(separator: "/").last.map(String.init) ?? ""
        let terminate = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '\(name)'"
        if when == "while idle" {
            try cluster.run(terminate)
        } else {
            let runs = Runs()
            try await store.write("surviving") { session in
                try session.execute("INSERT INTO revision VALUES ('test', 1)")
                if runs.next() == 1 { try cluster.run(terminate) }
                try session.execute("INSERT INTO revision VALUES ('test2', 1)")
            }
            #expect(runs.count == 2)
        }
        for number in 2..<30 { try await store.create(record(number)) }
        #expect(try await store.list(user: nil).count == 29)
        store.close()
    }

    @Test("is made again when the server was started anew, and the caller does not notice", arguments: [false, true])
    func restarted(isSudden: Bool) async throws {
        guard let cluster = PostgreSQLCluster.available() else { return }
        let store = try await open(try cluster.makeDatabase(), cluster.secret)
        try await store.create(record(1))
        cluster.halt(isSudden: isSudden)
        async let written: Void = write(record(2), to: store, patiently: isSudden)
        async let heard = store.changes().first { $0 == "api_key" }
        try cluster.start()
        try await written
        #expect(await heard == "api_key")
        #expect(try await store.list(user: nil) == [record(1), record(2)])
        store.close()
    }

    @Test("is made with the new password once it has changed, and with the one before as long as it has not")
    func newPassword() async throws {
        guard let cluster = PostgreSQLCluster.available() else { return }
        let url = try cluster.makeDatabase()
        let name = url.split(separator: "/").last.map(String.init) ?? ""
        let terminate = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '\(name)'"
        let store = try await open(url, cluster.secret)
        try await store.create(record(1))
        let next = "not-a-real-password-2"
        // The secret manager has the new one first: connections are made with the old one still.
        store.use(passwords: [Secret(utf8: next), cluster.secret])
        try cluster.run(terminate)
        try await store.create(record(2))
        try cluster.run("ALTER ROLE \(cluster.user) PASSWORD '\(next)'")
        try cluster.run(terminate)
        try await store.create(record(3))
        // The old one is over.
        store.use(passwords: [Secret(utf8: next)])
        try cluster.run(terminate)
        try await store.create(record(4))
        #expect(try await store.list(user: nil).count == 4)
        // No password at all is no reason to forget one that works.
        store.use(passwords: [])
        try cluster.run(terminate)
        try await store.create(record(5))
        store.close()
        await #expect(throws: StoreError.self) { _ = try await open(url, cluster.secret) }
        var options = StoreOptions()
        options.olderPasswords = [Secret(utf8: next)]
        let again = try await Store.open(.postgres(url: url, password: cluster.secret), options: options)
        #expect(try await again.list(user: nil).count == 5)
        again.close()
    }

    /// A server that has to recover first may take longer than a caller is kept waiting.
    private func write(_ record: APIKeyRecord, to store: Store, patiently: Bool) async throws {
        for _ in 0..<(patiently ? 10 : 0) {
            if (try? await store.create(record)) != nil { return }
        }
        try await store.create(record)
    }

    @Test("that cannot be made is an error in time, also for those who wait behind, and without the password")
    func down() async throws {
        guard let cluster = PostgreSQLCluster.available(isSafe: false) else { return }
        let store = try await open(try cluster.makeDatabase(), cluster.secret)
        cluster.halt()
        let clock = ContinuousClock()
        let took = await clock.measure {
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let error = await #expect(throws: StoreError.self) { try await store.create(record(number)) }
                        #expect(error?.description.contains(cluster.password) == false)
                    }
                }
            }
        }
        #expect(took < .seconds(30))
        store.close()
    }

    @Test("is encrypted when the server can, or when it is demanded", arguments: ["", "?sslmode=require"])
    func encrypted(query: String) async throws {
        guard let cluster = PostgreSQLCluster.shared, cluster.certificatePath != nil else { return }
        let store = try await open(try cluster.makeDatabase() + query, cluster.secret)
        #expect(try await isEncrypted(store))
        store.close()
        let plain = try await open(try cluster.makeDatabase() + "?sslmode=disable", cluster.secret)
        #expect(try await !isEncrypted(plain))
        plain.close()
    }

    private func isEncrypted(_ store: Store) async throws -> Bool {
        let row = try await store.read("asking") { session in
            try session.first("SELECT CASE WHEN ssl THEN 1 ELSE 0 END FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        }
        return try row?.flag(0) == true
    }

    @Test("takes a certificate of the right name and refuses others, and unknown ones")
    func verification() async throws {
        guard let cluster = PostgreSQLCluster.shared, let certificate = cluster.certificatePath else { return }
        let query = "?sslmode=verify-full&sslrootcert=\(certificate)"
        let store = try await open(try cluster.makeDatabase(host: "localhost") + query, cluster.secret)
        #expect(try await isEncrypted(store))
        store.close()
        for url in [try cluster.makeDatabase() + query, try cluster.makeDatabase() + "?sslmode=verify-full"] {
            let error = await #expect(throws: StoreError.self) { _ = try await open(url, cluster.secret) }
            guard case .cannotOpen(_, let cause) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(cause.contains("certificate"))
        }
    }

    @Test("needs the right password and a database that is there")
    func refused() async throws {
        guard let cluster = PostgreSQLCluster.shared else { return }
        let url = try cluster.makeDatabase()
        for password in [nil, Secret(utf8: "wrong")] {
            let error = await #expect(throws: StoreError.self) { _ = try await open(url, password) }
            #expect(error?.description.contains("password") == true)
        }
        let error = await #expect(throws: StoreError.self) { _ = try await open(url + "_none", cluster.secret) }
        #expect(error?.description.contains("does not exist") == true)
    }

    @Test("backs up with the server's own program")
    func backup() async throws {
        guard let cluster = PostgreSQLCluster.shared else { return }
        let store = try await open(try cluster.makeDatabase(), cluster.secret)
        #expect(try await store.check() == [])
        let error = await #expect(throws: StoreError.self) { try await store.backUp(to: "/tmp/it's.dump") }
        #expect(
            error?.description.contains("pg_dump --format=custom --file='/tmp/it'\\''s.dump' 'host=127.0.0.1 ") == true)
        #expect(error?.description.contains(cluster.password) == false)
        store.close()
    }
}
