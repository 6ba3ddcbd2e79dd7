internal import NIOCore

/// Counts answers by operation and status without hashing a label for each of them.
///
/// One row of counters for each of the policy's operations, one column for each status that has been seen.
struct GateTally: Sendable {
    /// Most statuses that have a column; an API with more of them is counted the slow way for the rest.
    private static let columns = 16

    private let labels: [String]
    private var counters: [Int64]
    /// The statuses that have a column, in the order of their first use.
    private var statuses: [Int] = []

    init(operations labels: [String]) {
        self.labels = labels
        counters = Array(repeating: 0, count: labels.count * Self.columns)
    }

    /// Counts one answer.
    ///
    /// - Returns: false when there is no column left for this status.
    mutating func count(operation: Int, status: Int) -> Bool {
        var column = 0
        while column < statuses.count, statuses[column] != status { column += 1 }
        if column == statuses.count {
            guard column < Self.columns else { return false }
            statuses.append(status)
        }
        let place = operation * Self.columns + column
        guard place < counters.count else { return false }
        counters[place] += 1
        return true
    }

    /// What has been counted, by label and status.
    var requests: [GateMetrics.RequestKey: Int64] {
        var requests: [GateMetrics.RequestKey: Int64] = [:]
        for (row, label) in labels.enumerated() {
            for (column, status) in statuses.enumerated() where counters[row * Self.columns + column] > 0 {
                let key = GateMetrics.RequestKey(operation: label, status: status)
                requests[key, default: 0] += counters[row * Self.columns + column]
            }
        }
        return requests
    }
}

extension GateMetrics {
    /// Counts a request that is over.
    ///
    /// - Parameter place: where its operation stands among those of ``startTally(operations:)``; nil when it is none of them.
    mutating func count(_ request: RequestContext, at place: Int?, took time: TimeAmount) {
        let isTallied = place.map { tally.count(operation: $0, status: request.status) } ?? false
        if !isTallied {
            requests[.init(operation: request.operation, status: request.status), default: 0] += 1
        }
        if !request.refusal.isEmpty { refusals[request.refusal, default: 0] += 1 }
        total.record(microseconds: time.microseconds)
        if let time = request.upstreamTime { upstream.record(microseconds: time.microseconds) }
        bytesIn += Int64(request.bytesIn)
        bytesOut += Int64(request.bytesOut)
    }

    /// Begins to count by the operations of another policy; what has been counted stays.
    mutating func startTally(operations labels: [String]) {
        requests.merge(tally.requests, uniquingKeysWith: +)
        tally = GateTally(operations: labels)
    }

    /// The same counts, all of them by label.
    func settled() -> GateMetrics {
        var copy = self
        copy.startTally(operations: [])
        return copy
    }
}
