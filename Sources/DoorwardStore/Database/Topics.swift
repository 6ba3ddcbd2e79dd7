internal import Synchronization

/// Who listens for changes, and what they have not heard of yet.
final class Topics: Sendable {
    private struct Listener {
        var pending: [String] = []
        var waiter: UnsafeContinuation<String?, Never>?
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var next = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Whether anybody listens.
    var isHeard: Bool { state.withLock { !$0.listeners.isEmpty } }

    /// A new listener. What it has not taken yet is kept once per topic, so a slow one costs little.
    func listen() -> AsyncStream<String> {
        let id = state.withLock { state in
            state.next += 1
            if !state.isClosed { state.listeners[state.next] = Listener() }
            return state.next
        }
        return AsyncStream(unfolding: { await self.next(id) }, onCancel: { self.end(id) })
    }

    func publish(_ topics: some Collection<String>) {
        guard !topics.isEmpty else { return }
        let topics = topics.sorted()
        let woken = state.withLock { state in
            state.listeners.keys.compactMap { id -> (UnsafeContinuation<String?, Never>, String)? in
                Self.add(topics, to: &state.listeners[id, default: Listener()])
            }
        }
        for (waiter, topic) in woken { waiter.resume(returning: topic) }
    }

    func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.listeners = [:] }
            return state.listeners.values.compactMap(\.waiter)
        }
        for waiter in waiters { waiter.resume(returning: nil) }
    }

    private static func add(
        _ topics: [String], to listener: inout Listener
    ) -> (UnsafeContinuation<String?, Never>, String)? {
        for topic in topics where !listener.pending.contains(topic) { listener.pending.append(topic) }
        guard let waiter = listener.waiter, !listener.pending.isEmpty else { return nil }
        listener.waiter = nil
        return (waiter, listener.pending.removeFirst())
    }

    private func next(_ id: Int) async -> String? {
        await withUnsafeContinuation { continuation in
            let topic = state.withLock { state -> String?? in
                guard state.listeners[id] != nil, !Task.isCancelled else { return .some(nil) }
                if let topic = state.listeners[id]?.pending.first {
                    state.listeners[id]?.pending.removeFirst()
                    return topic
                }
                state.listeners[id]?.waiter = continuation
                return nil
            }
            if let topic { continuation.resume(returning: topic) }
        }
    }

    private func end(_ id: Int) {
        let waiter = state.withLock { $0.listeners.removeValue(forKey: id)?.waiter }
        waiter?.resume(returning: nil)
    }
}
