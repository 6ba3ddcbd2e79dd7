internal import Synchronization

/// Connections that callers borrow to read on their own thread.
final class SQLiteReaders: Sendable {
    private struct State {
        var idle: [SQLiteConnection] = []
        var made = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let limit: Int
    private let path: String

    /// - Parameter limit: how many there are at most; every one costs up to its page cache.
    init(path: String, limit: Int) {
        self.path = path
        self.limit = limit
    }

    /// A connection that nobody else uses, `nil` when all are lent.
    func borrow() throws(SQLFailure) -> SQLiteConnection? {
        let (idle, mayMake) = state.withLock { state -> (SQLiteConnection?, Bool) in
            if let connection = state.idle.popLast() { return (connection, false) }
            guard state.made < limit, !state.isClosed else { return (nil, false) }
            state.made += 1
            return (nil, true)
        }
        guard mayMake else { return idle }
        do { return try SQLiteFile.reader(path) } catch {
            state.withLock { $0.made -= 1 }
            throw error
        }
    }

    func giveBack(_ connection: SQLiteConnection) {
        state.withLock { if !$0.isClosed { $0.idle.append(connection) } }
    }

    /// Closes those that are not lent and lends none from now on.
    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        withExtendedLifetime(idle) {}
    }
}
