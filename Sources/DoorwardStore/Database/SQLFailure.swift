/// Why a statement failed, without its text and without its values.
struct SQLFailure: Error, Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        /// There is a row with the same primary key or unique column.
        case duplicate
        /// A `CHECK`, `NOT NULL` or foreign key does not allow it.
        case constraint
        /// Other transactions are in the way; running the same again may succeed.
        case conflict
        /// The connection is gone; the transaction that was open is not committed.
        case disconnected
        /// A row does not hold what it should.
        case damaged
        /// Anything else.
        case other
    }

    let kind: Kind
    /// The database's own words, or ours, without a value.
    let message: String
}

extension SQLFailure {
    /// A row does not hold what it should.
    static func damaged(_ message: String) -> SQLFailure { SQLFailure(kind: .damaged, message: message) }
}
