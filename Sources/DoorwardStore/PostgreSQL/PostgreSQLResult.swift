#if PostgreSQL
    internal import CLibPQ

    /// What the server answered to one statement; freed with the object.
    final class PostgreSQLResult {
        private let handle: OpaquePointer?
        private let library: LibPQ

        init(_ handle: OpaquePointer?, _ library: LibPQ) {
            self.handle = handle
            self.library = library
        }

        deinit { library.call.PQclear(handle) }

        /// Whether the statement was carried out.
        var isGood: Bool {
            let status = library.call.PQresultStatus(handle)
            return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
        }

        /// The command as the server names it, as in `COMMIT` or `INSERT 0 1`.
        var command: String { library.call.PQcmdStatus(handle).map { String(cString: $0) } ?? "" }

        /// How many rows the statement inserted, changed or deleted.
        var changes: Int {
            guard !command.hasPrefix("SELECT"), let count = library.call.PQcmdTuples(handle) else { return 0 }
            return Int(String(cString: count)) ?? 0
        }

        /// The server's code (SQLSTATE), empty when there is none.
        var state: String { field(doorward_libpq_state) }

        /// A part of the server's error .
        func field(_ part: doorward_libpq_field) -> String {
            library.call.PQresultErrorField(handle, Int32(part.rawValue)).map { String(cString: $0) } ?? ""
        }

        func rows() throws(SQLFailure) -> [SQLRow] {
            let fields = library.call.PQnfields(handle)
            let count = library.call.PQntuples(handle)
            guard fields > 0, count > 0 else { return [] }
            let columns = SQLColumns(
                (0..<fields).map { library.call.PQfname(handle, $0).map { String(cString: $0) } ?? "" })
            let types = (0..<fields).map { library.call.PQftype(handle, $0) }
            var rows: [SQLRow] = []
            rows.reserveCapacity(Int(count))
            for row in 0..<count {
                var values: [SQLValue] = []
                values.reserveCapacity(types.count)
                for (column, type) in types.enumerated() { values.append(try value(row, Int32(column), type)) }
                rows.append(SQLRow(values: values, columns: columns))
            }
            return rows
        }

        private func value(_ row: Int32, _ column: Int32, _ type: Oid) throws(SQLFailure) -> SQLValue {
            guard library.call.PQgetisnull(handle, row, column) == 0 else { return .null }
            let count = Int(library.call.PQgetlength(handle, row, column))
            let bytes = UnsafeRawBufferPointer(start: library.call.PQgetvalue(handle, row, column), count: count)
            switch PostgreSQLType(rawValue: type) {
            case .bytes: return .blob(Array(bytes))
            case .text, .varchar, .name: return .text(String(decoding: bytes, as: UTF8.self))
            case .int8, .int4, .int2:
                // Big endian, as wide as the type.
                let magnitude = bytes.reduce(UInt64(bytes.first.map { $0 > 127 } == true ? UInt64.max : 0)) {
                    $0 << 8 | UInt64($1)
                }
                return .integer(Int64(bitPattern: magnitude))
            case .bool: return .flag(bytes.first == 1)
            case .void: return .null
            case nil: throw .damaged("column \(column) is of type \(type); cast it to BIGINT, TEXT or BYTEA")
            }
        }
    }

    /// The types that results may have (`pg_type.oid`).
    enum PostgreSQLType: UInt32 {
        case bool = 16
        case bytes = 17
        case name = 19
        case int8 = 20
        case int2 = 21
        case int4 = 23
        case text = 25
        case varchar = 1043
        case void = 2278
    }
#endif
