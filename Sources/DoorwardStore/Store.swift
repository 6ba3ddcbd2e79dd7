public import DoorwardSecrets
internal import Synchronization

/// Everything Doorward keeps, in one database that several processes may share: a SQLite file or PostgreSQL.
///
/// The tables are made and brought to the current schema by itself. A write has reached the disk when its call returns.
/// What is open is closed by ``close()`` or when the store is released.
public final class Store: Sendable {
    let database: any Database
    let options: StoreOptions
    /// How many clients were registered by this process, by which it knows when to look how many there are.
    let registrationCount = Atomic<Int>(0)

    /// The database for messages: the path or the address without a password; `:memory:` for one without a file.
    public var name: String { database.name }

    /// What opening did to the schema.
    public var schema: SchemaChange { database.schema }

    /// How many transactions were committed for writes; fewer than writes when several came together.
    public var commitCount: Int { database.commitCount }

    init(database: any Database, options: StoreOptions) {
        self.database = database
        self.options = options
    }

    /// Opens a database, creating a SQLite file when there is none.
    ///
    /// - Throws: ``StoreError`` with the name and the cause; a database of another program or of a newer version is
    /// refused and left alone.
    public static func open(
        _ location: StoreLocation, options: StoreOptions = StoreOptions()
    ) async throws(StoreError) -> Store {
        switch location {
        case .sqlite(let path):
            return Store(database: try SQLiteDatabase(path: path, options: options), options: options)
        case .postgres(let url, let password):
            #if PostgreSQL
                let address = try PostgreSQLAddress(
                    url: url, passwords: (password.map { [$0] } ?? []) + options.olderPasswords)
                let database = try await PostgreSQLDatabase.open(address, options: options)
                return Store(database: database, options: options)
            #else
                _ = (url, password)
                throw .cannotOpen(
                    path: "postgres:", cause: "this build is without PostgreSQL (package trait PostgreSQL)")
            #endif
        }
    }

    /// Opens a database that lives in memory, for tests and for running without a file.
    public static func inMemory(options: StoreOptions = StoreOptions()) throws(StoreError) -> Store {
        Store(database: try SQLiteDatabase(inMemory: options), options: options)
    }

    /// Makes new connections to PostgreSQL with these passwords, the newest first; open connections stay. An empty list,
    /// and a SQLite database, change nothing.
    public func use(passwords: [Secret]) { database.use(passwords: passwords) }

    /// Ends what is under way and closes the connections; calls that come later fail.
    public func close() { database.close() }

    /// The topics that change from now on, by this process (at once) and by others (within a second).
    ///
    /// A topic may come twice for one change, and once for several; after an interruption come all that changed in the
    /// meantime. Changing or adding an API key is the topic `api_key`.
    public func changes() -> AsyncStream<String> { database.changes() }
}

extension Store {
    /// See ``Database/read(_:_:)``.
    func read<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T {
        try await database.read(doing, body)
    }

    /// See ``Database/lookUp(_:_:)``.
    func lookUp<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T {
        try await database.lookUp(doing, body)
    }

    /// See ``Database/write(_:_:)``.
    @discardableResult
    func write<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T {
        try await database.write(doing, body)
    }
}
