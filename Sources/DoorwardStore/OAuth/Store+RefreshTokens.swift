public import DoorwardOAuth
public import DoorwardSecrets

extension Store {
    /// A token with its grant, and whether its successor was exchanged. Locking the token is enough: a grant that is
    /// revoked meanwhile has its tokens dead by the revocation, whatever they are.
    private static let exchangeable = LockingQuery(
        """
        SELECT t.created_at, t.expires_at, t.rotated_at, t.successor,
            (SELECT s.rotated_at FROM refresh_token s WHERE s.digest = t.successor), \(GrantRecord.columns)
        FROM refresh_token t JOIN oauth_grant g ON g.id = t.grant_id WHERE t.digest = $1
        """, lock: "FOR UPDATE OF t")

    public func exchange(
        refreshToken digest: SecretDigest, at now: Int64, tokensEndBy: Int64,
        decide: @escaping @Sendable (RefreshTokenState?) -> RefreshDecision
    ) async throws -> (RefreshDecision, RefreshTokenState?) {
        let key = SQLValue.digest(digest)
        return try await write("exchanging a refresh token") { session in
            let state = try session.first(locking: Self.exchangeable, [key]).map { row in
                try RefreshTokenState(digest, row: row)
            }
            let decision = decide(state)
            switch decision {
            case .reject, .keep: break
            case .revoke:
                guard let grant = state?.grant else { break }
                _ = try GrantSelection.one(grant.id).revoke(at: now, tokensEndBy: tokensEndBy, in: session)
            case .prolong(let end):
                guard state != nil else { return (.reject(.refreshTokenUnknown), nil) }
                try session.execute(
                    "UPDATE refresh_token SET expires_at = $1 WHERE digest = $2 AND expires_at < $1",
                    [.integer(end), key])
            case .rotate(let successor):
                guard state != nil else { return (.reject(.refreshTokenUnknown), nil) }
                let isFirst = try session.execute(
                    "UPDATE refresh_token SET rotated_at = $1, successor = $2 WHERE digest = $3 AND rotated_at IS NULL",
                    [.integer(now), .digest(successor.digest), key])
                guard isFirst > 0 else { return (.reject(.refreshTokenReused), state) }
                try Self.insert(successor, in: session)
            }
            return (decision, state)
        }
    }

    public func refreshToken(_ digest: SecretDigest) async throws -> RefreshTokenState? {
        try await lookUp("reading a refresh token") { session in
            try session.first(Self.exchangeable.plain, [.digest(digest)]).map { row in
                try RefreshTokenState(digest, row: row)
            }
        }
    }

    static func insert(_ token: RefreshTokenRecord, in session: any SQLSession) throws(SQLFailure) {
        try session.execute(
            """
            INSERT INTO refresh_token (digest, grant_id, created_at, expires_at, rotated_at, successor)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .digest(token.digest), .text(token.grantID), .integer(token.createdAt), .integer(token.expiresAt),
                .integer(token.rotatedAt), .blob(token.successor?.bytes),
            ])
    }
}

extension RefreshTokenState {
    fileprivate init(_ digest: SecretDigest, row: SQLRow) throws(SQLFailure) {
        let grant = try GrantRecord(row: row, from: 5)
        self.init(
            token: RefreshTokenRecord(
                digest: digest, grantID: grant.id, createdAt: try row.integer(0), expiresAt: try row.integer(1),
                rotatedAt: try row.optionalInteger(2), successor: try row.optionalDigest(3)),
            grant: grant, successorWasUsed: try !row.isNull(4))
    }
}
