import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import Synchronization

@testable import DoorwardProviders

/// Somebody who signs in at a provider that a test has in its hands.
struct Sitting: Sendable {
    static let redirectURI = "https://door.example.org/oauth/callback/company"
    static let state = "fake-state"

    let settings: ProviderSettings
    let clock = ManualClock(FakeProvider.now)
    let fetcher: ScriptedFetcher
    let provider: any SignInProvider
    private let fake: Shared

    private final class Shared: Sendable {
        let value: Mutex<FakeProvider>
        init(_ value: FakeProvider) { self.value = Mutex(value) }
    }

    init(
        _ fake: FakeProvider = FakeProvider(), settings: ProviderSettings? = nil,
        secrets: @escaping @Sendable () -> [String] = { [FakeProvider.secret] }
    ) {
        let shared = Shared(fake)
        let clock = clock
        let random = CountingRandom()
        self.fake = shared
        self.settings =
            settings
            ?? ProviderSettings(
                name: "company", label: "Company", kind: .oidc, issuer: fake.issuer, clientID: FakeProvider.clientID,
                scopes: ["openid", "email", "profile"])
        fetcher = ScriptedFetcher { request in shared.value.withLock { $0 }.answer(request) }
        provider = self.settings.provider(
            secrets: secrets, fetcher: fetcher, now: { clock.now }, random: { random.bytes($0) })
    }

    func change(_ edit: (inout FakeProvider) -> Void) { fake.value.withLock { edit(&$0) } }

    /// There and back.
    func signIn() async throws -> ProviderIdentity {
        let departure = try await provider.begin(state: Self.state, redirectURI: Self.redirectURI)
        return try await comeBack(departure)
    }

    func comeBack(
        _ departure: ProviderDeparture, redirectURI: String = Sitting.redirectURI
    ) async throws -> ProviderIdentity {
        let query = departure.location.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
        let nonce = try FormParameters.parse(query).value("nonce") ?? ""
        change { $0.nonce = nonce }
        let callback = fake.value.withLock { $0.callback } + [("state", Self.state)]
        return try await provider.finish(
            try FormParameters.parse(FormText.encode(callback)), kept: departure.kept, redirectURI: redirectURI)
    }
}
