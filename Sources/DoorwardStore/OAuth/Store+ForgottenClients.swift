extension Store {
    /// Clients that registered themselves: those that never had a grant and are over, those that were removed, and those
    /// whose document nobody has come with for long. A removed one of a document stays, for its document would bring it
    /// back.
    func pruneClients(at now: Int64, limit: Int64) async throws -> Int {
        try await write("deleting old clients") { session in
            var gone: [String] = []
            for (condition, order, end) in Self.oldClients {
                let rows = try session.query(
                    """
                    SELECT k.id FROM client k WHERE \(condition)
                        AND NOT EXISTS (SELECT 1 FROM oauth_grant g WHERE g.client_id = k.id AND g.revoked_at IS NULL)
                        AND NOT EXISTS
                            (SELECT 1 FROM oauth_grant g WHERE g.client_id = k.id AND g.revoked_at IS NOT NULL)
                    ORDER BY \(order) LIMIT $2 \(session.dialect == .postgreSQL ? "FOR UPDATE OF k SKIP LOCKED" : "")
                    """, [.integer(now - end), .integer(limit)])
                for row in rows { gone.append(try row.text(0)) }
            }
            try Self.forget(gone, in: session)
            return gone.count
        }
    }

    /// A condition with the time as `$1`, the order of an index, and for how long they are kept after their end.
    private static let oldClients: [(condition: String, order: String, kept: Int64)] = [
        ("k.expires_at IS NOT NULL AND k.expires_at <= $1", "k.expires_at, k.id", 0),
        (
            "k.registration = 'dynamic' AND k.removed_at IS NOT NULL AND k.removed_at <= $1", "k.removed_at",
            removedClientRetention
        ),
        (
            """
            k.registration = 'document' AND k.removed_at IS NULL AND k.expires_at IS NULL
                AND coalesce(k.fresh_until, k.created_at) <= $1
            """, "coalesce(k.fresh_until, k.created_at)", documentRetention
        ),
    ]

    /// Deletes clients with what belongs to them; whoever has them in memory is to hear of it.
    static func forget(_ ids: [String], in session: any SQLSession) throws(SQLFailure) {
        guard !ids.isEmpty else { return }
        var ids = ids[...]
        while let last = ids.first {
            let some = ids.prefix(atOnce).map { SQLValue.text($0) }
            ids = ids.dropFirst(atOnce)
            // Always as many, so that it is one statement.
            let values = some + [SQLValue](repeating: .text(last), count: atOnce - some.count)
            for (table, column) in [("client_secret", "client_id"), ("consent", "client_id"), ("client", "id")] {
                try session.execute("DELETE FROM \(table) WHERE \(column) IN (\(placeholders))", values)
            }
        }
        try session.notify(Topic.client)
    }

    private static let atOnce = 50
    private static let placeholders = (1...atOnce).map { "$\($0)" }.joined(separator: ", ")
}
