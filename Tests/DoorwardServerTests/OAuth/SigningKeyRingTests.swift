import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardTesting
import Testing

@Suite("The ring of signing keys")
struct SigningKeyRingTests {
    static let day: Int64 = 86_400

    func ring(_ master: UInt8 = 7) throws -> SigningKeyRing {
        SigningKeyRing(
            wrapping: try KeyWrapping(
                master: [UInt8](repeating: master, count: 32), context: AuthorizationServer.signingKeyContext),
            issuer: TestServer.issuer, resource: TestServer.issuer)
    }

    @Test("Of several processes that start at once one makes the first key, and all sign with it")
    func firstKey() async throws {
        let store = InMemoryAuthorizationStore()
        let rings = try (0..<8).map { _ in try ring() }
        let rotation = KeyRotation(age: 90 * Self.day)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for ring in rings {
                group.addTask { _ = try await ring.keep(store, rotation: rotation, at: TestServer.start) }
            }
            try await group.waitForAll()
        }
        #expect(try await store.signingKeys(at: TestServer.start).count == 1)
        #expect(Set(try rings.map { try $0.minter(at: TestServer.start).keyID }).count == 1)
    }

    @Test("A key is stored sealed, and another master secret does not open it")
    func sealed() async throws {
        let store = InMemoryAuthorizationStore()
        let first = try ring()
        let rotation = KeyRotation(age: 90 * Self.day)
        try await first.keep(store, rotation: rotation, at: TestServer.start)
        let raw = try first.signingKey(at: TestServer.start).rawRepresentation
        let record = try #require(try await store.signingKeys(at: TestServer.start).first)
        #expect(!record.sealedPrivateKey.contains(raw) && !Array(record.publicKey.utf8).contains(raw))
        await #expect(throws: SigningKeyProblem.sealed(id: record.id)) {
            try await ring(8).keep(store, rotation: rotation, at: TestServer.start)
        }
    }

    @Test("The next key is published before it signs; tokens of the old one are good until their end")
    func rotates() async throws {
        let store = InMemoryAuthorizationStore()
        let ring = try ring()
        let rotation = KeyRotation(age: 10 * Self.day)
        try await ring.keep(store, rotation: rotation, at: TestServer.start)
        let old = try ring.minter(at: TestServer.start).keyID
        let soon = TestServer.start + 9 * Self.day
        #expect(try await ring.keep(store, rotation: rotation, at: soon))
        #expect(ring.published.keys.count == 2)
        #expect(try ring.minter(at: soon).keyID == old)
        let change = TestServer.start + 10 * Self.day
        let new = try ring.minter(at: change).keyID
        #expect(new != old)
        try await ring.keep(store, rotation: rotation, at: change)
        #expect(ring.published.keys.count == 2)
        try await ring.keep(store, rotation: rotation, at: change + 2 * Self.day)
        #expect(ring.published.keys.map(\.keyID) == [new])
    }

    @Test("A rotation on demand signs after the published keys have gone round, in every process")
    func onDemand() async throws {
        let store = InMemoryAuthorizationStore()
        let (one, two) = (try ring(), try ring())
        let rotation = KeyRotation(age: 90 * Self.day)
        for ring in [one, two] { try await ring.keep(store, rotation: rotation, at: TestServer.start) }
        let from = TestServer.start + KeyRotation.publishedKeysAreKept
        let id = try #require(try await one.rotate(store, activeFrom: from, at: TestServer.start))
        for ring in [one, two] {
            #expect(try await ring.keep(store, rotation: rotation, at: TestServer.start + 1))
            #expect(try ring.minter(at: from - 1).keyID != id)
            #expect(try ring.minter(at: from).keyID == id)
        }
    }

    @Test("A key that was withdrawn stays so, though a server that looked before retires it later")
    func withdrawn() async throws {
        let store = InMemoryAuthorizationStore()
        let (server, command) = (try ring(), try ring())
        let rotation = KeyRotation(age: 90 * Self.day)
        try await server.keep(store, rotation: rotation, at: TestServer.start)
        let leaked = try server.minter(at: TestServer.start).keyID
        let now = TestServer.start + 60
        let new = try #require(try await command.rotate(store, activeFrom: now, at: now))
        let stale = rotation.plan(try await store.signingKeys(at: now), at: now)
        try await store.retireSigningKey(id: leaked, at: now)
        #expect(stale == [.retire(id: leaked, at: now + rotation.tokenLifetime)])
        try await store.retireSigningKey(id: leaked, at: now + rotation.tokenLifetime)
        try await server.keep(store, rotation: rotation, at: now)
        #expect(server.published.keys.map(\.keyID) == [new])
    }

    @Test("A statement for the API has a type of its own, and is no access token")
    func identity() async throws {
        let store = InMemoryAuthorizationStore()
        let ring = try ring()
        try await ring.keep(store, rotation: KeyRotation(age: 90 * Self.day), at: TestServer.start)
        let claims = AccessTokenClaims(
            of: GrantRecord(
                id: "g", userID: "u", clientID: "c", resource: TestServer.issuer, scopes: [], redirectURI: "",
                createdAt: TestServer.start, lastUsedAt: TestServer.start),
            scopes: [], tokenID: "t",
            policy: AuthorizationPolicy(issuer: TestServer.issuer, resource: TestServer.issuer, scopes: []),
            at: TestServer.start)
        let statement = try ring.identityMinter(at: TestServer.start).mintText(claims.payload)
        let header = try #require(Base64URL.decode(String(statement.prefix { $0 != "." })))
        #expect(String(decoding: header, as: UTF8.self).contains(#""typ":"doorward-identity+jwt""#))
        #expect(throws: (any Error).self) { try ring.verifier.verify(statement, now: TestServer.start) }
        let token = try ring.minter(at: TestServer.start).mintText(claims.payload)
        #expect(throws: Never.self) { try ring.verifier.verify(token, now: TestServer.start) }
    }

    @Test("Ids of keys do not begin with a hyphen")
    func hyphens() async throws {
        for _ in 0..<300 {
            let store = InMemoryAuthorizationStore()
            let id = try await ring().rotate(store, activeFrom: TestServer.start, at: TestServer.start)
            #expect(id?.hasPrefix("-") == false)
        }
    }

    @Test("Without keys nothing is signed")
    func none() throws {
        #expect(throws: SigningKeyProblem.none) { try ring().minter(at: TestServer.start) }
    }

    @Test("Keeping a ring that has not changed reads no keys")
    func cheap() async throws {
        let store = InMemoryAuthorizationStore()
        let ring = try ring()
        let rotation = KeyRotation(age: 90 * Self.day)
        try await ring.keep(store, rotation: rotation, at: TestServer.start)
        try await ring.keep(store, rotation: rotation, at: TestServer.start)
        let before = await store.calls["signingKeys"]
        #expect(try await !ring.keep(store, rotation: rotation, at: TestServer.start + 1))
        #expect(await store.calls["signingKeys"] == before)
    }
}
