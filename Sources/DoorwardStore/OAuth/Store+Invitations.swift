public import DoorwardOAuth
public import DoorwardSecrets

extension Store {
    public func create(_ invitation: Invitation) async throws {
        try await write("invitation") { session in
            // Locked, so that of two links that are made at once one stays.
            _ = try session.first(locking: Self.user, [.text(invitation.userID)])
            try session.execute("DELETE FROM invitation WHERE user_id = $1", [.text(invitation.userID)])
            try session.execute(
                "INSERT INTO invitation (digest, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
                [
                    .digest(invitation.digest), .text(invitation.userID), .integer(invitation.createdAt),
                    .integer(invitation.expiresAt),
                ])
        }
    }

    private static let user = LockingQuery("SELECT id FROM oauth_user WHERE id = $1")

    /// Takes back whatever could still let somebody in as a user who has no password yet, or has another now: links, and
    /// sign-ins whose password was right before.
    static func takeBackEntrances(ofUser id: String, in session: any SQLSession) throws(SQLFailure) {
        try session.execute("DELETE FROM invitation WHERE user_id = $1", [.text(id)])
        try session.execute(
            "UPDATE pending_authorization SET password_given_by = NULL WHERE password_given_by = $1", [.text(id)])
    }

    public func invitation(_ digest: SecretDigest) async throws -> Invitation? {
        try await lookUp("reading an invitation") { session in
            try session.first(
                "SELECT user_id, created_at, expires_at FROM invitation WHERE digest = $1", [.digest(digest)]
            ).map { row in
                Invitation(
                    digest: digest, userID: try row.text(0), createdAt: try row.integer(1),
                    expiresAt: try row.integer(2))
            }
        }
    }

    private static let invitedUser = LockingQuery(
        """
        SELECT u.id FROM oauth_user u JOIN invitation i ON i.user_id = u.id
        WHERE i.digest = $1 AND i.expires_at > $2 AND u.disabled_at IS NULL
        """)

    public func acceptInvitation(
        _ digest: SecretDigest, passwordHash: String, at now: Int64
    ) async throws -> UserRecord? {
        try await write("accepting an invitation") { session in
            let values: [SQLValue] = [.digest(digest), .integer(now)]
            guard let id = try session.first(locking: Self.invitedUser, values)?.text(0) else { return nil }
            try Self.takeBackEntrances(ofUser: id, in: session)
            return try session.first(
                "UPDATE oauth_user SET password_hash = $1 WHERE id = $2 RETURNING \(UserRecord.bareColumns)",
                [.text(passwordHash), .text(id)]
            ).map { try UserRecord(row: $0) }
        }
    }
}
