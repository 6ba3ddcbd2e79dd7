public import DoorwardSecrets
import Synchronization

/// When grants and client secrets were last used, gathered in memory and written down together now and then.
///
/// It is bounded: when more are in use than it holds, the rest is written down at a later use.
public final class UseLedger: Sendable {
    private struct State {
        var grants: [String: Int64] = [:]
        var secrets: [SecretDigest: Int64] = [:]
    }

    private let capacity: Int
    private let state = Mutex(State())

    public init(capacity: Int = 50_000) { self.capacity = capacity }

    /// Notes a use of a grant, at a time in Unix seconds.
    public func noteGrant(_ id: String, at now: Int64) {
        state.withLock { state in
            guard state.grants.count < capacity || state.grants[id] != nil else { return }
            state.grants[id] = now
        }
    }

    /// Notes a use of a client's secret.
    public func noteSecret(_ digest: SecretDigest, at now: Int64) {
        state.withLock { state in
            guard state.secrets.count < capacity || state.secrets[digest] != nil else { return }
            state.secrets[digest] = now
        }
    }

    /// Writes down what was noted since the last time.
    ///
    /// - Throws: errors of the store; what could not be written down is forgotten.
    public func flush(to store: any ClientStore & GrantStore) async throws {
        let noted = state.withLock { state in
            defer { state = State() }
            return state
        }
        if !noted.grants.isEmpty { try await store.recordGrantUses(noted.grants) }
        if !noted.secrets.isEmpty { try await store.recordSecretUses(noted.secrets) }
    }
}
