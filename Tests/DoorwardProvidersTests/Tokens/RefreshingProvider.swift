import DoorwardOAuth
import Synchronization

/// A provider that does nothing but exchange refresh tokens, as a test says.
final class RefreshingProvider: SignInProvider {
    typealias Answer = @Sendable (ProviderTokens) -> Result<ProviderTokens, ProviderFailure>

    let name: String
    let authority: String
    let label = "Company"
    let rules = ProviderRules(keepsTokens: true)
    private let state: Mutex<(answer: Answer, calls: [String])>

    init(_ name: String = "company", of authority: String = "https://id.example", _ answer: @escaping Answer) {
        self.name = name
        self.authority = authority
        state = Mutex((answer, []))
    }

    /// The refresh tokens that were sent.
    var calls: [String] { state.withLock { $0.calls } }
    func answer(_ answer: @escaping Answer) { state.withLock { $0.answer = answer } }

    func begin(state: String, redirectURI: String) async throws(ProviderFailure) -> ProviderDeparture {
        throw .unavailable("not for this")
    }

    func finish(
        _ parameters: Parameters, kept: [UInt8], redirectURI: String
    ) async throws(ProviderFailure) -> ProviderIdentity {
        throw .unavailable("not for this")
    }

    func refresh(_ tokens: ProviderTokens) async throws(ProviderFailure) -> ProviderTokens {
        let answer = state.withLock { state in
            state.calls.append(tokens.refreshToken ?? "")
            return state.answer
        }
        for _ in 0..<20 { await Task.yield() }
        return try answer(tokens).get()
    }
}
