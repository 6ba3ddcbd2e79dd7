public import DoorwardOAuth
public import DoorwardSecrets

extension Store {
    public func create(_ pending: PendingAuthorization) async throws {
        let values: [SQLValue] = [
            .digest(pending.digest), .text(pending.query), .digest(pending.browser), .text(pending.passwordGivenBy),
            .integer(pending.createdAt), .integer(pending.expiresAt), .integer(pending.approvedAt),
            .blob(pending.pushedRequest?.bytes),
        ]
        try await write("sign-in under way") { session in
            try session.execute(
                """
                INSERT INTO pending_authorization (digest, query, browser, password_given_by, created_at, expires_at,
                    approved_at, pushed_request)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """, values)
        }
    }

    public func pendingAuthorization(_ digest: SecretDigest, at now: Int64) async throws -> PendingAuthorization? {
        try await lookUp("reading a sign-in under way") { session in
            try session.first(
                """
                SELECT query, browser, password_given_by, created_at, expires_at, approved_at, pushed_request
                FROM pending_authorization
                WHERE digest = $1 AND expires_at > $2
                """, [.digest(digest), .integer(now)]
            ).map { row in
                PendingAuthorization(
                    digest: digest, query: try row.text(0), browser: try row.digest(1),
                    passwordGivenBy: try row.optionalText(2), approvedAt: try row.optionalInteger(5),
                    pushedRequest: try row.optionalDigest(6), createdAt: try row.integer(3),
                    expiresAt: try row.integer(4))
            }
        }
    }

    public func notePassword(of userID: String, for digest: SecretDigest) async throws -> Bool {
        try await write("noting a password") { session in
            try session.execute(
                "UPDATE pending_authorization SET password_given_by = $1 WHERE digest = $2",
                [.text(userID), .digest(digest)]) > 0
        }
    }

    public func usePassword(of userID: String, for digest: SecretDigest) async throws -> Bool {
        guard userID.isStorable else { return false }
        return try await write("using a password") { session in
            try session.execute(
                """
                UPDATE pending_authorization SET password_given_by = NULL WHERE digest = $1 AND password_given_by = $2
                """, [.digest(digest), .text(userID)]) > 0
        }
    }

    public func approvePendingAuthorization(_ digest: SecretDigest, at now: Int64) async throws -> Bool {
        try await write("agreeing to a request") { session in
            try session.execute(
                """
                UPDATE pending_authorization SET approved_at = coalesce(approved_at, $1)
                WHERE digest = $2 AND expires_at > $1
                """, [.integer(now), .digest(digest)]) > 0
        }
    }

    public func endPendingAuthorization(_ digest: SecretDigest) async throws -> Bool {
        try await write("ending a sign-in under way") { session in
            try session.execute("DELETE FROM pending_authorization WHERE digest = $1", [.digest(digest)]) > 0
        }
    }
}
