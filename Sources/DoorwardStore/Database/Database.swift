internal import DoorwardSecrets

/// A database that stores are written over: short transactions of synchronous bodies, in which SQL is the only effect.
///
/// **A body may run more than once** (another transaction was in the way, another body of the same batch failed), so it
/// must do nothing but use its session. What it throws undoes what it did, and only that. To refuse something, a body
/// returns a verdict; it throws only when the database is not as it should be.
protocol Database: Sendable {
    /// The database for messages: a path or an address without a password.
    var name: String { get }

    var dialect: SQLDialect { get }

    /// What opening did to the schema.
    var schema: SchemaChange { get }

    /// How many transactions were committed for writes.
    var commitCount: Int { get }

    /// Reads; a body that writes fails.
    ///
    /// On SQLite all statements of a body see the same state, on PostgreSQL each sees the latest: what must fit together
    /// is read by one statement.
    func read<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T

    /// Reads a few rows by their key: like ``read(_:_:)``, but on the caller's own thread where that is possible, which
    /// saves two changes of threads. Not for lists.
    func lookUp<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T

    /// Reads and writes in a transaction; when this returns, the transaction is on disk.
    ///
    /// Bodies that wait at the same time share one transaction, each on its own inside it.
    @discardableResult
    func write<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T

    /// The topics that are notified from now on, by this process (at once) and by others (within a second).
    ///
    /// A topic may come twice for one change, and once for several; after an interruption come all that changed in the
    /// meantime.
    func changes() -> AsyncStream<String>

    /// Copies the database to a file that is not there yet.
    func backUp(to path: String) async throws(StoreError)

    /// What the database itself finds wrong with its data, a sentence each.
    func damage() async throws(StoreError) -> [String]

    /// Makes connections with these passwords from now on, the newest first; without a meaning for SQLite.
    func use(passwords: [Secret])

    /// Ends everything under way and closes the connections; calls that come later fail.
    func close()
}
