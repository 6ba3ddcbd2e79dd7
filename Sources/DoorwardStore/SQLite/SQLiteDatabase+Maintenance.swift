#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SQLiteDatabase {
    /// `VACUUM INTO` copies one state of the database and needs an empty file at most; so the file is made first, for
    /// its owner alone.
    func backUp(to path: String) async throws(StoreError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw .failed(path: name, doing: "backing up", cause: "the path of the copy is empty or holds a NUL")
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let cause = "cannot make \(path): \(String(cString: strerror(errno)))"
            throw .failed(path: name, doing: "backing up", cause: cause)
        }
        do throws(StoreError) {
            try await separately("backing up") { connection throws(SQLFailure) in
                try connection.execute("VACUUM INTO $1", [.text(SQLiteFile.location(path))])
                guard fsync(descriptor) == 0 else {
                    throw SQLFailure(kind: .other, message: "fsync of \(path): \(String(cString: strerror(errno)))")
                }
            }
            Self.finish(descriptor)
        } catch {
            Self.finish(descriptor)
            unlink(path)
            throw error
        }
    }

    func damage() async throws(StoreError) -> [String] {
        try await separately("checking") { connection throws(SQLFailure) in
            var problems: [String] = []
            for row in try connection.query("PRAGMA integrity_check") where try row.text(0) != "ok" {
                problems.append("integrity: " + (try row.text(0)))
            }
            for row in try connection.query("PRAGMA foreign_key_check") {
                problems.append("a row of \(try row.text(0)) points at a row of \(try row.text(2)) that is not there")
            }
            return problems
        }
    }

    /// Runs something that takes long on a connection and a thread of its own; in memory there is only the writer's.
    private func separately<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (SQLiteConnection) throws(SQLFailure) -> T
    ) async throws(StoreError) -> T {
        guard !isInMemory else { return try await onWriter(doing, body) }
        let name = name
        let result = await WorkerThread.run { () -> Result<T, SQLFailure> in
            do throws(SQLFailure) {
                return .success(try body(try SQLiteConnection(path: SQLiteFile.location(name))))
            } catch {
                return .failure(error)
            }
        }
        do { return try result.get() } catch { throw StoreError(error, name: name, doing: doing) }
    }

    private func onWriter<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (SQLiteConnection) throws(SQLFailure) -> T
    ) async throws(StoreError) -> T {
        // A read of the queue runs in a transaction, in which a copy cannot be made; so it is ended and begun again.
        try await read(doing) { session in
            guard let connection = session as? SQLiteConnection else { throw SQLFailure.damaged("not SQLite") }
            connection.mayWrite = true
            try connection.execute("COMMIT")
            return try body(connection)
        }
    }

    /// The class has a `close` of its own.
    private static func finish(_ descriptor: Int32) {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #elseif canImport(Musl)
            _ = Musl.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }
}
