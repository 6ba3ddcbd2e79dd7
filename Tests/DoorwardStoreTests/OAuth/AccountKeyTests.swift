import DoorwardOAuth
import DoorwardSecrets
import Testing

@testable import DoorwardStore

@Suite("API keys of accounts")
struct AccountKeyTests {
    private func key(_ number: Int, of owner: String) -> APIKeyRecord {
        APIKeyRecord(
            id: "k_\(number)", user: owner, digest: Records.digest("key \(number)"), hint: "dwk_", createdAt: 1)
    }

    @Test("end when the account is disabled, and are not made then", arguments: Backend.allCases)
    func disabled(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.create(Records.user())
            for (number, owner) in ["user", "name of user", "another", "user"].enumerated() {
                try await store.create(key(number, of: owner))
            }
            _ = try await store.revoke(id: "k_3", at: 5)
            let before = try await store.revision()
            _ = try await store.disableUser(id: "user", at: Records.now, tokensEndBy: Records.now)
            let keys = try await store.list(user: nil).sorted { $0.id < $1.id }
            #expect(keys.map(\.revokedAt) == [Records.now, Records.now, nil, 5])
            #expect(try await store.revision() > before)
            await #expect(throws: StoreError.self) { try await store.create(key(9, of: "user")) }
            _ = try await store.enableUser(id: "user")
            try await store.create(key(9, of: "user"))
            #expect(try await store.list(user: "user").map(\.revokedAt) == [Records.now, 5, nil])
        }
    }

    @Test("that are made at the moment when the account is disabled do not live on", arguments: Backend.shared)
    func race(backend: Backend) async throws {
        try await backend.withStore { store in
            for round in 0..<20 {
                try await store.create(Records.user("u\(round)"))
                await withTaskGroup(of: Void.self) { group in
                    for caller in 0..<6 {
                        group.addTask {
                            for number in 0..<4 {
                                try? await store.create(key(round * 100 + caller * 10 + number, of: "u\(round)"))
                            }
                        }
                    }
                    group.addTask {
                        _ = try? await store.disableUser(
                            id: "u\(round)", at: Records.now, tokensEndBy: Records.now)
                    }
                }
                #expect(try await store.user(id: "u\(round)")?.disabledAt != nil)
            }
            #expect(try await store.list(user: nil).allSatisfy { $0.revokedAt != nil })
        }
    }
}
