internal import GRDB

extension Row {
    /// A column's value; throws where GRDB's own subscript would end the process: a damaged file must not do that.
    func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        let found: (any DatabaseValueConvertible)? = self[column]
        guard let value = Value.fromDatabaseValue(found?.databaseValue ?? .null) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "column \(column) holds what it should not")
        }
        return value
    }

    /// A column's value, `nil` for `NULL`.
    func optional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        let found: (any DatabaseValueConvertible)? = self[column]
        guard let found, !found.databaseValue.isNull else { return nil }
        return try value(column)
    }
}
