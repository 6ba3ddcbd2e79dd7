internal import Synchronization

/// How many transactions were committed for writes: it shows how many writes shared one.
final class CommitCounter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add() { count.add(1, ordering: .relaxed) }
}
