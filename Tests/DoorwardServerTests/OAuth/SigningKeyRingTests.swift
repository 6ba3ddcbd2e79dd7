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
