import DoorwardForms
import DoorwardOAuth
import DoorwardTesting
import Synchronization

@testable import DoorwardServer

/// A provider that says what a test wants it to say. The code of its callback is the name of the person who comes.
final class ScriptedProvider: SignInProvider {
    let name: String
    let label: String
    let rules: ProviderRules
    let formAction: String?
    private let state = Mutex(State())

    private struct State {
        var people: [String: ProviderIdentity] = [:]
        var leaving: ProviderFailure?
        var coming: ProviderFailure?
        var location: String?
        var departures = 0
    }

    init(
        _ name: String = "acme", label: String? = nil, rules: ProviderRules = ProviderRules(),
        formAction: String? = "https://login.example"
    ) {
        self.name = name
        self.label = label ?? name.capitalizedFirst
        self.rules = rules
        self.formAction = formAction
    }

    /// How many were sent there.
    var departures: Int { state.withLock { $0.departures } }

    func knows(
        _ code: String, subject: String? = nil, email: String? = nil, isVerified: Bool = true,
        claims: [String: [String]] = [:], tokens: ProviderTokens? = nil
    ) {
        let identity = ProviderIdentity(
            issuer: "https://\(name).example", subject: subject ?? "sub-\(code)", email: email,
            isEmailVerified: email != nil && isVerified, name: code, claims: claims, tokens: tokens)
        state.withLock { $0.people[code] = identity }
    }

    func fails(leaving: ProviderFailure? = nil, coming: ProviderFailure? = nil) {
        state.withLock {
            $0.leaving = leaving
            $0.coming = coming
        }
    }

    func sends(to location: String) { state.withLock { $0.location = location } }

    func begin(state: String, redirectURI: String) async throws(ProviderFailure) -> ProviderDeparture {
        let (failure, location) = self.state.withLock { held in
            held.departures += 1
            return (held.leaving, held.location)
        }
        if let failure { throw failure }
        let address = "https://login.example/authorize?state=\(state)&redirect_uri=\(FormEncoding.encode(redirectURI))"
        return ProviderDeparture(location: location ?? address, kept: Array("kept for \(state)".utf8))
    }

    func finish(
        _ parameters: Parameters, kept: [UInt8], redirectURI: String
    ) async throws(ProviderFailure) -> ProviderIdentity {
        let held = state.withLock { $0 }
        if let failure = held.coming { throw failure }
        guard let state = try? parameters.value("state"), kept == Array("kept for \(state)".utf8),
            redirectURI.hasSuffix("/oauth/callback/\(name)")
        else { throw .untrue("not_what_was_kept") }
        guard let code = try? parameters.value("code") else { throw .denied }
        guard let identity = held.people[code] else { throw .untrue("unknown_code") }
        return identity
    }

    func refresh(_ tokens: ProviderTokens) async throws(ProviderFailure) -> ProviderTokens { throw .denied }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension FormBrowser {
    /// Presses a provider's button on the page to sign in.
    mutating func choose(_ provider: String = "acme") async throws {
        try await submit(to: "/oauth/provider", button: ("provider", provider))
    }

    /// Agrees, before signing in, and is sent to the provider.
    mutating func allow() async throws {
        try await submit(to: "/oauth/consent", button: ("decision", "allow"))
    }

    /// Where a provider sends the browser back to that it was sent to.
    func callback(_ answer: String, provider: String = "acme") -> String {
        let query = address.split(separator: "?", maxSplits: 1).last ?? ""
        let state = query.split(separator: "&").first { $0.hasPrefix("state=") } ?? "state="
        return "/oauth/callback/\(provider)?\(state)&\(answer)"
    }

    /// Comes back from the provider as somebody.
    mutating func arrive(as code: String, provider: String = "acme") async throws {
        try await open(callback("code=\(code)", provider: provider))
    }

    /// From a client's request through the provider's page back here.
    mutating func signInElsewhere(
        as code: String, provider: String = "acme", request: String = PeopleWorld.authorize()
    ) async throws {
        try await open(request)
        try await choose(provider)
        try await allow()
        try await arrive(as: code, provider: provider)
    }

    var heading: String { page.texts(in: "h1").joined() }
}
