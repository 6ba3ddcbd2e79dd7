import DoorwardOAuth
import DoorwardTesting
import Testing

@testable import DoorwardStore

@Suite("A store of the authorization server")
struct StoreConformanceTests {
    @Test(
        "on SQLite does what every store must do", arguments: [Backend.file, .memory], StoreConformance.checks)
    func sqlite(backend: Backend, check: StoreConformance.Check) async throws {
        try await backend.withStore { store in
            try await check.run(store)
            #expect(try await store.check() == [])
        }
    }

    /// One database for all checks, emptied in between: making one takes longer than all the rest.
    @Test("on PostgreSQL does what every store must do")
    func postgreSQL() async throws {
        try await Backend.postgreSQL.withStore { store in
            for check in StoreConformance.checks {
                do { try await check.run(store) } catch { Issue.record(error) }
                #expect(try await store.check() == [], "\(check)")
                try await empty(store)
            }
        }
    }

    private func empty(_ store: Store) async throws {
        try await store.write("emptying") { session in
            try session.execute(
                """
                TRUNCATE client, client_secret, oauth_user, user_login, invitation, session, pending_authorization,
                    identity_taken_away, attempt, consent, authorization_code, oauth_grant, refresh_token, revocation, signing_key,
                    identity, provider_tokens, provider_visit, pushed_request, device_authorization, used_once
                """)
            try session.execute("UPDATE counter SET value = 0")
        }
    }

    @Test("in memory does what every store must do", arguments: StoreConformance.checks)
    func memory(check: StoreConformance.Check) async throws {
        try await check.run(InMemoryAuthorizationStore())
    }

    @Test("is asked by sentences that differ")
    func sentences() {
        #expect(Set(StoreConformance.checks.map(\.sentence)).count == StoreConformance.checks.count)
        #expect(StoreConformance.checks.count > 90)
    }

    @Test("that does something else is told what")
    func failure() async throws {
        let check = try #require(StoreConformance.checks.first)
        let store = InMemoryAuthorizationStore()
        await store.fail(with: InMemoryStoreError.unreachable)
        let failure = await #expect(throws: ConformanceFailure.self) { try await check.run(store) }
        #expect(failure?.sentence == check.sentence)
        #expect(failure?.seen.contains("the store cannot be reached") == true)
    }
}
