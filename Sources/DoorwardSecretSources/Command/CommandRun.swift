internal import Dispatch
internal import DoorwardSecrets
internal import Synchronization

/// One run of a program, from start to end.
struct CommandRun: Sendable {
    let path: String
    let words: CommandWords
    let environment: [String: String]
    let timeLimit: Duration
    let largest: Int
    let underWay: CommandsUnderWay

    /// What the program wrote, without one line ending at the end.
    ///
    /// Cancelling the task kills the program. Whatever it started in its process group ends with it.
    func output() async throws(SecretSourceError) -> Secret {
        let isCancelled = CancellationMark()
        guard underWay.add(isCancelled) else { return try secret(of: .cancelled) }
        defer { underWay.remove(isCancelled) }
        let end = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<End, Never>) in
                // Waiting blocks a thread; the ones of the cooperative pool are too few for that.
                DispatchQueue(label: "doorward.command").async {
                    run(isCancelled) { continuation.resume(returning: $0) }
                }
            }
        } onCancel: {
            isCancelled.set()
        }
        return try secret(of: end)
    }

    /// How a run ended.
    enum End: Sendable {
        case exited(status: Int32, Secret)
        case killed(signal: Int32)
        case notStarted(cause: String)
        case lost
        case tooSlow
        case tooMuch
        case cancelled
    }

    private func secret(of end: End) throws(SecretSourceError) -> Secret {
        let program = words.program
        // What a failing command says may hold a secret, so nobody keeps it.
        let advice = "its message was not kept: run it by hand as the user that Doorward runs as"
        switch end {
        case .exited(0, let output):
            guard output.count > 0 else { throw .empty }
            return output
        case .exited(let status, _): throw .unavailable(reason: "\(program) ended with status \(status); \(advice)")
        case .killed(let signal): throw .unavailable(reason: "\(program) was ended by signal \(signal); \(advice)")
        case .notStarted(let cause): throw .unavailable(reason: "\(program) could not be started: \(cause)")
        case .lost:
            throw .unavailable(reason: "how \(program) ended could not be learnt; leave SIGCHLD as it is by default")
        case .tooSlow:
            throw .unavailable(
                reason:
                    "\(program) had not ended after \(timeLimit) and was killed; does it ask for something? \(advice)")
        case .tooMuch:
            throw .malformed(
                reason:
                    "\(program) writes more than \(largest / 1024) KiB and was killed; it has to write the secret alone"
            )
        case .cancelled: throw .unavailable(reason: "\(program) was stopped before it ended")
        }
    }

    private func run(_ isCancelled: CancellationMark, answer: (End) -> Void) {
        guard !isCancelled.isSet else { return answer(.cancelled) }
        switch ChildProcess.start(path, arguments: [words.program] + words.arguments, environment: environment) {
        case .failure(let failure): answer(.notStarted(cause: failure.cause))
        case .success(let child):
            let buffer = OutputBuffer(largest: largest)
            let deadline = ContinuousClock.now + timeLimit
            let reading = child.collect(into: buffer, until: deadline) { isCancelled.isSet }
            let status = child.end(within: .milliseconds(500))
            switch reading {
            case .complete: answer(Self.end(status, output: buffer))
            case .tooSlow: answer(.tooSlow)
            case .tooMuch: answer(.tooMuch)
            case .cancelled: answer(.cancelled)
            }
            // One that even a kill does not end at once must not become a zombie when it does.
            if case .running = status { child.wait() }
        }
    }

    private static func end(_ status: ChildProcess.Status, output: OutputBuffer) -> End {
        switch status {
        case .exited(let code): .exited(status: code, output.secret())
        case .killed(let signal): .killed(signal: signal)
        case .running, .unknown: .lost
        }
    }
}

/// Tells a thread that its work is not wanted any more.
final class CancellationMark: Sendable {
    private let mark = Atomic(false)

    var isSet: Bool { mark.load(ordering: .relaxed) }
    func set() { mark.store(true, ordering: .relaxed) }
}
