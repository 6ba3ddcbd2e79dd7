public import DoorwardOAuth

extension Store {
    /// Shared, because keeping tokens changes nothing of the user; whoever disables him comes before, or sees them.
    private static let enabledUser = LockingQuery(
        "SELECT id FROM oauth_user WHERE id = $1 AND disabled_at IS NULL", lock: "FOR SHARE")

    public func keep(_ tokens: ProviderTokensRecord, replacing version: Int64?) async throws -> Bool {
        guard tokens.userID.isStorable, tokens.provider.isStorable else { return false }
        return try await write("keeping tokens of a provider") { session in
            guard try session.first(locking: Self.enabledUser, [.text(tokens.userID)]) != nil else { return false }
            guard let version else {
                try session.execute(
                    """
                    INSERT INTO provider_tokens (user_id, provider, sealed, expires_at, version, updated_at)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    ON CONFLICT (user_id, provider) DO UPDATE SET sealed = excluded.sealed,
                        expires_at = excluded.expires_at, version = provider_tokens.version + 1,
                        updated_at = excluded.updated_at
                    """,
                    [
                        .text(tokens.userID), .text(tokens.provider), .blob(tokens.sealed),
                        .integer(tokens.expiresAt), .integer(tokens.version), .integer(tokens.updatedAt),
                    ])
                return true
            }
            return try session.execute(
                """
                UPDATE provider_tokens SET sealed = $1, expires_at = $2, updated_at = $3, version = version + 1
                WHERE user_id = $4 AND provider = $5 AND version = $6
                """,
                [
                    .blob(tokens.sealed), .integer(tokens.expiresAt), .integer(tokens.updatedAt),
                    .text(tokens.userID), .text(tokens.provider), .integer(version),
                ]) > 0
        }
    }

    public func providerTokens(ofUser id: String, provider: String) async throws -> ProviderTokensRecord? {
        guard id.isStorable, provider.isStorable else { return nil }
        return try await lookUp("reading tokens of a provider") { session in
            try session.first(
                """
                SELECT sealed, expires_at, version, updated_at FROM provider_tokens
                WHERE user_id = $1 AND provider = $2
                """, [.text(id), .text(provider)]
            ).map { row in
                ProviderTokensRecord(
                    userID: id, provider: provider, sealed: try row.blob(0), expiresAt: try row.optionalInteger(1),
                    version: try row.integer(2), updatedAt: try row.integer(3))
            }
        }
    }

    public func forgetProviderTokens(ofUser id: String, provider: String) async throws {
        guard id.isStorable, provider.isStorable else { return }
        try await write("forgetting tokens of a provider") { session in
            try session.execute(
                "DELETE FROM provider_tokens WHERE user_id = $1 AND provider = $2", [.text(id), .text(provider)])
        }
    }
}
