#if PostgreSQL
    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #else
        import Darwin
    #endif

    /// One thread's connection, made again when it is lost.
    struct PostgreSQLLine {
        let address: PostgreSQLAddress
        let options: StoreOptions
        private var connection: PostgreSQLConnection?
        /// How many attempts in a row failed, beyond those of one ``connected()``.
        private var failures: UInt32 = 0

        init(_ address: PostgreSQLAddress, _ options: StoreOptions, connection: PostgreSQLConnection? = nil) {
            self.address = address
            self.options = options
            self.connection = connection
        }

        /// The connection, made again if need be.
        ///
        /// A server that is started anew is back in a second or two, so the first attempts are made one after the
        /// other; while it stays away, one attempt a call, so that callers are not kept waiting for nothing.
        mutating func connected() throws(SQLFailure) -> PostgreSQLConnection {
            if let connection, connection.isConnected { return connection }
            connection = nil
            var last = SQLFailure(kind: .disconnected, message: "no attempt was made")
            for attempt in 0..<(failures == 0 ? 7 : 1) {
                if attempt + Int(failures) > 0 { Self.pause(milliseconds: 50 << min(UInt32(attempt) + failures, 5)) }
                do {
                    let made = try PostgreSQLConnection(address, options)
                    connection = made
                    failures = 0
                    return made
                } catch {
                    last = error
                    // Without a connection library, or with a wrong one, trying again helps nobody.
                    guard error.kind == .disconnected else { break }
                }
            }
            failures = min(failures + 1, 4)
            throw last
        }

        /// Sleeps for between half the time and all of it: many that lost the same server must not come back as one.
        static func pause(milliseconds: UInt32) {
            usleep(UInt32.random(in: milliseconds / 2...milliseconds) * 1000)
        }
    }
#endif
