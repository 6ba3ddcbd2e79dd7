internal import Synchronization

/// Ends the wait for something after a while, whether that something heeds its cancellation or not.
enum TimeLimit {
    /// The outcome of `body`, or nil when it takes longer than `limit`, or when the caller is cancelled.
    static func run<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let race = Race<Value>()
        let work = Task { race.finish(await body()) }
        let clock = Task {
            try? await Task.sleep(for: limit)
            race.finish(nil)
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { race.wait($0) }
        } onCancel: {
            race.finish(nil)
        }
        work.cancel()
        clock.cancel()
        return outcome
    }

    /// The first of two to finish is heard.
    private final class Race<Value: Sendable>: Sendable {
        private enum State {
            case running
            case waited(CheckedContinuation<Value?, Never>)
            case finished(Value?)
            case over
        }

        private let state = Mutex(State.running)

        func wait(_ continuation: CheckedContinuation<Value?, Never>) {
            let early: Value?? = state.withLock { state in
                guard case .finished(let value) = state else {
                    state = .waited(continuation)
                    return .none
                }
                state = .over
                return .some(value)
            }
            if case .some(let value) = early { continuation.resume(returning: value) }
        }

        func finish(_ value: Value?) {
            let continuation = state.withLock { state -> CheckedContinuation<Value?, Never>? in
                switch state {
                case .running:
                    state = .finished(value)
                    return nil
                case .waited(let continuation):
                    state = .over
                    return continuation
                case .finished, .over: return nil
                }
            }
            continuation?.resume(returning: value)
        }
    }
}
