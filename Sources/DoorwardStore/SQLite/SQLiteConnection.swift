internal import GRDBSQLite

/// One connection to a SQLite file.
///
/// Unchecked: it is used by one thread at a time, whoever holds it. SQLite's own locking of connections is off.
final class SQLiteConnection: SQLSession, @unchecked Sendable {
    private let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]
    /// Whether statements that write are let through.
    var mayWrite = true
    /// The topics that bodies notified, committed or not; who commits takes them out.
    var notified: Set<String> = []

    var dialect: SQLDialect { .sqlite }

    /// Opens a file that is there, or a database in memory.
    init(path: String) throws(SQLFailure) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let status = sqlite3_open_v2(path, &handle, flags, nil)
        guard status == SQLITE_OK, let handle else {
            let failure = SQLFailure(sqlite: handle)
            sqlite3_close_v2(handle)
            throw failure
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, 5000)
        _disableDoubleQuotedStringLiterals(handle)
        try script("PRAGMA foreign_keys = ON")
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// Rows inserted, changed and deleted since the connection was opened, those that were rolled back too.
    var totalChanges: Int64 { sqlite3_total_changes64(handle) }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func query(_ sql: String, _ values: [SQLValue]) throws(SQLFailure) -> [SQLRow] {
        let statement = try statement(sql)
        guard mayWrite || statement.isReadOnly else {
            throw SQLFailure(kind: .other, message: "a statement that writes where only reading is allowed")
        }
        return try statement.run(values)
    }

    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(SQLFailure) -> Int {
        let before = totalChanges
        _ = try query(sql, values)
        // A statement that changes no row leaves the number of the one before it.
        return totalChanges == before ? 0 : Int(sqlite3_changes64(handle))
    }

    func notify(_ topic: String) throws(SQLFailure) {
        try execute(Revisions.bump, [.text(topic)])
        notified.insert(topic)
    }

    /// Runs several statements without values.
    func script(_ sql: String) throws(SQLFailure) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw SQLFailure(sqlite: handle) }
    }

    /// Runs a body that must not write; all its statements see the same state.
    func reading<T>(_ body: (any SQLSession) throws -> T) throws -> T {
        mayWrite = false
        defer { mayWrite = true }
        try execute("BEGIN")
        defer { if isInTransaction { _ = try? execute("ROLLBACK") } }
        return try body(self)
    }

    /// ``reading(_:)`` for work of a queue.
    func read(_ work: Work) {
        do { try reading { _ = work.run($0) } } catch {
            work.fail(error as? SQLFailure ?? .damaged("\(type(of: error))"))
        }
    }

    private func statement(_ sql: String) throws(SQLFailure) -> SQLiteStatement {
        if let statement = statements[sql] { return statement }
        var prepared: OpaquePointer?
        let status = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard status == SQLITE_OK else { throw SQLFailure(sqlite: handle) }
        guard let prepared else { throw SQLFailure(kind: .other, message: "an empty statement") }
        let statement = SQLiteStatement(prepared)
        // Texts are constants of the program; should one be built from values all the same, memory stays bounded.
        if statements.count >= 256 { statements = [:] }
        statements[sql] = statement
        return statement
    }
}

extension SQLFailure {
    /// The last failure of a connection: SQLite's own code and words, which name columns and never values.
    init(sqlite handle: OpaquePointer?) {
        let code = sqlite3_extended_errcode(handle)
        let words = sqlite3_errmsg(handle).map { String(cString: $0) } ?? "no message"
        let kind: Kind =
            switch (code, code & 0xFF) {
            case (SQLITE_CONSTRAINT | 6 << 8, _), (SQLITE_CONSTRAINT | 8 << 8, _), (SQLITE_CONSTRAINT | 10 << 8, _):
                .duplicate
            case (_, SQLITE_CONSTRAINT): .constraint
            case (_, SQLITE_BUSY), (_, SQLITE_LOCKED): .conflict
            case (_, SQLITE_CORRUPT), (_, SQLITE_NOTADB): .damaged
            default: .other
            }
        self.init(kind: kind, message: "\(words) (SQLite \(code))")
    }
}
