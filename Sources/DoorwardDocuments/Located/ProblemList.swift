/// The problems of a document while it is read: not too many, and many of one kind told as one.
final class ProblemList {
    /// What was told of one kind.
    private struct Tally {
        let kind: SyntaxProblem.Kind
        /// How many problems are told.
        var count = 0
        /// The last one that has edits: when there are many, it stands for the rest.
        var last: Int?
        /// How many it stands for.
        var more = 0
    }

    static let limit = 100
    /// Of one kind so many are told one by one; those after them only lend the last one their edits.
    private static let kindLimit = 10
    private static let editLimit = 100_000

    private var problems: [SyntaxProblem] = []
    private var tallies: [Tally] = []
    private var editCount = 0
    /// While true, nothing is added: for looking ahead.
    var isMuted = false

    var isEmpty: Bool { problems.isEmpty }
    var isFull: Bool { problems.count >= Self.limit }

    /// Adds a problem; its message and edits are made only when they are wanted.
    func add(
        _ kind: SyntaxProblem.Kind, _ range: Range<Int>, _ message: @autoclosure () -> String,
        edits: @autoclosure () -> [SyntaxProblem.Edit] = [], isFatal: Bool = true
    ) {
        guard !isMuted else { return }
        let place = tally(of: kind)
        if editCount > Self.editLimit, tallies[place].last != nil {
            tallies[place].more += 1
            return
        }
        let edits = edits()
        editCount += edits.count
        if !edits.isEmpty, tallies[place].count >= Self.kindLimit, let last = tallies[place].last {
            tallies[place].more += 1
            problems[last].edits += edits
            return
        }
        guard !isFull else { return }
        if !edits.isEmpty { tallies[place].last = problems.count }
        tallies[place].count += 1
        problems.append(SyntaxProblem(kind: kind, range: range, message: message(), edits: edits, isFatal: isFatal))
    }

    /// Takes back what would put a byte in: the problems stay, without a way to mend them.
    func dropInsertions(of byte: UInt8) {
        for place in problems.indices {
            problems[place].edits.removeAll { $0.range.isEmpty && $0.replacement == [byte] }
        }
    }

    private func tally(of kind: SyntaxProblem.Kind) -> Int {
        if let place = tallies.firstIndex(where: { $0.kind == kind }) { return place }
        tallies.append(Tally(kind: kind))
        return tallies.count - 1
    }

    /// All of them in the order of the document.
    var sorted: [SyntaxProblem] {
        var problems = problems
        for tally in tallies where tally.more > 0 {
            if let last = tally.last { problems[last].message += "; the same is found in \(tally.more) more places" }
        }
        return problems.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }.map(\.element)
    }
}
