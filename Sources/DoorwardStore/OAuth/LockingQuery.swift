/// A `SELECT` whose rows the same transaction acts upon, with the locks that PostgreSQL needs for that.
///
/// SQLite's writers come one after the other, so there it is the plain text.
struct LockingQuery: Sendable {
    let plain: String
    private let locking: String

    init(_ plain: String, lock: String = "FOR UPDATE") {
        self.plain = plain
        locking = "\(plain) \(lock)"
    }

    func text(for session: any SQLSession) -> String {
        session.dialect == .postgreSQL ? locking : plain
    }
}

extension SQLSession {
    /// The first row of a query, locked.
    func first(locking query: LockingQuery, _ values: [SQLValue]) throws(SQLFailure) -> SQLRow? {
        try first(query.text(for: self), values)
    }
}
