import DoorwardOAuth
import Testing

@testable import DoorwardStore

@Suite("While codes are redeemed")
struct RevocationRaceTests {
    @Test("whoever is disabled or removed at the same moment keeps no live grant", arguments: Backend.shared)
    func disabling(backend: Backend) async throws {
        try await backend.withStore { store in
            for round in 0..<25 {
                let (user, client) = ("u\(round)", "c\(round)")
                try await store.create(Records.user(user))
                try await store.create(Records.client(client))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    // Codes that are made and redeemed before, while and after; most of them buy nothing.
                    for caller in 0..<6 {
                        group.addTask {
                            for number in 0..<6 {
                                try await store.addGrant("\(round)-\(caller)-\(number)", of: user, for: client)
                            }
                        }
                    }
                    group.addTask {
                        if round % 2 == 0 {
                            _ = try await store.disableUser(id: user, at: Records.now, tokensEndBy: Records.now + 9)
                        } else {
                            _ = try await store.removeClient(id: client, at: Records.now, tokensEndBy: Records.now + 9)
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(try await store.check() == [])
            #expect(try await store.grants(ofUser: nil, ofClient: nil, limit: 1000) == [])
        }
    }

    @Test("a role that changes at the same moment is that of every live grant", arguments: Backend.shared)
    func roles(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.addPeople()
            for round in 0..<25 {
                for number in 0..<8 { try await store.create(Records.code("code \(round)-\(number)")) }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<8 {
                        group.addTask { try await store.redeemWithRole("\(round)-\(number)") }
                    }
                    group.addTask { _ = try await store.setRole("role \(round)", ofUser: "user") }
                    try await group.waitForAll()
                }
                #expect(try await store.check() == [])
            }
            let roles = try await store.grants(ofUser: "user", ofClient: nil, limit: 1000).map(\.role)
            #expect(roles == [String?](repeating: "role 24", count: 200))
        }
    }

    @Test("who follows the revocations in another process misses none", arguments: Backend.shared)
    func following(backend: Backend) async throws {
        guard let place = try backend.place() else { return }
        let (writer, other, follower) = (try await place.open(), try await place.open(), try await place.open())
        let following = Task {
            var (last, seen): (Int64, Set<String>) = (0, [])
            while seen.count < 200, !Task.isCancelled {
                let new = try await follower.revocations(after: last, at: Records.now)
                #expect(seen.isDisjoint(with: new.map(\.id)))
                seen.formUnion(new.map(\.id))
                last = new.last?.sequence ?? last
            }
            return seen.count
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                let store = number % 2 == 0 ? writer : other
                group.addTask { try await store.revokeToken(id: "t\(number)", expiresAt: Records.now + 10) }
            }
            try await group.waitForAll()
        }
        let patience = Task {
            try await Task.sleep(for: .seconds(10))
            following.cancel()
        }
        #expect(try await following.value == 200)
        patience.cancel()
        for store in [writer, other, follower] { store.close() }
    }

    @Test("a change is told to whoever listens, by its topic")
    func topics() async throws {
        let store = try Store.inMemory()
        var changes = store.changes().makeAsyncIterator()
        try await store.addPeople()
        #expect(await changes.next() == "client")
        try await store.revokeToken(id: "jti", expiresAt: Records.now)
        #expect(await changes.next() == "revocation")
        let key = SigningKeyRecord(id: "k", publicKey: "{}", sealedPrivateKey: [1], createdAt: 1, activeFrom: 1)
        #expect(try await store.add(key, expecting: nil))
        #expect(await changes.next() == "signing_key")
        store.close()
    }
}

extension Store {
    /// Redeems a code for a grant with the role that the code has.
    fileprivate func redeemWithRole(_ id: String) async throws {
        _ = try await redeem(code: Records.digest("code \(id)"), at: Records.now, tokensEndBy: Records.now) { code in
            var grant = Records.grant(id)
            grant.role = code?.role
            return .redeem(grant, nil)
        }
    }
}
