internal import DoorwardJOSE
public import DoorwardSecrets

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Store: AuditStore {
    /// Adds an event; see ``append(contentsOf:)``.
    public func append(_ event: AuditEvent) async throws { try await append(contentsOf: [event]) }

    /// Adds events in one transaction and drops those beyond the capacity: callers cause refusals at will, and a disk is
    /// finite.
    ///
    /// A NUL, which PostgreSQL cannot keep, becomes U+001A (substitute): an event must not be lost for what is in it.
    public func append(contentsOf events: [AuditEvent]) async throws {
        guard !events.isEmpty else { return }
        let rows = events.map { event -> [SQLValue] in
            [
                .integer(event.at), .text(event.kind.withoutNUL), .text(event.actor.withoutNUL),
                .text(event.subject.withoutNUL), .text(event.detailText),
            ]
        }
        let capacity = Int64(options.auditCapacity)
        try await write("appending audit events") { session in
            var last: Int64 = 0
            for values in rows {
                let row = try session.first(
                    "INSERT INTO audit_event (at, kind, actor, subject, detail) VALUES ($1, $2, $3, $4, $5) RETURNING id",
                    values)
                last = try row?.integer(0) ?? last
            }
            // Not with each: what is over the capacity may wait for the next number that 64 goes into.
            guard last / 64 > (last - Int64(rows.count)) / 64 else { return }
            try session.execute("DELETE FROM audit_event WHERE id <= $1", [.integer(last - capacity)])
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
    /// The detail as a JSON object, names in order.
    fileprivate var detailText: String {
        var writer = ClaimsWriter(reservingCapacity: 128)
        for (name, value) in detail.sorted(by: { $0.key < $1.key }) {
            writer.add(name, value)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

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
