import DoorwardOAuth
import DoorwardSecrets
import Testing

@testable import DoorwardStore

@Suite("A database from before identities and registrations")
struct MigrationTests {
    /// What a store of that time held: a user, a client with a secret, a grant of either kind, a code, a sign-in.
    private static let data: [(String, [SQLValue])] = [
        (
            """
            INSERT INTO oauth_user (id, name, email, last_totp_step, created_at)
            VALUES ('user', 'name of user', 'user@example.com', 0, $1)
            """, [.integer(Records.now)]
        ),
        ("INSERT INTO user_login (login, user_id) VALUES ('name of user', 'user'), ('user@example.com', 'user')", []),
        (
            """
            INSERT INTO client (id, name, profile, is_public, redirect_uris, scopes, created_at)
            VALUES ('client', 'A client', 'web', 0, '["https://c.example/cb"]', 'read', $1)
            """, [.integer(Records.now)]
        ),
        (
            "INSERT INTO client_secret (digest, client_id, position, created_at) VALUES ($1, 'client', 1, $2)",
            [.digest(Records.digest("secret of client")), .integer(Records.now)]
        ),
        (
            """
            INSERT INTO oauth_grant (id, user_id, client_id, resource, scopes, redirect_uri, created_at, last_used_at)
            VALUES ('g', 'user', 'client', 'https://api.example', 'read', 'https://c.example/cb', $1, $1)
            """, [.integer(Records.now)]
        ),
        (
            "INSERT INTO refresh_token (digest, grant_id, created_at, expires_at) VALUES ($1, 'g', $2, $3)",
            [.digest(Records.digest("token g")), .integer(Records.now), .integer(Records.now + 10_000)]
        ),
        (
            """
            INSERT INTO oauth_grant (id, client_id, resource, scopes, redirect_uri, created_at, last_used_at,
                revoked_at, tokens_end_by, ends_at, own_key)
            VALUES ('own', 'client', 'https://api.example', 'read', '', $1, $1, $1, $2, $2, $3)
            """, [.integer(Records.now), .integer(Records.now + 1), .blob([1])]
        ),
        ("UPDATE counter SET value = $1 WHERE name = 'revocations_pruned'", [.integer(Records.now + 1)]),
        (
            """
            INSERT INTO authorization_code (digest, client_id, user_id, redirect_uri, redirect_uri_given, resource,
                scopes, created_at, expires_at)
            VALUES ($1, 'client', 'user', 'https://c.example/cb', 1, 'https://api.example', 'read', $2, $3)
            """, [.digest(Records.digest("code new")), .integer(Records.now), .integer(Records.now + 60)]
        ),
        (
            """
            INSERT INTO pending_authorization (digest, query, browser, created_at, expires_at)
            VALUES ($1, 'q', $1, $2, $3)
            """, [.digest(Records.digest("pending")), .integer(Records.now), .integer(Records.now + 60)]
        ),
    ]

    @Test("keeps what it holds, and goes on with it", arguments: Backend.shared)
    func migrated(backend: Backend) async throws {
        guard let place = try backend.place() else { return }
        let old = try await place.database([Schema.firstTables, OAuthSchema.step])
        try await old.write("filling") { session in
            for (sql, values) in Self.data { try session.execute(sql, values) }
        }
        old.close()
        let store = try await place.open()
        #expect(store.schema == SchemaChange(from: 2, to: 3))
        #expect(try await store.check() == [])
        #expect(try await store.user(id: "user") == Records.user())
        #expect(try await store.clients() == [Records.client()])
        #expect(try await store.grant(id: "g") == Records.grant("g"))
        #expect(try await store.grant(id: "own")?.revokedAt == Records.now)
        let pending = PendingAuthorization(
            digest: Records.digest("pending"), query: "q", browser: Records.digest("pending"),
            createdAt: Records.now, expiresAt: Records.now + 60)
        #expect(try await store.pendingAuthorization(pending.digest, at: Records.now) == pending)
        try await goOn(store)
        store.close()
    }

    private func goOn(_ store: Store) async throws {
        #expect(try await store.redeem(grant: "new"))
        #expect(try await store.rotate("token g", to: "next", of: "g"))
        #expect(try await store.setRole("editor", ofUser: "user")?.role == "editor")
        #expect(try await store.grant(id: "g")?.role == "editor")
        #expect(try await store.link(Records.identity("subject")))
        _ = try await store.register(Records.registered("new", like: "new"), limit: 10)
        #expect(try await store.check() == [])
        _ = try await store.prune(at: Records.now + 100 * 86_400, limit: 100)
        #expect(try await store.clients() == [Records.client()])
        #expect(try await store.check() == [])
    }
}
