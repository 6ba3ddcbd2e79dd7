internal import Synchronization

/// Where an OpenID provider's authorization endpoint is, for those who cannot wait until somebody has asked.
final class AuthorizationSite: Sendable {
    /// For how many seconds nobody asks again who got no answer.
    static let pause: Int64 = 10

    private struct State {
        var origin: String?
        var askedAt: Int64?
    }

    private let guess: String?
    private let state = Mutex(State())

    /// - Parameter guess: the issuer's own origin, where most providers have it.
    init(guess: String?) { self.guess = guess }

    /// The origin that the last metadata has, or else the guess.
    var origin: String? { state.withLock { $0.origin } ?? guess }

    func saw(_ address: ProviderAddress) { state.withLock { $0.origin = address.source } }

    /// Whether the metadata should be asked for now, so that the next one knows.
    func shouldAsk(now: Int64) -> Bool {
        state.withLock { state in
            guard state.origin == nil else { return false }
            if let askedAt = state.askedAt, now < askedAt + Self.pause { return false }
            state.askedAt = now
            return true
        }
    }
}
