#if PostgreSQL
    internal import CLibPQ

    extension SQLFailure {
        /// The server's error, without what may hold a value of a statement (its words, in many classes of errors).
        init(state: String, _ result: PostgreSQLResult) {
            let kind: Kind =
                switch state {
                case "23505": .duplicate
                // A lock that was not granted, a deadlock, a serialization failure, a statement that has to be
                // prepared again.
                case "40001", "40P01", "55P03", "0A000", "26000": .conflict
                // Shut down, or no longer the server that takes writes.
                case "57P01", "57P02", "57P03", "25006": .disconnected
                default: state.hasPrefix("23") ? .constraint : state.hasPrefix("08") ? .disconnected : .other
                }
            let words =
                switch state.prefix(2) {
                case "08", "25", "28", "3D", "40", "53", "55", "57", "58", "XX": result.field(doorward_libpq_message)
                case "23": "constraint " + result.field(doorward_libpq_constraint)
                default: "a statement failed"
                }
            self.init(kind: kind, message: "\(words) (PostgreSQL \(state))")
        }

        /// Why a connection could not be made or was lost.
        init(connecting handle: OpaquePointer, _ library: LibPQ) {
            self.init(kind: .disconnected, message: Self.words(handle, library))
        }

        /// libpq's words on one line: they name hosts, users and databases, never a password.
        static func words(_ handle: OpaquePointer, _ library: LibPQ) -> String {
            let words = library.call.PQerrorMessage(handle).map { String(cString: $0) } ?? ""
            let lines = words.split(whereSeparator: \.isNewline).map { line in
                String(line.drop { $0 == "\t" || $0 == " " })
            }
            return lines.isEmpty ? "the connection was lost" : lines.joined(separator: "; ")
        }
    }
#endif
