import Glibc
import Synchronization

/// Callers that never stop: threads that send request after request on kept connections, with any of the live secrets.
final class Load: Sendable {
    struct Result: Sendable {
        var calls = 0
        /// What else than 200 was answered, or went wrong, at most a few.
        var refused: [String] = []
    }

    private struct State {
        var secrets: [String]
        var isStopped = false
        var result = Result()
    }

    private let state: Mutex<State>
    private let crowd = Locked<Crowd?>(nil)

    init(_ gate: Gate, secrets: [String], threads: Int = 4) {
        state = Mutex(State(secrets: secrets))
        let started = Crowd(threads) { [self] number in work(gate, number) }
        crowd.withLock { $0 = started }
    }

    /// Uses these secrets from now on. Calls that are under way are waited for.
    func use(_ secrets: [String]) {
        let before = calls
        state.withLock { $0.secrets = secrets }
        // Each thread has at most one call under way.
        while calls < before + 8, !isStopped { usleep(2_000) }
    }

    var calls: Int { state.withLock { $0.result.calls } }

    private var isStopped: Bool { state.withLock { $0.isStopped || $0.result.refused.count > 5 } }

    /// Ends all calls and tells how they went.
    func stop() -> Result {
        state.withLock { $0.isStopped = true }
        crowd.withLock { $0 }?.join()
        return state.withLock { $0.result }
    }

    private func work(_ gate: Gate, _ number: Int) {
        var turn = number
        while !isStopped {
            do {
                let connection = try gate.connect()
                let reader = ResponseReader(connection: connection)
                for _ in 0..<50 where !isStopped {
                    let secret = state.withLock { $0.secrets[turn % $0.secrets.count] }
                    turn += 1
                    try connection.send(Gate.bytes("GET", "/hello", [("Authorization", "Bearer \(secret)")]))
                    let status = try reader.response()?.status
                    state.withLock { state in
                        state.result.calls += 1
                        if status != 200 { state.result.refused.append("status \(status ?? 0)") }
                    }
                    // The machine has other things to do than this.
                    usleep(3_000)
                }
            } catch {
                state.withLock { $0.result.refused.append("\(error)") }
            }
        }
    }
}
