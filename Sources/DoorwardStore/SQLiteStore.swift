internal import GRDB

/// API keys, the history of secrets and audit events in one SQLite file, safe for several processes at once.
///
/// The file is created readable by its owner only and brought to the current schema by itself. It runs in WAL mode
/// with `synchronous=NORMAL`: a power failure may lose the last writes, never the file. The file is closed when the
/// store is released; there is no earlier way, because GRDB would not survive a call that comes after it.
public final class SQLiteStore: Sendable {
    /// The path as given, for messages; `:memory:` for one without a file.
    public let path: String
    let writer: any DatabaseWriter
    let auditCapacity: Int64

    init(path: String, writer: any DatabaseWriter, auditCapacity: Int64) {
        self.path = path
        self.writer = writer
        self.auditCapacity = auditCapacity
    }

    /// Opens the file at a path, creating it when there is none.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - auditCapacity: how many audit events are kept before the oldest go.
    /// - Throws: ``StoreError`` with the path and the cause; a file of another program or of a newer version is
    /// refused.
    public static func open(path: String, auditCapacity: Int = 100_000) throws(StoreError) -> SQLiteStore {
        try SQLiteFile.prepare(path)
        let pool: DatabasePool
        do {
            pool = try SQLiteFile.retryingWhileBusy { try DatabasePool(path: path, configuration: configuration) }
        } catch {
            throw .cannotOpen(path: path, cause: cause(of: error))
        }
        try Schema.migrate(pool, path: path)
        return SQLiteStore(path: path, writer: pool, auditCapacity: Int64(auditCapacity))
    }

    /// Opens a database that lives in memory, for tests and for running without a file.
    public static func inMemory(auditCapacity: Int = 100_000) throws(StoreError) -> SQLiteStore {
        let path = ":memory:"
        let queue: DatabaseQueue
        do { queue = try DatabaseQueue(configuration: configuration) } catch {
            throw .cannotOpen(path: path, cause: cause(of: error))
        }
        try Schema.migrate(queue, path: path)
        return SQLiteStore(path: path, writer: queue, auditCapacity: Int64(auditCapacity))
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "doorward"
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        // Reads are rare and small (the gate works from memory); every connection costs some 100 KiB.
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        return configuration
    }
}

extension SQLiteStore {
    func read<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (Database) throws -> T
    ) async throws(StoreError) -> T {
        do { return try await writer.read(body) } catch {
            throw .failed(path: path, doing: doing, cause: Self.cause(of: error))
        }
    }

    func write<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (Database) throws -> T
    ) async throws(StoreError) -> T {
        do { return try await writer.write(body) } catch let error as DatabaseError
            where error.resultCode == .SQLITE_CONSTRAINT
            && [.SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_UNIQUE].contains(error.extendedResultCode)
        {
            throw .duplicate(path: path, what: doing)
        } catch {
            throw .failed(path: path, doing: doing, cause: Self.cause(of: error))
        }
    }

    /// SQLite's own code and words; a statement's text and arguments are left out on purpose.
    static func cause(of error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "\(type(of: error))" }
        return "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
    }
}
