/// One connection inside a transaction, lent to a body for as long as the body runs.
///
/// Placeholders are `$1…$n`, each first appearing in ascending order; both databases take them. A statement is prepared
/// once per connection and found again by its text, so its text must not contain values.
protocol SQLSession: AnyObject {
    /// Which database it is, where a statement has to differ.
    var dialect: SQLDialect { get }

    /// Runs a statement and returns its rows; also for `INSERT`, `UPDATE` and `DELETE … RETURNING`.
    func query(_ sql: String, _ values: [SQLValue]) throws(SQLFailure) -> [SQLRow]

    /// Runs a statement and returns how many rows it inserted, changed or deleted.
    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(SQLFailure) -> Int

    /// Tells everybody who listens, in every process, that a topic changed; they hear of it once this is committed.
    func notify(_ topic: String) throws(SQLFailure)
}

extension SQLSession {
    /// What is appended to a `SELECT` whose rows the same transaction goes on to change.
    var rowLock: String { dialect.rowLock }

    func query(_ sql: String) throws(SQLFailure) -> [SQLRow] { try query(sql, []) }

    @discardableResult
    func execute(_ sql: String) throws(SQLFailure) -> Int { try execute(sql, []) }

    /// The first row, `nil` when there is none.
    func first(_ sql: String, _ values: [SQLValue] = []) throws(SQLFailure) -> SQLRow? { try query(sql, values).first }
}
