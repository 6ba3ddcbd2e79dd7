internal import GRDBSQLite

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What has to be right about the file before and after SQLite opens it.
enum SQLiteFile {
    /// Creates the file for its owner alone; SQLite gives its `-wal` and `-shm` companions the same permissions.
    static func prepare(_ path: String) throws(StoreError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw .cannotOpen(path: path, cause: "the path is empty or holds a NUL")
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, cause: String(cString: strerror(errno))) }
        defer { _ = Self.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .cannotOpen(path: path, cause: "not a regular file")
        }
    }

    /// A path as SQLite takes it: `file:…` and `:memory:` would mean something else to it.
    static func location(_ path: String) -> String { path.hasPrefix("/") ? path : "./" + path }

    /// Opens a connection for writing.
    static func connect(_ path: String) throws(StoreError) -> SQLiteConnection {
        do { return try SQLiteConnection(path: location(path)) } catch {
            throw .cannotOpen(path: path, cause: error.message)
        }
    }

    /// A connection for reading only.
    static func reader(_ path: String) throws(SQLFailure) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: location(path))
        try connection.script("PRAGMA query_only = ON; PRAGMA cache_size = -1000")
        return connection
    }

    /// Prepares a connection for writing; the file is one of ours by now.
    ///
    /// The log grows to some 16 MB before it is copied into the file: pages that change often are copied once.
    static func configure(_ connection: SQLiteConnection, _ options: StoreOptions) throws(SQLFailure) {
        try retryingWhileBusy { () throws(SQLFailure) in
            let mode = try connection.first("PRAGMA journal_mode = WAL")?.text(0)
            guard mode == "wal" else {
                throw SQLFailure(kind: .other, message: "its file system does not allow WAL mode")
            }
        }
        try connection.script(
            """
            PRAGMA synchronous = \(options.durability == .full ? "FULL" : "NORMAL");
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA journal_size_limit = 67108864;
            PRAGMA cache_size = -8000;
            PRAGMA temp_store = MEMORY
            """)
    }

    /// Switching a new file to WAL mode takes a lock that SQLite's own busy time-out does not wait for.
    static func retryingWhileBusy<T>(_ body: () throws(SQLFailure) -> T) throws(SQLFailure) -> T {
        for _ in 0..<100 {
            do { return try body() } catch {
                guard error.kind == .conflict else { throw error }
                usleep(20_000)
            }
        }
        return try body()
    }

    private static func close(_ descriptor: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.close(descriptor)
        #elseif canImport(Musl)
            Musl.close(descriptor)
        #else
            Darwin.close(descriptor)
        #endif
    }
}
