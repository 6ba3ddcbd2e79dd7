import DoorwardJOSE
import DoorwardOAuth
import Testing

@testable import DoorwardProviders

@Suite("Tokens of a provider for calls in a user's name")
struct ProviderTokenKeeperTests {
    let clock = ManualClock()
    let store = MemoryIdentityStore()
    let provider = RefreshingProvider { _ in .failure(.unavailable("nobody asked")) }
    let wrapping: KeyWrapping

    init() throws {
        wrapping = try KeyWrapping(master: [UInt8](repeating: 7, count: 32), context: "provider tokens")
    }

    func keeper(_ providers: [any SignInProvider]? = nil) -> ProviderTokenKeeper {
        let clock = clock
        return ProviderTokenKeeper(
            providers: providers ?? [provider], store: store, wrapping: wrapping, now: { clock.now }, wait: {})
    }

    /// How long an answer serves.
    private let fresh = ProviderTokenKeeper.freshness

    func tokens(_ name: String, endsIn seconds: Int64? = 3600, refresh: Bool = true) -> ProviderTokens {
        ProviderTokens(
            accessToken: "access-\(name)", refreshToken: refresh ? "refresh-\(name)" : nil,
            expiresAt: seconds.map { clock.now + $0 })
    }

    @Test("are sealed for one user and one provider, and print nothing")
    func sealing() async throws {
        let record = try keeper().seal(tokens("1"), ofUser: "ada", provider: "company")
        #expect(record.userID == "ada")
        #expect(record.provider == "company")
        #expect(record.expiresAt == clock.now + 3600)
        #expect(!record.sealed.withUnsafeBytes { $0.contains(Array("access-1".utf8)) })
        #expect("\(tokens("1"))" == "<redacted>")
        #expect("\(ProviderTokenAnswer.token("access-1", until: 0))" == "<redacted>")
        for change: (inout ProviderTokensRecord) -> Void in [
            { $0.userID = "eve" }, { $0.provider = "other" }, { $0.sealed[20] ^= 1 }, { $0.sealed = [] },
        ] {
            var moved = record
            change(&moved)
            await store.put(moved)
            #expect(
                await keeper([RefreshingProvider(moved.provider) { .success($0) }])
                    .accessToken(ofUser: moved.userID) == .ended)
        }
    }

    @Test("are known to have ended without asking anybody")
    func ended() async throws {
        #expect(await !keeper().haveEnded(ofUser: "ada"))
        for (tokens, hasEnded) in [
            (tokens("1", endsIn: 0), false), (tokens("2", refresh: false), false),
            (tokens("3", endsIn: 0, refresh: false), true), (ProviderTokens(accessToken: "", expiresAt: 0), true),
        ] {
            try await keeper().keep(tokens, ofUser: "ada", provider: "company")
            if tokens.refreshToken == nil {
                await store.put(try keeper().seal(tokens, ofUser: "ada", provider: "company"))
            }
            #expect(await keeper().haveEnded(ofUser: "ada") == hasEnded)
        }
        let other = RefreshingProvider(of: "https://other.example") { .success($0) }
        #expect(await keeper([other]).haveEnded(ofUser: "ada"))
        #expect(provider.calls.isEmpty)
    }

    @Test("never go to another provider that has taken over the name")
    func authority() async throws {
        try await keeper().keep(tokens("1", endsIn: 0), ofUser: "ada", provider: "company")
        let other = RefreshingProvider(of: "https://other.example") { .success($0) }
        #expect(await keeper([other]).accessToken(ofUser: "ada") == .ended)
        try await keeper([other]).keep(tokens("2", endsIn: 0, refresh: false), ofUser: "ada", provider: "company")
        #expect(await keeper([other]).accessToken(ofUser: "ada") == .ended)
        #expect(other.calls.isEmpty)
    }

    @Test("are given as long as they are good, from memory for a moment")
    func good() async throws {
        let keeper = keeper()
        #expect(keeper.cached(ofUser: "ada", now: clock.now) == nil)
        try await keeper.keep(tokens("1"), ofUser: "ada", provider: "company")
        let answer = ProviderTokenAnswer.token("access-1", until: clock.now + fresh)
        for _ in 0..<5 { #expect(await keeper.accessToken(ofUser: "ada") == answer) }
        #expect(keeper.cached(ofUser: "ada", now: clock.now + fresh - 1) == answer)
        #expect(keeper.cached(ofUser: "ada", now: clock.now + fresh) == nil)
        #expect(await store.reads == 2)
        #expect(provider.calls.isEmpty)
    }

    @Test("are none for somebody who has not got any, which is remembered for a moment only")
    func none() async throws {
        let keeper = keeper()
        #expect(await keeper.accessToken(ofUser: "eve") == .none)
        #expect(await keeper.accessToken(ofUser: "eve") == .none)
        #expect(await store.reads == 1)
        try await keeper.keep(tokens("1"), ofUser: "eve", provider: "company")
        #expect(await keeper.accessToken(ofUser: "eve") == .token("access-1", until: clock.now + fresh))
    }

    @Test("are replaced a minute before they end, once however many ask")
    func refresh() async throws {
        let keeper = keeper()
        try await keeper.keep(tokens("1", endsIn: 61), ofUser: "ada", provider: "company")
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-1", until: clock.now + 1))
        clock.advance(1)
        let next = tokens("2")
        provider.answer { _ in .success(next) }
        let expected = ProviderTokenAnswer.token("access-2", until: clock.now + fresh)
        await withTaskGroup(of: ProviderTokenAnswer.self) { group in
            for _ in 0..<50 { group.addTask { await keeper.accessToken(ofUser: "ada") } }
            for await answer in group { #expect(answer == expected) }
        }
        #expect(provider.calls == ["refresh-1"])
        #expect(await store.writes == 2)
        // Another process reads what this one wrote.
        #expect(await self.keeper().accessToken(ofUser: "ada") == expected)
    }

    @Test("serve until their end while the provider is down")
    func down() async throws {
        let keeper = keeper()
        try await keeper.keep(tokens("1", endsIn: 40), ofUser: "ada", provider: "company")
        for failure in [ProviderFailure.unavailable("down"), .untrue("malformed_token_answer")] {
            provider.answer { _ in .failure(failure) }
            #expect(await keeper.accessToken(ofUser: "ada") == .token("access-1", until: clock.now + 5))
            #expect(await keeper.accessToken(ofUser: "ada") == .token("access-1", until: clock.now + 5))
            clock.advance(5)
        }
        #expect(provider.calls.count == 2)
        clock.advance(30)
        #expect(await keeper.accessToken(ofUser: "ada") == .unavailable)
        clock.advance(5)
        let next = tokens("2")
        provider.answer { _ in .success(next) }
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-2", until: clock.now + fresh))
    }

    @Test("have ended when the provider does not take the refresh token any more, until the next sign-in there")
    func refused() async throws {
        let keeper = keeper()
        try await keeper.keep(tokens("1", endsIn: 30), ofUser: "ada", provider: "company")
        provider.answer { _ in .failure(.denied) }
        // What is left of it is good.
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-1", until: clock.now + 5))
        #expect(await !keeper.mustSignInAgain("ada"))
        clock.advance(30)
        #expect(await keeper.accessToken(ofUser: "ada") == .ended)
        #expect(await keeper.mustSignInAgain("ada"))
        clock.advance(86_400)
        #expect(await keeper.accessToken(ofUser: "ada") == .ended)
        #expect(provider.calls == ["refresh-1", "refresh-1"])
        try await keeper.keep(tokens("2"), ofUser: "ada", provider: "company")
        #expect(await !keeper.mustSignInAgain("ada"))
        #expect(await !keeper.mustSignInAgain("somebody who never was there"))
    }

    @Test("without a refresh token are good until their end, and then have ended")
    func noRefreshToken() async throws {
        let keeper = keeper()
        try await keeper.keep(tokens("1", endsIn: 30, refresh: false), ofUser: "ada", provider: "company")
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-1", until: clock.now + 5))
        clock.advance(30)
        #expect(await keeper.accessToken(ofUser: "ada") == .ended)
        #expect(provider.calls.isEmpty)
        try await keeper.keep(tokens("2", endsIn: nil, refresh: false), ofUser: "ada", provider: "company")
        clock.advance(1_000_000)
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-2", until: clock.now + fresh))
    }

    @Test("are those of the other process that was first, whether the provider takes both or only one")
    func overtaken() async throws {
        for isTaken in [true, false] {
            let keeper = keeper()
            try await keeper.keep(tokens("1", endsIn: 30), ofUser: "ada", provider: "company")
            let version = try #require(try await store.providerTokens(ofUser: "ada", provider: "company")).version
            var other = try keeper.seal(tokens("2"), ofUser: "ada", provider: "company")
            other.version = version + 1
            let next = tokens("3")
            if isTaken {
                await store.overtake { [other] in other }
                provider.answer { _ in .success(next) }
                #expect(await keeper.accessToken(ofUser: "ada") == .token("access-2", until: clock.now + fresh))
            } else {
                provider.answer { _ in .failure(.denied) }
                let clock = clock
                let store = store
                let late = ProviderTokenKeeper(
                    providers: [provider], store: store, wrapping: wrapping, now: { clock.now },
                    wait: { [other] in await store.put(other) })
                #expect(await late.accessToken(ofUser: "ada") == .token("access-2", until: clock.now + fresh))
            }
        }
    }

    @Test("that are new count, though another process has taken the old ones for ended meanwhile")
    func givenUpElsewhere() async throws {
        let keeper = keeper()
        try await keeper.keep(tokens("1", endsIn: 0), ofUser: "ada", provider: "company")
        let version = try #require(try await store.providerTokens(ofUser: "ada", provider: "company")).version
        var ended = try keeper.seal(
            ProviderTokens(accessToken: "", expiresAt: 0), ofUser: "ada", provider: "company")
        ended.version = version + 1
        await store.overtake { [ended] in ended }
        let next = tokens("3")
        provider.answer { _ in .success(next) }
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-3", until: clock.now + fresh))
        clock.advance(31)
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-3", until: clock.now + fresh))
        #expect(provider.calls == ["refresh-1"])
    }

    @Test("are out of reach when the store is, and not taken for none")
    func storeDown() async throws {
        let keeper = keeper()
        try await keeper.keep(tokens("1"), ofUser: "ada", provider: "company")
        await store.fail(true)
        #expect(await keeper.accessToken(ofUser: "ada") == .unavailable)
        await store.fail(false)
        clock.advance(5)
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-1", until: clock.now + fresh))
    }

    @Test("keep the refresh token of before when a sign-in brings none")
    func signInAgain() async throws {
        let keeper = keeper()
        try await keeper.keep(tokens("1"), ofUser: "ada", provider: "company")
        try await keeper.keep(tokens("2", endsIn: 30, refresh: false), ofUser: "ada", provider: "company")
        let next = tokens("3")
        provider.answer { _ in .success(next) }
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-3", until: clock.now + fresh))
        #expect(provider.calls == ["refresh-1"])
    }

    @Test("are those of the first provider that has any")
    func severalProviders() async throws {
        let second = RefreshingProvider("second") { .success($0) }
        let keeper = keeper([provider, second])
        try await keeper.keep(tokens("2"), ofUser: "ada", provider: "second")
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-2", until: clock.now + fresh))
        try await keeper.keep(tokens("1"), ofUser: "ada", provider: "company")
        #expect(await keeper.accessToken(ofUser: "ada") == .token("access-1", until: clock.now + fresh))
    }

    @Test("of many users do not fill the memory")
    func bounded() async throws {
        let keeper = keeper()
        for user in 0...ProviderTokenKeeper.largestCache { _ = await keeper.accessToken(ofUser: "user-\(user)") }
        let remembered = (0...ProviderTokenKeeper.largestCache).count {
            keeper.cached(ofUser: "user-\($0)", now: clock.now) != nil
        }
        #expect(remembered <= ProviderTokenKeeper.largestCache)
        #expect(remembered > 0)
        // All of them are over: hardly any stay, and fewer than half go.
        for user in 0...ProviderTokenKeeper.largestCache {
            if user == ProviderTokenKeeper.largestCache { clock.advance(6) }
            _ = await keeper.accessToken(ofUser: "later-\(user)")
        }
        #expect(keeper.cached(ofUser: "later-\(ProviderTokenKeeper.largestCache)", now: clock.now) != nil)
    }
}
