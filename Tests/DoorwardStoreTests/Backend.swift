import DoorwardTesting
import Testing

@testable import DoorwardStore

/// The databases that every test of the stores runs on.
enum Backend: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case file = "a SQLite file"
    case memory = "SQLite in memory"
    case postgreSQL = "PostgreSQL"

    var testDescription: String { rawValue }

    /// Those that several processes can share.
    static let shared: [Backend] = [.file, .postgreSQL]

    /// Lends a place for an empty database; `nil` when there is no PostgreSQL here (a line was printed).
    func place() throws -> Place? {
        switch self {
        case .file: Place(try DatabaseFile())
        case .memory: Place(location: nil, file: nil)
        case .postgreSQL: try PostgreSQLCluster.shared.map { try Place($0) }
        }
    }

    /// Runs a test with a store on an empty database.
    func withStore(_ options: StoreOptions = StoreOptions(), _ body: (Store) async throws -> Void) async throws {
        guard let place = try place() else { return }
        let store = try await place.open(options)
        try await body(store)
        store.close()
    }
}

/// Where one test's database is.
struct Place {
    let location: StoreLocation?
    let file: DatabaseFile?

    init(location: StoreLocation?, file: DatabaseFile?) {
        self.location = location
        self.file = file
    }

    init(_ file: DatabaseFile) {
        self.init(location: .sqlite(path: file.path), file: file)
    }

    init(_ cluster: PostgreSQLCluster) throws {
        self.init(location: .postgres(url: try cluster.makeDatabase(), password: cluster.secret), file: nil)
    }

    func open(_ options: StoreOptions = StoreOptions()) async throws -> Store {
        guard let location else { return try Store.inMemory(options: options) }
        return try await Store.open(location, options: options)
    }

    /// Opens the database with steps of the test's own.
    func database(
        _ steps: [SchemaStep], _ options: StoreOptions = StoreOptions()
    ) async throws(StoreError) -> any Database {
        switch location {
        case nil: return try SQLiteDatabase(inMemory: options, steps: steps)
        case .sqlite(let path): return try SQLiteDatabase(path: path, options: options, steps: steps)
        case .postgres(let url, let password):
            let address = try PostgreSQLAddress(url: url, passwords: password.map { [$0] } ?? [])
            return try await PostgreSQLDatabase.open(address, options: options, steps: steps)
        }
    }
}
