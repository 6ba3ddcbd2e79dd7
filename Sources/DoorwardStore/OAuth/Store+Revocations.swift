public import DoorwardOAuth

extension Store {
    public func revokeGrant(id: String, at now: Int64, tokensEndBy: Int64) async throws -> Bool {
        guard id.isStorable else { return false }
        return try await write("revoking a grant") { session in
            try GrantSelection.one(id).revoke(at: now, tokensEndBy: tokensEndBy, in: session) > 0
        }
    }

    /// Locks a user; a grant that is made meanwhile waits for it or is seen.
    private static let grantingUser = LockingQuery("SELECT id FROM oauth_user WHERE id = $1")

    public func revokeGrants(
        ofUser userID: String, ofClient clientID: String?, at now: Int64, tokensEndBy: Int64
    ) async throws -> Int {
        guard userID.isStorable, clientID?.isStorable ?? true else { return 0 }
        let selection = GrantSelection(user: userID, client: clientID)
        return try await write("revoking grants") { session in
            _ = try session.first(locking: Self.grantingUser, [.text(userID)])
            try session.execute("DELETE FROM consent WHERE \(selection.condition(from: 1))", selection.values)
            return try selection.revoke(at: now, tokensEndBy: tokensEndBy, in: session)
        }
    }

    public func revokeToken(id: String, expiresAt: Int64) async throws {
        guard id.isStorable else { return }
        try await write("revoking a token") { session in
            try Self.countRevocation(in: session)
            let isNew = try session.execute(
                """
                INSERT INTO revocation (id, sequence, expires_at)
                VALUES ($1, (SELECT value FROM counter WHERE name = 'revocation'), $2) ON CONFLICT (id) DO NOTHING
                """, [.text(id), .integer(expiresAt)])
            if isNew > 0 { try session.notify(Topic.revocation) }
        }
    }

    public func revocations(after sequence: Int64, at now: Int64) async throws -> [Revocation] {
        try await read("listing revocations") { session in
            try session.query(
                """
                SELECT sequence, id, expires_at FROM revocation WHERE sequence > $1 AND expires_at > $2
                ORDER BY sequence, id
                """, [.integer(sequence), .integer(now)]
            ).map { row in
                Revocation(sequence: try row.integer(0), id: try row.text(1), expiresAt: try row.integer(2))
            }
        }
    }

    /// Takes the next number. Others wait with theirs until this transaction has ended, so whoever reads a number has
    /// seen, or can see, all that come before it.
    static func countRevocation(in session: any SQLSession) throws(SQLFailure) {
        try session.execute("UPDATE counter SET value = value + 1 WHERE name = 'revocation'")
    }
}
