internal import Synchronization

/// The commands that run at the moment: they must not outlive the process that started them.
final class CommandsUnderWay: Sendable {
    private struct State {
        var marks: [ObjectIdentifier: CancellationMark] = [:]
        var isOver = false
    }

    private let state = Mutex(State())

    /// Notes a command that is about to start; false when none is to start any more.
    func add(_ mark: CancellationMark) -> Bool {
        state.withLock { state in
            guard !state.isOver else { return false }
            state.marks[ObjectIdentifier(mark)] = mark
            return true
        }
    }

    func remove(_ mark: CancellationMark) {
        state.withLock { $0.marks[ObjectIdentifier(mark)] = nil }
    }

    /// Kills what runs, and waits until it is gone, for two seconds at most.
    func end() async {
        let running = state.withLock { state in
            state.isOver = true
            return state.marks.values.map { $0 }
        }
        for mark in running { mark.set() }
        for _ in 0..<200 where !state.withLock({ $0.marks.isEmpty }) {
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
