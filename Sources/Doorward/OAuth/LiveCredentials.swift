internal import DoorwardSecrets
import Synchronization

/// The secrets that a running authorization server needs at the moment it needs them: they change while it runs.
final class LiveCredentials: Sendable {
    private struct State {
        var providers: [String: [Secret]] = [:]
        var registration: [SecretDigest] = []
    }

    private let state = Mutex(State())

    init(_ secrets: DoorSecrets) { replace(with: secrets) }

    func replace(with secrets: DoorSecrets) {
        let fresh = State(
            providers: secrets.providers.mapValues { $0.map(\.secret) },
            registration: secrets.registration.map(\.secret.digest))
        state.withLock { $0 = fresh }
    }

    /// The client secrets at a provider, newest first.
    func clientSecrets(at provider: String) -> [String] {
        state.withLock { $0.providers[provider] ?? [] }.compactMap { $0.revealUTF8() }
    }

    /// The digests of the initial access tokens of registration.
    var registrationTokens: [SecretDigest] { state.withLock(\.registration) }
}
