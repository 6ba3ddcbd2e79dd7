import DoorwardTesting
import Testing

@testable import DoorwardStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("What a PostgreSQL server says unasked", .serialized)
struct PostgreSQLNoticeTests {
    @Test("does not get into standard error, which is the log")
    func notices() async throws {
        guard let cluster = PostgreSQLCluster.shared else { return }
        let store = try await Store.open(.postgres(url: try cluster.makeDatabase(), password: cluster.secret))
        let written = try await standardError {
            try await store.write("warning") { session in
                _ = try session.query("SELECT set_config('client_min_messages', 'notice', true)")
                try session.execute("DO $$ BEGIN RAISE WARNING 'a heron at the door'; END $$")
            }
        }
        #expect(!written.contains("heron"))
        store.close()
    }

    /// What the process writes to standard error meanwhile; a file takes it, for other tests may start programs.
    private func standardError(_ body: () async throws -> Void) async throws -> String {
        var path = Array("/tmp/doorward-test-XXXXXX".utf8CString)
        let file = mkstemp(&path)
        try #require(file >= 0)
        unlink(path)
        let real = dup(2)
        dup2(file, 2)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        dup2(real, 2)
        close(real)
        defer { close(file) }
        try outcome.get()
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = pread(file, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        // What others said in the meantime is theirs.
        if count > 0 { _ = write(2, bytes, count) }
        return text
    }
}
