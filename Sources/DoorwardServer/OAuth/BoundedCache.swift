import Synchronization

/// A bounded map behind a lock. When it is full the older half goes, but for what was asked for since the last time.
final class BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var young: [Key: Value] = [:]
        var old: [Key: Value] = [:]
        /// Counts up with each emptying, so that what was looked up before is not put in after.
        var generation = 0
    }

    private let half: Int
    private let state = Mutex(State())

    init(capacity: Int) { half = max(1, capacity / 2) }

    subscript(key: Key) -> Value? {
        state.withLock { state in
            if let value = state.young[key] { return value }
            guard let value = state.old.removeValue(forKey: key) else { return nil }
            put(value, for: key, &state)
            return value
        }
    }

    /// To be asked for before looking something up elsewhere.
    var generation: Int { state.withLock { $0.generation } }

    /// Puts a value in, unless the cache was emptied since the generation was asked for.
    func insert(_ value: Value, for key: Key, generation: Int? = nil) {
        state.withLock { state in
            if let generation, generation != state.generation { return }
            put(value, for: key, &state)
        }
    }

    private func put(_ value: Value, for key: Key, _ state: inout State) {
        if state.young.count >= half {
            state.old = state.young
            state.young = [:]
        }
        state.young[key] = value
    }

    func removeAll(where isMeant: (Value) -> Bool) {
        state.withLock { state in
            state.young = state.young.filter { !isMeant($0.value) }
            state.old = state.old.filter { !isMeant($0.value) }
            state.generation += 1
        }
    }

    func removeAll() {
        state.withLock { state in
            state.young = [:]
            state.old = [:]
            state.generation += 1
        }
    }
}
