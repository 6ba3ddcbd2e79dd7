import DoorwardSecrets
import Synchronization

@testable import DoorwardSecretSources

/// Answers requests from a script and remembers them.
final class ScriptedTransport: SecretTransport {
    typealias Answer = @Sendable (SecretRequest) throws(SecretSourceError) -> SecretResponse

    private struct State {
        var answers: [Answer] = []
        var otherwise: Answer?
        var requests: [SecretRequest] = []
    }

    private let state = Mutex(State())

    /// - Parameter answers: one for each request, in order; a request too many is not answered.
    init(_ answers: [Answer] = []) {
        state.withLock { $0.answers = answers }
    }

    /// Answers every request by the same closure.
    convenience init(every answer: @escaping Answer) {
        self.init()
        state.withLock { $0.otherwise = answer }
    }

    var requests: [SecretRequest] { state.withLock { $0.requests } }

    /// Adds answers to the script.
    func then(_ answers: Answer...) { state.withLock { $0.answers += answers } }

    func send(_ request: SecretRequest) async throws(SecretSourceError) -> SecretResponse {
        let answer = state.withLock { state -> Answer? in
            state.requests.append(request)
            return state.answers.isEmpty ? state.otherwise : state.answers.removeFirst()
        }
        guard let answer else {
            throw .unavailable(reason: "the script has no answer to \(request.method) \(request.url)")
        }
        return try answer(request)
    }
}

/// A clock that a test turns by hand, and that counts how long was slept.
final class ManualClock: Sendable {
    private let state: Mutex<(now: Int64, slept: [Duration])>

    init(_ now: Int64 = 1_800_000_000) { state = Mutex((now, [])) }

    var now: Int64 { state.withLock { $0.now } }
    var slept: [Duration] { state.withLock { $0.slept } }

    func advance(_ seconds: Int64) { state.withLock { $0.now += seconds } }

    func sleep(_ duration: Duration) {
        state.withLock { state in
            state.slept.append(duration)
            state.now += duration.components.seconds
        }
    }
}

extension SourceSurroundings {
    /// Surroundings out of a test's own hands.
    init(
        _ transport: any SecretTransport, environment: [String: String] = [:], directory: String = ".",
        clock: ManualClock = ManualClock()
    ) {
        self.init(
            environment: environment, baseDirectory: directory, transport: transport, now: { clock.now },
            sleep: { clock.sleep($0) })
    }
}

extension SecretResponse {
    /// An answer with a JSON text.
    static func json(_ status: Int, _ text: String, headers: [(name: String, value: String)] = []) -> SecretResponse {
        SecretResponse(
            status: status, headers: headers + [("content-type", "application/json")], body: Array(text.utf8))
    }
}
