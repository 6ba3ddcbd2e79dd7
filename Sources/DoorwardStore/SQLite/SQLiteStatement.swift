internal import GRDBSQLite

/// A prepared statement of one connection.
final class SQLiteStatement {
    /// SQLite takes a copy before the call returns (`SQLITE_TRANSIENT`, a macro that is not imported).
    nonisolated(unsafe) private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private let handle: OpaquePointer
    private let placeholders: Int
    let isReadOnly: Bool
    private let columns: SQLColumns

    init(_ handle: OpaquePointer) {
        self.handle = handle
        placeholders = Int(sqlite3_bind_parameter_count(handle))
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
        columns = SQLColumns(
            (0..<sqlite3_column_count(handle)).map { sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? "" }
        )
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs it to its end and returns its rows.
    func run(_ values: [SQLValue]) throws(SQLFailure) -> [SQLRow] {
        guard values.count == placeholders else {
            throw SQLFailure(kind: .other, message: "\(values.count) values for \(placeholders) placeholders")
        }
        defer {
            sqlite3_reset(handle)
            if placeholders > 0 { sqlite3_clear_bindings(handle) }
        }
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
        var rows: [SQLRow] = []
        while true {
            let status = sqlite3_step(handle)
            if status == SQLITE_DONE { return rows }
            guard status == SQLITE_ROW else { throw SQLFailure(sqlite: sqlite3_db_handle(handle)) }
            rows.append(row())
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) throws(SQLFailure) {
        let status: Int32
        switch value {
        case .null: status = sqlite3_bind_null(handle, index)
        case .integer(let integer): status = sqlite3_bind_int64(handle, index, integer)
        case .text(let text): status = try bind(text, at: index)
        case .blob(let bytes):
            status =
                bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, index, 0)
                : bytes.withUnsafeBytes {
                    sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), Self.copied)
                }
        }
        guard status == SQLITE_OK else { throw SQLFailure(sqlite: sqlite3_db_handle(handle)) }
    }

    private func bind(_ text: String, at index: Int32) throws(SQLFailure) -> Int32 {
        guard !text.isEmpty else { return sqlite3_bind_text(handle, index, "", 0, Self.copied) }
        var text = text
        let status: Int32? = text.withUTF8 { bytes -> Int32? in
            guard !bytes.contains(0) else { return nil }
            return bytes.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text64(handle, index, $0.baseAddress, UInt64($0.count), Self.copied, UInt8(SQLITE_UTF8))
            }
        }
        guard let status else { throw .textWithNUL }
        return status
    }

    private func row() -> SQLRow {
        let count = columns.names.count
        let values = [SQLValue](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                buffer.initializeElement(at: index, to: value(Int32(index)))
            }
            initialized = count
        }
        return SQLRow(values: values, columns: columns)
    }

    private func value(_ index: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_TEXT:
            guard let text = sqlite3_column_text(handle, index) else { return .null }
            let count = Int(sqlite3_column_bytes(handle, index))
            return .text(String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = sqlite3_column_blob(handle, index)
            return .blob(Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, index)))))
        case SQLITE_FLOAT:
            // No column holds one; its text makes reading it as an integer fail as damage.
            return .text("\(sqlite3_column_double(handle, index))")
        default: return .null
        }
    }
}

extension SQLFailure {
    /// PostgreSQL has no such text, so SQLite is not given one either.
    static var textWithNUL: SQLFailure { SQLFailure(kind: .other, message: "a text holds a NUL") }
}
