import Synchronization

/// Counts how often a body was run.
final class Runs: Sendable {
    private let runs = Atomic<Int>(0)

    var count: Int { runs.load(ordering: .relaxed) }

    func next() -> Int { runs.add(1, ordering: .relaxed).newValue }
}
