/// Where audit events are kept. It may drop the oldest to stay bounded.
public protocol AuditStore: Sendable {
    /// Adds an event.
    func append(_ event: AuditEvent) async throws

    /// The newest events, newest first, `limit` at most.
    func recent(limit: Int) async throws -> [AuditEvent]
}
