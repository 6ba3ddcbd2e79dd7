#if PostgreSQL
    internal import CLibPQ

    /// One connection to a PostgreSQL server; used by the thread that made it.
    final class PostgreSQLConnection: SQLSession {
        private let library: LibPQ
        let handle: OpaquePointer
        /// The names of the prepared statements by their text.
        private var statements: [String: (name: String, placeholders: Int)] = [:]
        private var prepared = 0
        /// Whether statements that write are let through.
        var mayWrite = true
        /// Rows inserted, changed and deleted since the connection was opened, those that were rolled back too.
        private(set) var changes = 0
        /// The topics that bodies notified, committed or not; who commits takes them out.
        var notified: Set<String> = []

        var dialect: SQLDialect { .postgreSQL }

        /// The channel of `NOTIFY`; what is sent is the topic.
        static let channel = "doorward"

        init(_ address: PostgreSQLAddress, _ options: StoreOptions) throws(SQLFailure) {
            library = try LibPQ.shared.get()
            handle = try Self.connect(address, options, library)
            // Left to itself, libpq writes what the server says unasked to standard error, into the middle of the log.
            _ = library.call.PQsetNoticeReceiver(handle, { _, _ in }, nil)
            _ = library.call.PQsetNoticeProcessor(handle, { _, _ in }, nil)
        }

        /// Connects with the newest password; where the server does not know it yet, with the one before.
        private static func connect(
            _ address: PostgreSQLAddress, _ options: StoreOptions, _ library: LibPQ
        ) throws(SQLFailure) -> OpaquePointer {
            var first: SQLFailure?
            for password in address.passwords.candidates {
                guard let handle = PostgreSQLParameters.connect(address, password, options, library) else {
                    throw SQLFailure(kind: .other, message: "no memory for a connection")
                }
                if library.call.PQstatus(handle) == CONNECTION_OK { return handle }
                let failure = SQLFailure(connecting: handle, library)
                library.call.PQfinish(handle)
                guard failure.message.contains("authentication") else { throw failure }
                first = first ?? failure
            }
            throw first ?? SQLFailure(kind: .other, message: "no password to connect with")
        }

        deinit { library.call.PQfinish(handle) }

        var isConnected: Bool { library.call.PQstatus(handle) == CONNECTION_OK }

        /// Whether the transaction that is open can go on.
        var isHealthy: Bool { library.call.PQtransactionStatus(handle) == PQTRANS_INTRANS }

        func query(_ sql: String, _ values: [SQLValue]) throws(SQLFailure) -> [SQLRow] { try run(sql, values).rows() }

        @discardableResult
        func execute(_ sql: String, _ values: [SQLValue]) throws(SQLFailure) -> Int { try run(sql, values).changes }

        func notify(_ topic: String) throws(SQLFailure) {
            try execute(Revisions.bump, [.text(topic)])
            _ = try query("SELECT pg_notify('\(Self.channel)', $1)", [.text(topic)])
            notified.insert(topic)
        }

        /// Runs statements without values and returns the name of the last one's command.
        @discardableResult
        func script(_ sql: String) throws(SQLFailure) -> String {
            let result = PostgreSQLResult(library.call.PQexec(handle, sql), library)
            guard result.isGood else { throw failure(of: result) }
            return result.command
        }

        /// Commits; a transaction that a failed statement spoilt is an error here, not a silent rollback.
        func commit() throws(SQLFailure) {
            guard try script("COMMIT") == "COMMIT" else {
                throw SQLFailure(
                    kind: .other, message: "a statement failed and the transaction went on; nothing is kept")
            }
        }

        /// What came from other processes since the last time: the topics they notified.
        func notifications() throws(SQLFailure) -> Set<String> {
            guard library.call.PQconsumeInput(handle) == 1 else { throw SQLFailure(connecting: handle, library) }
            var topics: Set<String> = []
            while let notification = library.call.PQnotifies(handle) {
                if let topic = notification.pointee.extra { topics.insert(String(cString: topic)) }
                library.call.PQfreemem(notification)
            }
            return topics
        }

        /// The descriptor of the connection, to wait for notifications.
        var descriptor: Int32 { library.call.PQsocket(handle) }

        private func run(_ sql: String, _ values: [SQLValue]) throws(SQLFailure) -> PostgreSQLResult {
            guard mayWrite || Self.reads(sql) else {
                throw SQLFailure(kind: .other, message: "a statement that writes where only reading is allowed")
            }
            let arguments = try PostgreSQLArguments(values)
            let (name, placeholders) = try statement(sql, values)
            guard values.count == placeholders else {
                throw SQLFailure(kind: .other, message: "\(values.count) values for \(placeholders) placeholders")
            }
            let handle = arguments.withPointers { values, lengths, formats in
                library.call.PQexecPrepared(self.handle, name, Int32(values.count), values, lengths, formats, 1)
            }
            let result = PostgreSQLResult(handle, library)
            guard result.isGood else { throw failure(of: result) }
            changes += result.changes
            return result
        }

        private static func reads(_ sql: String) -> Bool {
            let first = sql.utf8.drop { $0 == 0x20 || $0 == 0x0A }.prefix(4)
            return first.elementsEqual("SELE".utf8) || first.elementsEqual("WITH".utf8)
        }

        private func statement(
            _ sql: String, _ values: [SQLValue]
        ) throws(SQLFailure) -> (name: String, placeholders: Int) {
            if let statement = statements[sql] { return statement }
            // Texts are constants of the program; should one be built from values all the same, memory stays bounded.
            if statements.count >= 256 { try forgetStatements() }
            prepared += 1
            let statement = (name: "s\(prepared)", placeholders: Self.placeholders(sql))
            let types = PostgreSQLArguments.types(values)
            let result = PostgreSQLResult(
                library.call.PQprepare(handle, statement.name, sql, Int32(types.count), types), library)
            guard result.isGood else { throw failure(of: result) }
            statements[sql] = statement
            return statement
        }

        /// The highest number of a placeholder; the server itself would accept more values than that.
        private static func placeholders(_ sql: String) -> Int {
            sql.utf8.split(separator: UInt8(ascii: "$")).dropFirst().reduce(0) { highest, part in
                max(highest, Int(String(decoding: part.prefix { 48...57 ~= $0 }, as: UTF8.self)) ?? 0)
            }
        }

        private func forgetStatements() throws(SQLFailure) {
            statements = [:]
            try script("DEALLOCATE ALL")
        }

        private func failure(of result: PostgreSQLResult) -> SQLFailure {
            let state = result.state
            // A table changed under a prepared statement, or somebody between us and the server lost it.
            if state == "0A000" || state == "26000" { statements = [:] }
            guard isConnected, !state.isEmpty else {
                return SQLFailure(kind: .disconnected, message: SQLFailure.words(handle, library))
            }
            return SQLFailure(state: state, result)
        }
    }
#endif
