import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import Testing

@testable import DoorwardProviders

@Suite("Metadata and keys of a provider")
struct FreshnessTests {
    static let document = "https://id.example.com/.well-known/openid-configuration"
    static let keys = "https://id.example.com/keys"

    @Test("are fetched once in ten minutes")
    func kept() async throws {
        let sitting = Sitting()
        for _ in 0..<3 { _ = try await sitting.signIn() }
        #expect(sitting.fetcher.count(Self.document) == 1)
        #expect(sitting.fetcher.count(Self.keys) == 1)
        sitting.clock.advance(600)
        sitting.change { Self.advance(&$0, 600) }
        _ = try await sitting.signIn()
        #expect(sitting.fetcher.count(Self.document) == 2)
        #expect(sitting.fetcher.count(Self.keys) == 2)
    }

    @Test("are fetched once however many ask at the same time")
    func singleFlight() async throws {
        let sitting = Sitting()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    _ = try await sitting.provider.begin(state: "fake-state", redirectURI: Sitting.redirectURI)
                }
            }
            try await group.waitForAll()
        }
        #expect(sitting.fetcher.count(Self.document) == 1)
    }

    @Test("serve for a day when there are no newer ones, and are asked for every half minute")
    func lastGood() async throws {
        let sitting = Sitting()
        _ = try await sitting.signIn()
        sitting.change {
            $0.instead[Self.document] = .failure(.timedOut)
            $0.instead[Self.keys] = .success(.html)
        }
        sitting.clock.advance(3600)
        sitting.change { Self.advance(&$0, 3600) }
        for _ in 0..<3 { _ = try await sitting.signIn() }
        #expect(sitting.fetcher.count(Self.document) == 2)
        sitting.clock.advance(31)
        _ = try await sitting.signIn()
        #expect(sitting.fetcher.count(Self.document) == 3)
        sitting.clock.advance(86_400)
        await #expect(throws: ProviderFailure.unavailable("discovery document: no answer in time")) {
            try await sitting.signIn()
        }
    }

    @Test("are never kept when they are wrong")
    func wrongOnes() async throws {
        let sitting = Sitting()
        sitting.change { $0.instead[Self.document] = .success(.html) }
        await #expect(throws: ProviderFailure.untrue("malformed_discovery")) { try await sitting.signIn() }
        sitting.change { $0.instead = [:] }
        #expect(try await sitting.signIn().subject == "account-7")
    }

    @Test("heal by themselves when the provider changes its key, whether under a new name, the same name or none")
    func rotation() async throws {
        for keyID in ["key-2", "key-1", nil] {
            let sitting = Sitting()
            _ = try await sitting.signIn()
            var next = TestKey.stranger
            next.keyID = keyID ?? "unnamed"
            sitting.change {
                $0.key = next
                $0.published = [next.jwk]
                $0.header["kid"] = keyID.map { .string($0) }
            }
            #expect(try await sitting.signIn().subject == "account-7")
            #expect(sitting.fetcher.count(Self.keys) == 2)
        }
    }

    @Test("are not fetched again for each unknown key: once in ten seconds")
    func refetches() async throws {
        let sitting = Sitting()
        _ = try await sitting.signIn()
        sitting.change { $0.header["kid"] = .string("nobody's") }
        for _ in 0..<5 {
            await #expect(throws: ProviderFailure.untrue("unknown_key")) { try await sitting.signIn() }
        }
        #expect(sitting.fetcher.count(Self.keys) == 2)
        sitting.clock.advance(10)
        await #expect(throws: ProviderFailure.untrue("unknown_key")) { try await sitting.signIn() }
        #expect(sitting.fetcher.count(Self.keys) == 3)
    }

    @Test("are not fetched again for a token that no other key would make good")
    func otherFaults() async throws {
        let sitting = Sitting()
        _ = try await sitting.signIn()
        sitting.change { $0.claims["exp"] = .integer(FakeProvider.now - 60) }
        await #expect(throws: ProviderFailure.untrue("expired")) { try await sitting.signIn() }
        sitting.change { $0.header["alg"] = .string("HS256") }
        await #expect(throws: ProviderFailure.untrue("algorithm_not_allowed")) { try await sitting.signIn() }
        #expect(sitting.fetcher.count(Self.keys) == 1)
    }

    @Test("say where forms lead to: at first the issuer's origin, then that of the endpoint, asked for meanwhile")
    func formAction() async throws {
        var fake = FakeProvider()
        fake.discovery["authorization_endpoint"] = .string("https://Sign-In.example.net:8443/authorize?x=y")
        let sitting = Sitting(fake)
        for _ in 0..<5 {
            #expect(
                ["https://id.example.com", "https://sign-in.example.net:8443"].contains(sitting.provider.formAction))
        }
        // However long the task takes that asks.
        while sitting.provider.formAction != "https://sign-in.example.net:8443" {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(sitting.fetcher.lines == ["GET \(Self.document)"])
    }

    @Test("are asked for once in ten seconds for the sake of pages, when the provider is down")
    func formActionOfOneThatIsDown() async throws {
        let site = AuthorizationSite(guess: "https://id.example.com")
        #expect(site.shouldAsk(now: 100))
        #expect(!site.shouldAsk(now: 109))
        #expect(site.shouldAsk(now: 110))
        site.saw(try #require(ProviderAddress("https://[::1]:8443/authorize")))
        #expect(!site.shouldAsk(now: 1_000))
        #expect(site.origin == "https:")
    }

    @Test("that are out of reach when a new key is asked for are an outage")
    func outageDuringRotation() async throws {
        let sitting = Sitting()
        _ = try await sitting.signIn()
        sitting.change {
            $0.header["kid"] = .string("key-2")
            $0.instead[Self.keys] = .failure(.timedOut)
        }
        await #expect(throws: ProviderFailure.unavailable("key set: no answer in time")) {
            try await sitting.signIn()
        }
    }

    /// The provider's clock goes with the door's.
    private static func advance(_ fake: inout FakeProvider, _ seconds: Int64) {
        fake.claims["iat"] = .integer(FakeProvider.now + seconds)
        fake.claims["exp"] = .integer(FakeProvider.now + seconds + 300)
    }
}
