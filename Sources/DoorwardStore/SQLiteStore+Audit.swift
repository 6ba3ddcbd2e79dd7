public import DoorwardSecrets
internal import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SQLiteStore: AuditStore {
    /// Adds an event and drops those beyond the capacity: callers cause refusals at will, and a disk is finite.
    public func append(_ event: AuditEvent) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let detail = String(decoding: try encoder.encode(event.detail), as: UTF8.self)
        let capacity = auditCapacity
        try await write("appending an audit event") { database in
            try database.execute(
                sql: "INSERT INTO audit_event (at, kind, actor, subject, detail) VALUES (?, ?, ?, ?, ?)",
                arguments: [event.at, event.kind, event.actor, event.subject, detail])
            try database.execute(
                sql: "DELETE FROM audit_event WHERE id <= ?", arguments: [database.lastInsertedRowID - capacity])
        }
    }

    public func recent(limit: Int) async throws -> [AuditEvent] {
        guard limit > 0 else { return [] }
        return try await read("listing audit events") { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM audit_event ORDER BY id DESC LIMIT ?", arguments: [limit]
            ).map(AuditEvent.init(row:))
        }
    }
}

extension AuditEvent {
    fileprivate init(row: Row) throws {
        let detail: String = try row.value("detail")
        self.init(
            at: try row.value("at"), kind: try row.value("kind"),
            actor: try row.value("actor"), subject: try row.value("subject"),
            detail: try JSONDecoder().decode([String: String].self, from: Data(detail.utf8)))
    }
}
