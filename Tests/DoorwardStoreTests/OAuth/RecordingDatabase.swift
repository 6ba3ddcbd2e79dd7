import DoorwardSecrets
import Synchronization

@testable import DoorwardStore

/// A database that notes every statement that goes through it.
final class RecordingDatabase: Database {
    private let base: any Database
    private let noted: Statements

    /// The texts of statements, each with the number of its values.
    final class Statements: Sendable {
        private let texts = Mutex<[String: Int]>([:])

        var all: [String: Int] { texts.withLock { $0 } }

        func note(_ sql: String, _ values: [SQLValue]) { texts.withLock { $0[sql] = values.count } }
    }

    init(_ base: any Database, noting statements: Statements) {
        self.base = base
        noted = statements
    }

    var name: String { base.name }
    var dialect: SQLDialect { base.dialect }
    var schema: SchemaChange { base.schema }
    var commitCount: Int { base.commitCount }

    func read<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T {
        try await base.read(doing) { [noted] in try body(RecordingSession($0, noted)) }
    }

    func lookUp<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T {
        try await base.lookUp(doing) { [noted] in try body(RecordingSession($0, noted)) }
    }

    func write<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws(StoreError) -> T {
        try await base.write(doing) { [noted] in try body(RecordingSession($0, noted)) }
    }

    func changes() -> AsyncStream<String> { base.changes() }
    func backUp(to path: String) async throws(StoreError) { try await base.backUp(to: path) }
    func damage() async throws(StoreError) -> [String] { try await base.damage() }
    func use(passwords: [Secret]) {}

    func close() { base.close() }
}

private final class RecordingSession: SQLSession {
    private let base: any SQLSession
    private let noted: RecordingDatabase.Statements

    init(_ base: any SQLSession, _ statements: RecordingDatabase.Statements) {
        self.base = base
        noted = statements
    }

    var dialect: SQLDialect { base.dialect }

    func query(_ sql: String, _ values: [SQLValue]) throws(SQLFailure) -> [SQLRow] {
        noted.note(sql, values)
        return try base.query(sql, values)
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws(SQLFailure) -> Int {
        noted.note(sql, values)
        return try base.execute(sql, values)
    }

    func notify(_ topic: String) throws(SQLFailure) { try base.notify(topic) }
}
