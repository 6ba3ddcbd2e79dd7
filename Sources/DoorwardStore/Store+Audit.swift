public import DoorwardSecrets

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Store: AuditStore {
    /// Adds an event and drops those beyond the capacity: callers cause refusals at will, and a disk is finite.
    ///
    /// A NUL, which PostgreSQL cannot keep, becomes U+001A (substitute): an event must not be lost for what is in it.
    public func append(_ event: AuditEvent) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let detail = String(decoding: try encoder.encode(event.detail), as: UTF8.self)
        let values: [SQLValue] = [
            .integer(event.at), .text(event.kind.withoutNUL), .text(event.actor.withoutNUL),
            .text(event.subject.withoutNUL), .text(detail),
        ]
        let capacity = Int64(options.auditCapacity)
        try await write("appending an audit event") { session in
            let row = try session.first(
                "INSERT INTO audit_event (at, kind, actor, subject, detail) VALUES ($1, $2, $3, $4, $5) RETURNING id",
                values)
            guard let id = try row?.integer(0), id.isMultiple(of: 64) else { return }
            try session.execute("DELETE FROM audit_event WHERE id <= $1", [.integer(id - capacity)])
        }
    }

    public func recent(limit: Int) async throws -> [AuditEvent] {
        let limit = min(limit, options.auditCapacity)
        guard limit > 0 else { return [] }
        return try await read("listing audit events") { session in
            try session.query(
                "SELECT at, kind, actor, subject, detail FROM audit_event ORDER BY id DESC LIMIT $1",
                [.integer(Int64(limit))]
            ).map { try AuditEvent(row: $0) }
        }
    }
}

extension AuditEvent {
    fileprivate init(row: SQLRow) throws {
        let detail = Data(try row.text(4).utf8)
        guard let detail = try? JSONDecoder().decode([String: String].self, from: detail) else {
            throw SQLFailure.damaged("an audit event's detail is not an object of texts")
        }
        self.init(
            at: try row.integer(0), kind: try row.text(1), actor: try row.text(2), subject: try row.text(3),
            detail: detail)
    }
}

extension String {
    fileprivate var withoutNUL: String {
        utf8.contains(0) ? String(decoding: utf8.map { $0 == 0 ? 0x1A : $0 }, as: UTF8.self) : self
    }
}
