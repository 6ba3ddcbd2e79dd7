public import DoorwardOAuth
public import DoorwardSecrets

extension Store {
    public func create(_ visit: ProviderVisit) async throws {
        let values: [SQLValue] = [
            .digest(visit.digest), .text(visit.provider), .text(visit.flow), .digest(visit.browser),
            .text(visit.linkingUser), .blob(visit.sealed), .integer(visit.createdAt), .integer(visit.expiresAt),
        ]
        try await write("visit to a provider") { session in
            try session.execute(
                """
                INSERT INTO provider_visit (digest, provider, flow, browser, linking_user, sealed, created_at,
                    expires_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """, values)
        }
    }

    public func takeVisit(_ digest: SecretDigest, at now: Int64) async throws -> ProviderVisit? {
        try await write("ending a visit to a provider") { session in
            try session.first(
                """
                DELETE FROM provider_visit WHERE digest = $1 AND expires_at > $2
                RETURNING provider, flow, browser, linking_user, sealed, created_at, expires_at
                """, [.digest(digest), .integer(now)]
            ).map { row in
                ProviderVisit(
                    digest: digest, provider: try row.text(0), flow: try row.optionalText(1),
                    browser: try row.digest(2), linkingUser: try row.optionalText(3), sealed: try row.blob(4),
                    createdAt: try row.integer(5), expiresAt: try row.integer(6))
            }
        }
    }
}
