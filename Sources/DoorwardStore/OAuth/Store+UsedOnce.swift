internal import DoorwardOAuth
public import DoorwardSecrets

extension Store {
    /// What is over but not pruned yet counts as never used.
    public func useOnce(_ digest: SecretDigest, expiresAt: Int64, at now: Int64) async throws -> Bool {
        try await write("using an id once") { session in
            try session.execute(
                """
                INSERT INTO used_once (digest, expires_at) VALUES ($1, $2)
                ON CONFLICT (digest) DO UPDATE SET expires_at = excluded.expires_at WHERE used_once.expires_at <= $3
                """, [.digest(digest), .integer(expiresAt), .integer(now)]) > 0
        }
    }
}
