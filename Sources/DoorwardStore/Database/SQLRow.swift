/// One row of a result; reading a column that holds something else is an error, never the end of the process.
struct SQLRow: Sendable {
    let values: [SQLValue]
    let columns: SQLColumns

    /// The value of a column by its position, from 0.
    func value(_ column: Int) throws(SQLFailure) -> SQLValue {
        guard values.indices.contains(column) else {
            throw .damaged("column \(column) asked for, the row has \(values.count)")
        }
        return values[column]
    }

    /// The position of a column by its name.
    func position(_ column: String) throws(SQLFailure) -> Int {
        guard let position = columns.names.firstIndex(of: column) else {
            throw .damaged("there is no column \(column)")
        }
        return position
    }

    private func wrong(_ column: Int, _ wanted: String, _ found: SQLValue) -> SQLFailure {
        let name = columns.names.indices.contains(column) ? columns.names[column] : "\(column)"
        return .damaged("column \(name) holds \(found.kind), not \(wanted)")
    }
}

/// The names of a result's columns, shared by its rows.
final class SQLColumns: Sendable {
    let names: [String]

    init(_ names: [String]) {
        self.names = names
    }
}

extension SQLRow {
    func integer(_ column: Int) throws(SQLFailure) -> Int64 {
        let value = try value(column)
        guard case .integer(let integer) = value else { throw wrong(column, "an integer", value) }
        return integer
    }

    func text(_ column: Int) throws(SQLFailure) -> String {
        let value = try value(column)
        guard case .text(let text) = value else { throw wrong(column, "a text", value) }
        return text
    }

    func blob(_ column: Int) throws(SQLFailure) -> [UInt8] {
        let value = try value(column)
        guard case .blob(let bytes) = value else { throw wrong(column, "bytes", value) }
        return bytes
    }

    /// A truth value as ``SQLValue/flag(_:)`` writes it.
    func flag(_ column: Int) throws(SQLFailure) -> Bool {
        switch try integer(column) {
        case 0: return false
        case 1: return true
        default: throw wrong(column, "0 or 1", try value(column))
        }
    }

    func isNull(_ column: Int) throws(SQLFailure) -> Bool { try value(column) == .null }

    func optionalInteger(_ column: Int) throws(SQLFailure) -> Int64? { try isNull(column) ? nil : try integer(column) }
    func optionalText(_ column: Int) throws(SQLFailure) -> String? { try isNull(column) ? nil : try text(column) }
    func optionalBlob(_ column: Int) throws(SQLFailure) -> [UInt8]? { try isNull(column) ? nil : try blob(column) }
}

extension SQLRow {
    func integer(_ column: String) throws(SQLFailure) -> Int64 { try integer(position(column)) }
    func text(_ column: String) throws(SQLFailure) -> String { try text(position(column)) }
    func blob(_ column: String) throws(SQLFailure) -> [UInt8] { try blob(position(column)) }
    func flag(_ column: String) throws(SQLFailure) -> Bool { try flag(position(column)) }
    func isNull(_ column: String) throws(SQLFailure) -> Bool { try isNull(position(column)) }
    func optionalInteger(_ column: String) throws(SQLFailure) -> Int64? { try optionalInteger(position(column)) }
    func optionalText(_ column: String) throws(SQLFailure) -> String? { try optionalText(position(column)) }
    func optionalBlob(_ column: String) throws(SQLFailure) -> [UInt8]? { try optionalBlob(position(column)) }
}
