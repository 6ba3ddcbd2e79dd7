#if PostgreSQL
    internal import CLibPQ
    internal import DoorwardSecrets

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #else
        import Darwin
    #endif

    /// What libpq is told when it connects.
    enum PostgreSQLParameters {
        /// Connects; the connection may have failed, see its status. `nil` without memory.
        static func connect(
            _ address: PostgreSQLAddress, _ password: Secret?, _ options: StoreOptions, _ library: LibPQ
        ) -> OpaquePointer? {
            let given = Set(address.parameters.map(\.name))
            let parameters = address.parameters + defaults(options).filter { !given.contains($0.name) }
            var names = parameters.map { strdup($0.name) }
            var values = parameters.map { strdup($0.value) }
            if let password {
                names.append(strdup("password"))
                values.append(copy(password))
            }
            defer {
                for text in names { free(text) }
                for text in values { wipe(text) }
            }
            let keys = names.map { UnsafePointer($0) } + [nil]
            return library.call.PQconnectdbParams(keys, values.map { UnsafePointer($0) } + [nil], 0)
        }

        private static func defaults(_ options: StoreOptions) -> [(name: String, value: String)] {
            var settings =
                "-c statement_timeout=10s -c idle_in_transaction_session_timeout=30s -c client_min_messages=error"
            if options.durability == .normal { settings += " -c synchronous_commit=off" }
            return [
                ("sslmode", "prefer"), ("connect_timeout", "5"), ("application_name", "doorward"),
                ("client_encoding", "UTF8"), ("gssencmode", "disable"), ("target_session_attrs", "read-write"),
                ("keepalives_idle", "30"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
                ("tcp_user_timeout", "15000"), ("options", settings),
            ]
        }

        private static func copy(_ password: Secret) -> UnsafeMutablePointer<CChar>? {
            password.withUnsafeBytes { bytes in
                let text = calloc(bytes.count + 1, 1)
                if let source = bytes.baseAddress, let text { memcpy(text, source, bytes.count) }
                return text?.assumingMemoryBound(to: CChar.self)
            }
        }

        private static func wipe(_ text: UnsafeMutablePointer<CChar>?) {
            guard let text else { return }
            let count = strlen(text)
            for index in 0..<count { UnsafeMutableRawPointer(text + index).storeBytes(of: 0, as: UInt8.self) }
            free(text)
        }
    }
#endif
