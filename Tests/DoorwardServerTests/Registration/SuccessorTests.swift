import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("A server that takes the place of another")
struct SuccessorTests {
    private static func successor(
        of test: RegistrationServer, policy: AuthorizationPolicy, fetcher: (any DocumentFetching)? = nil
    ) throws -> AuthorizationServer {
        try AuthorizationServer(
            policy: policy, store: test.store, masterSecret: [UInt8](repeating: 7, count: 32),
            rotation: KeyRotation(age: 90 * 86_400), revocations: RevocationSet(), now: test.server.now,
            random: TestServer.random, fetcher: fetcher ?? test.fetcher, previous: test.server)
    }

    @Test("keeps what was noted, and the documents as long as they are read in the same way")
    func documents() async throws {
        let test = try await ClientDocumentsTests.ready()
        let id = ClientDocumentsTests.id
        #expect(try await test.server.knownClient(id)?.name == "App")
        let same = try Self.successor(of: test, policy: test.server.policy)
        #expect(same.uses === test.server.uses)
        #expect(try await same.knownClient(id)?.name == "App")
        #expect(test.fetcher.count == 1)
        var policy = test.server.policy
        policy.features.privateKeyJWT = false
        #expect(try await Self.successor(of: test, policy: policy).knownClient(id)?.name == "App")
        #expect(test.fetcher.count == 2)
        let other = ScriptedFetcher()
        other.put(ClientDocumentsTests.document(), at: id)
        #expect(
            try await Self.successor(of: test, policy: test.server.policy, fetcher: other).knownClient(id) != nil)
        #expect(other.count == 1)
    }

    @Test("keeps clients' keys, and what one place may have fetched")
    func keys() async throws {
        let key = try SigningKey.generate()
        let test = try await AssertionKeysTests.ready(keys: .url(AssertionKeysTests.address))
        test.fetcher.put(AssertionKeysTests.set(key), at: AssertionKeysTests.address)
        let first = try #require(test.server.clientKeys)
        _ = try await first.keys(
            .url(AssertionKeysTests.address), keyID: key.keyID, isStranger: true, from: "192.0.2.1")
        for number in 0..<40 {
            _ = try? await first.keys(
                .url("https://dead-\(number).example/"), keyID: "x", isStranger: true, from: "192.0.2.1")
        }
        #expect(test.fetcher.count == 20)
        var policy = test.server.policy
        policy.accessTokenLifetime += 1
        let next = try Self.successor(of: test, policy: policy)
        let second = try #require(next.clientKeys)
        _ = try await second.keys(
            .url(AssertionKeysTests.address), keyID: key.keyID, isStranger: true, from: "192.0.2.1")
        _ = try? await next.knownClient("https://random.example/c", from: "192.0.2.1")
        #expect(test.fetcher.count == 20)
    }
}
