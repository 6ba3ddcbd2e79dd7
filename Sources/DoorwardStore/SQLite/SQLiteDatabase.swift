internal import DoorwardSecrets
internal import Synchronization

/// A SQLite file in WAL mode, or a database in memory: one thread writes, some read, other processes may share the file.
final class SQLiteDatabase: Database {
    let name: String
    var dialect: SQLDialect { .sqlite }
    /// What opening did to the schema.
    let schema: SchemaChange
    let options: StoreOptions

    let isInMemory: Bool
    /// The revisions when it was opened: what changes after that is news.
    let start: Revisions
    let writes = WorkQueue(workers: 1)
    let reads = WorkQueue(workers: SQLiteDatabase.readers)
    let topics = Topics()
    let threads = Mutex(Threads())
    private let lent: SQLiteReaders
    private let commits = CommitCounter()

    /// How many threads read, and how many connections are lent to callers that read on their own threads.
    static let readers = 2

    struct Threads {
        var running: [WorkerThread] = []
        var alarm: WakePipe?
        var hasReaders = false
        var isClosed = false
    }

    var commitCount: Int { commits.value }

    /// Opens a file, creating it for its owner alone when there is none, and brings it to the current schema.
    convenience init(
        path: String, options: StoreOptions, steps: [SchemaStep] = Schema.steps
    ) throws(StoreError) {
        try SQLiteFile.prepare(path)
        let connection = try SQLiteFile.connect(path)
        let schema = try Schema.migrate(connection, name: path, steps: steps) { () throws(SQLFailure) in
            try SQLiteFile.configure(connection, options)
        }
        try self.init(name: path, isInMemory: false, options: options, connection: connection, schema: schema)
    }

    /// Opens a database that lives in memory and ends with this object.
    convenience init(inMemory options: StoreOptions, steps: [SchemaStep] = Schema.steps) throws(StoreError) {
        let connection: SQLiteConnection
        do { connection = try SQLiteConnection(path: ":memory:") } catch {
            throw .cannotOpen(path: ":memory:", cause: error.message)
        }
        let schema = try Schema.migrate(connection, name: ":memory:", steps: steps) { () throws(SQLFailure) in }
        try self.init(name: ":memory:", isInMemory: true, options: options, connection: connection, schema: schema)
    }

    private init(
        name: String, isInMemory: Bool, options: StoreOptions, connection: SQLiteConnection, schema: SchemaChange
    ) throws(StoreError) {
        self.name = name
        self.isInMemory = isInMemory
        self.options = options
        self.schema = schema
        var revisions = Revisions()
        do { _ = try revisions.note(connection.query(Revisions.query)) } catch {
            throw .cannotOpen(path: name, cause: error.message)
        }
        start = revisions
        lent = SQLiteReaders(path: name, limit: isInMemory ? 0 : Self.readers)
        let loop = SQLiteWriteLoop(
            queue: writes, connection: connection, batchLimit: options.batchLimit, topics: topics, commits: commits,
            watches: isInMemory, start: start)
        guard start({ loop.run() }) else { throw .cannotOpen(path: name, cause: "the system has no thread left") }
    }

    deinit { for thread in stop() { thread.detach() } }

    func use(passwords: [Secret]) {}

    func close() { for thread in stop() { thread.join() } }

    func closeLent() { lent.close() }

    func read<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T {
        if !isInMemory { startReaders() }
        return try await run(doing, .read, on: isInMemory ? writes : reads, body)
    }

    func lookUp<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T {
        let connection: SQLiteConnection?
        do { connection = try lent.borrow() } catch { throw StoreError(error, name: name, doing: doing) }
        guard let connection else { return try await read(doing, body) }
        defer { lent.giveBack(connection) }
        do { return try connection.reading(body) } catch { throw StoreError(error, name: name, doing: doing) }
    }

    @discardableResult
    func write<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T {
        try await run(doing, .write, on: writes, body)
    }

    func changes() -> AsyncStream<String> {
        if !isInMemory { startWatcher() }
        return topics.listen()
    }

    private func run<T: Sendable>(
        _ doing: String, _ kind: WorkQueue.Kind, on queue: WorkQueue,
        _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T {
        let name = name
        return try await withUnsafeContinuation { continuation in
            queue.run(Job(name: name, doing: doing, body: body, continuation: continuation), kind)
        }.get()
    }
}
