import Synchronization

/// The grants and tokens that are dead before their time, as one process knows them: what makes a revocation count at
/// once without a look-up in the store with each call.
///
/// It is fed from the store by whoever owns it, and asked by every event loop.
public final class RevocationSet: Sendable {
    private struct State {
        /// When the last token that an entry concerns has ended anyway, by grant id or `jti`.
        var entries: [String: Int64] = [:]
        var sequence: Int64 = 0
    }

    private let state = Mutex(State())
    private let count = Atomic<Int>(0)

    public init() {}

    /// Whether a grant or a token is dead. Costs nearly nothing while there are no entries.
    public func contains(_ id: String) -> Bool {
        guard count.load(ordering: .acquiring) > 0 else { return false }
        return state.withLock { $0.entries[id] != nil }
    }

    /// The newest revocation that is known; where to go on reading.
    public var sequence: Int64 { state.withLock { $0.sequence } }

    /// Takes revocations over, whether new or known already.
    public func apply(_ revocations: [Revocation]) {
        guard !revocations.isEmpty else { return }
        state.withLock { state in
            for revocation in revocations {
                state.entries[revocation.id] = max(state.entries[revocation.id] ?? 0, revocation.expiresAt)
                state.sequence = max(state.sequence, revocation.sequence)
            }
            count.store(state.entries.count, ordering: .releasing)
        }
    }

    /// Takes over at once what this process revokes itself; the store tells the others, and this one again.
    public func add(_ id: String, expiresAt: Int64) {
        state.withLock { state in
            state.entries[id] = max(state.entries[id] ?? 0, expiresAt)
            count.store(state.entries.count, ordering: .releasing)
        }
    }

    /// Forgets what concerns no living token any more.
    public func prune(at now: Int64) {
        state.withLock { state in
            state.entries = state.entries.filter { $0.value > now }
            count.store(state.entries.count, ordering: .releasing)
        }
    }
}
