import DoorwardOAuth
import Synchronization
import Testing

@testable import DoorwardStore

@Suite("The check of a database")
struct OAuthSchemaTests {
    /// A problem, and a statement that makes it.
    private static let damages = [
        ("a refresh token without its grant", "UPDATE refresh_token SET grant_id = 'x' WHERE rotated_at IS NULL"),
        ("a redeemed code without its grant", "UPDATE authorization_code SET grant_id = 'x'"),
        ("a grant without its client", "UPDATE oauth_grant SET client_id = 'x'"),
        ("a grant without its user", "UPDATE oauth_grant SET user_id = 'x' WHERE id = 'one'"),
        ("a session without its user", "UPDATE session SET user_id = 'x'"),
        ("a consent without its user", "UPDATE consent SET user_id = 'x'"),
        (
            "a grant with two refresh tokens that are not rotated",
            "UPDATE refresh_token SET rotated_at = NULL, successor = NULL"
        ),
        ("a grant that lost its newest refresh token", "DELETE FROM refresh_token WHERE rotated_at IS NULL"),
        (
            "a refresh token whose successor belongs to another grant",
            "UPDATE refresh_token SET grant_id = 'two' WHERE rotated_at IS NULL"
        ),
        ("two codes that bought the same grant", "UPDATE authorization_code SET grant_id = 'one'"),
        ("a user who cannot sign in by name", "DELETE FROM user_login WHERE login = 'name of user'"),
        (
            "a user who cannot sign in by e-mail address",
            "DELETE FROM user_login WHERE login = 'user@example.com'"
        ),
        ("a live grant of a disabled user", "UPDATE oauth_user SET disabled_at = 1"),
        ("a live grant of a removed client", "UPDATE client SET removed_at = 1"),
        ("a secret of a removed client", "UPDATE client SET removed_at = 1"),
        (
            "a client with more than two secrets",
            """
            INSERT INTO client_secret (digest, client_id, position, created_at)
            SELECT digest, 'client', 2, 1 FROM session UNION SELECT browser, 'client', 3, 1 FROM pending_authorization
            """
        ),
        ("a revoked grant whose tokens still work", "DELETE FROM revocation"),
        ("a revocation that counts ahead", "UPDATE revocation SET sequence = sequence + 1"),
        ("a missing counter", "DELETE FROM counter WHERE name = 'signing_key'"),
        ("a client that is to be forgotten though it has a grant", "UPDATE client SET expires_at = 1"),
        ("a removed client that has an end", "UPDATE client SET expires_at = 1, removed_at = 1"),
        ("a client with an end that registered itself nowhere", "UPDATE client SET expires_at = 1"),
        ("provider tokens of a disabled user", "UPDATE oauth_user SET disabled_at = 1"),
        ("a live grant whose role is not its user's", "UPDATE oauth_user SET role = 'editor'"),
        ("a device agreed to by a user who is not there", "UPDATE device_authorization SET \(agreed) user_id = 'x'"),
        ("a redeemed device without its grant", "UPDATE device_authorization SET \(redeemed) grant_id = 'x'"),
        ("two devices that bought the same grant", "UPDATE device_authorization SET \(redeemed) grant_id = 'two'"),
        (
            "a code and a device that bought the same grant",
            "UPDATE device_authorization SET \(redeemed) grant_id = 'one'"
        ),
    ]

    private static let agreed = "state = 'approved', grant_id = NULL,"
    private static let redeemed = "state = 'redeemed', user_id = NULL,"

    private struct Undo: Error {}

    /// What a check counted inside the transaction.
    private final class Found: Sendable {
        private let value = Atomic<Int64>(0)

        var count: Int64 { value.load(ordering: .relaxed) }

        func note(_ count: Int64) { value.store(count, ordering: .relaxed) }
    }

    /// Each damage is undone with its transaction, so one database serves for all.
    @Test("finds everything that must not be", arguments: [Backend.memory, .postgreSQL])
    func damage(backend: Backend) async throws {
        #expect(Set(Self.damages.map(\.0)) == Set(Schema.checks.map(\.problem)))
        try await backend.withStore { store in
            try await fill(store)
            #expect(try await store.check() == [])
            for (problem, statement) in Self.damages {
                let check = try #require(Schema.checks.first { $0.problem == problem })
                let found = Found()
                await #expect(throws: StoreError.self, "\(problem)") {
                    try await store.write("damaging") { session in
                        try session.execute(statement)
                        found.note(try session.first(check.query)?.integer(0) ?? 0)
                        throw Undo()
                    }
                }
                #expect(found.count > 0, "\(problem)")
            }
            #expect(try await store.check() == [])
        }
    }

    /// Two grants with tokens of which one is rotated, a revoked one of the client's own, and one of everything else.
    private func fill(_ store: Store) async throws {
        try await store.addPeople()
        try await store.addGrant("one")
        try await store.addGrant("two")
        #expect(try await store.rotate("token one", to: "next", of: "one"))
        _ = try await store.clientGrant(Records.grant("own", of: nil))
        _ = try await store.revokeGrant(id: "own", at: Records.now, tokensEndBy: Records.now + 100)
        let now = Records.now
        try await store.create(
            SessionRecord(
                digest: Records.digest("session"), userID: "user", signedInAt: now, lastSeenAt: now, expiresAt: now,
                userAgent: ""))
        try await store.create(
            PendingAuthorization(
                digest: Records.digest("pending"), query: "", browser: Records.digest("browser"), createdAt: now,
                expiresAt: now))
        try await store.record(
            ConsentRecord(
                userID: "user", clientID: "client", redirectOrigin: "o", resource: "r", scopes: [], grantedAt: now))
        #expect(try await store.link(Records.identity("subject")))
        #expect(try await store.keep(Records.providerTokens(), replacing: nil))
        try await fillDevices(store)
    }

    /// A device that was redeemed, and one that somebody has agreed to.
    private func fillDevices(_ store: Store) async throws {
        for name in ["agreed", "bought"] {
            try await store.create(Records.device(name))
            let state = DeviceAuthorization.State.approved(userID: "user", role: nil)
            #expect(try await store.decideDevice(Records.digest(name), state: state, at: Records.now))
        }
        #expect(try await store.redeem(device: "bought", grant: "bought"))
    }

    @Test("finds nothing in what was pruned", arguments: Backend.allCases)
    func pruned(backend: Backend) async throws {
        try await backend.withStore { store in
            try await fill(store)
            for days in [0, 1, 2, 10] as [Int64] {
                _ = try await store.prune(at: Records.now + days * 86_400, limit: 100)
                #expect(try await store.check() == [])
            }
            let left = try await store.read("counting") { session in
                try session.first("SELECT count(*) FROM oauth_grant")?.integer(0)
            }
            #expect(left == 0)
        }
    }
}
