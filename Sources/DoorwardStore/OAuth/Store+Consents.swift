public import DoorwardOAuth
public import DoorwardSecrets

extension Store {
    private static let agreedScopes = LockingQuery(
        "SELECT scopes FROM consent WHERE user_id = $1 AND client_id = $2 AND redirect_origin = $3 AND resource = $4")

    public func record(_ consent: ConsentRecord) async throws {
        let key: [SQLValue] = [
            .text(consent.userID), .text(consent.clientID), .text(consent.redirectOrigin), .text(consent.resource),
        ]
        try await write("recording a consent") { session in
            let isFirst = try session.execute(
                """
                INSERT INTO consent (user_id, client_id, redirect_origin, resource, scopes, granted_at)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
                """, key + [.words(consent.scopes), .integer(consent.grantedAt)])
            guard isFirst == 0 else { return }
            let before = try session.first(locking: Self.agreedScopes, key)?.words(0) ?? []
            let scopes = before + consent.scopes.filter { !before.contains($0) }
            try session.execute(
                """
                UPDATE consent SET scopes = $1, granted_at = $2
                WHERE user_id = $3 AND client_id = $4 AND redirect_origin = $5 AND resource = $6
                """, [.words(scopes), .integer(consent.grantedAt)] + key)
        }
    }

    public func consent(
        userID: String, clientID: String, redirectOrigin: String, resource: String
    ) async throws -> ConsentRecord? {
        let key: [SQLValue] = [.text(userID), .text(clientID), .text(redirectOrigin), .text(resource)]
        return try await lookUp("reading a consent") { session in
            try session.first(
                """
                SELECT scopes, granted_at FROM consent
                WHERE user_id = $1 AND client_id = $2 AND redirect_origin = $3 AND resource = $4
                """, key
            ).map { row in
                ConsentRecord(
                    userID: userID, clientID: clientID, redirectOrigin: redirectOrigin, resource: resource,
                    scopes: try row.words(0), grantedAt: try row.integer(1))
            }
        }
    }

    /// The placeholders are in the order of their first appearance.
    private static let context = """
        SELECT \(SignedIn.columns), c.scopes, c.granted_at
        FROM session s JOIN oauth_user u ON u.id = s.user_id
            LEFT JOIN consent c
            ON c.user_id = s.user_id AND c.client_id = $1 AND c.redirect_origin = $2 AND c.resource = $3
        WHERE s.digest = $4 AND s.expires_at > $5 AND u.disabled_at IS NULL
        """

    public func authorizationContext(
        session digest: SecretDigest, clientID: String, redirectOrigin: String, resource: String, at now: Int64
    ) async throws -> (signedIn: SignedIn, consent: ConsentRecord?)? {
        try await lookUp("reading a session and what was agreed to") { session in
            let row = try session.first(
                Self.context,
                [.text(clientID), .text(redirectOrigin), .text(resource), .digest(digest), .integer(now)])
            guard let row else { return nil }
            let signedIn = try SignedIn(digest, row: row)
            guard let grantedAt = try row.optionalInteger(SignedIn.width + 1) else { return (signedIn, nil) }
            let consent = ConsentRecord(
                userID: signedIn.user.id, clientID: clientID, redirectOrigin: redirectOrigin, resource: resource,
                scopes: try row.words(SignedIn.width), grantedAt: grantedAt)
            return (signedIn, consent)
        }
    }
}
