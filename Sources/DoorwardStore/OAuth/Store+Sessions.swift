public import DoorwardOAuth
public import DoorwardSecrets

extension Store: SessionStore {
    public func create(_ session: SessionRecord) async throws {
        let values: [SQLValue] = [
            .digest(session.digest), .text(session.userID), .integer(session.signedInAt), .integer(session.lastSeenAt),
            .integer(session.expiresAt), .text(session.userAgent),
        ]
        try await write("session") { session in
            try session.execute(
                """
                INSERT INTO session (digest, user_id, signed_in_at, last_seen_at, expires_at, user_agent)
                VALUES ($1, $2, $3, $4, $5, $6)
                """, values)
        }
    }

    private static let liveSession = """
        SELECT \(SignedIn.columns) FROM session s JOIN oauth_user u ON u.id = s.user_id
        WHERE s.digest = $1 AND s.expires_at > $2 AND u.disabled_at IS NULL
        """

    public func session(_ digest: SecretDigest, at now: Int64) async throws -> SignedIn? {
        try await lookUp("reading a session") { session in
            try session.first(Self.liveSession, [.digest(digest), .integer(now)])
                .map { try SignedIn(digest, row: $0) }
        }
    }

    public func sessions(ofUser id: String, at now: Int64) async throws -> [SessionRecord] {
        guard id.isStorable else { return [] }
        return try await read("listing sessions") { session in
            try session.query(
                """
                SELECT s.user_id, s.signed_in_at, s.last_seen_at, s.expires_at, s.user_agent, s.digest FROM session s
                WHERE s.user_id = $1 AND s.expires_at > $2 ORDER BY s.signed_in_at DESC, s.digest DESC
                """, [.text(id), .integer(now)]
            ).map { try SessionRecord($0.digest(5), row: $0) }
        }
    }

    public func touchSession(_ digest: SecretDigest, at now: Int64) async throws {
        try await write("touching a session") { session in
            try session.execute(
                "UPDATE session SET last_seen_at = $1 WHERE digest = $2 AND last_seen_at < $1",
                [.integer(now), .digest(digest)])
        }
    }

    public func endSession(_ digest: SecretDigest) async throws {
        try await write("ending a session") { session in
            try session.execute("DELETE FROM session WHERE digest = $1", [.digest(digest)])
        }
    }

    public func endSessions(ofUser id: String, except digest: SecretDigest?) async throws -> Int {
        guard id.isStorable else { return 0 }
        // No digest is empty, so an empty one spares none.
        let kept = digest?.bytes ?? []
        return try await write("ending the sessions of a user") { session in
            try session.execute(
                "DELETE FROM session WHERE user_id = $1 AND digest <> $2", [.text(id), .blob(kept)])
        }
    }
}

extension SignedIn {
    /// What ``init(_:row:)`` reads.
    static let columns =
        "s.user_id, s.signed_in_at, s.last_seen_at, s.expires_at, s.user_agent, \(UserRecord.columns)"
    /// How many there are.
    static let width = 15

    init(_ digest: SecretDigest, row: SQLRow) throws(SQLFailure) {
        self.init(session: try SessionRecord(digest, row: row), user: try UserRecord(row: row, from: 5))
    }
}

extension SessionRecord {
    fileprivate init(_ digest: SecretDigest, row: SQLRow) throws(SQLFailure) {
        self.init(
            digest: digest, userID: try row.text(0), signedInAt: try row.integer(1), lastSeenAt: try row.integer(2),
            expiresAt: try row.integer(3), userAgent: try row.text(4))
    }
}
