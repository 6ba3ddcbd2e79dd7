public import DoorwardOAuth
public import DoorwardSecrets

extension Store: RequestStore {
    public func create(_ request: PushedRequest) async throws {
        let values: [SQLValue] = [
            .digest(request.digest), .text(request.clientID), .text(request.query), .integer(request.createdAt),
            .integer(request.expiresAt),
        ]
        try await write("pushed request") { session in
            try session.execute(
                """
                INSERT INTO pushed_request (digest, client_id, query, created_at, expires_at)
                VALUES ($1, $2, $3, $4, $5)
                """, values)
        }
    }

    public func pushedRequest(_ digest: SecretDigest, at now: Int64) async throws -> PushedRequest? {
        try await lookUp("reading a pushed request") { session in
            try session.first(
                """
                SELECT client_id, query, created_at, expires_at FROM pushed_request
                WHERE digest = $1 AND expires_at > $2
                """, [.digest(digest), .integer(now)]
            ).map { row in
                PushedRequest(
                    digest: digest, clientID: try row.text(0), query: try row.text(1), createdAt: try row.integer(2),
                    expiresAt: try row.integer(3))
            }
        }
    }

    public func usePushedRequest(_ digest: SecretDigest) async throws -> Bool {
        try await write("using a pushed request") { session in
            try session.execute("DELETE FROM pushed_request WHERE digest = $1", [.digest(digest)]) > 0
        }
    }
}
