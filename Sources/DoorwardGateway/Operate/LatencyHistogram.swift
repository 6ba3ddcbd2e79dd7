/// Counts durations in fixed buckets, as Prometheus wants them.
struct LatencyHistogram: Sendable {
    /// Upper bounds in microseconds.
    static let bounds: [Int64] = [
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
        5_000_000, 10_000_000, 45_000_000,
    ]

    /// By bucket, not cumulative; the last one counts what is over every bound.
    private(set) var counts = [Int64](repeating: 0, count: bounds.count + 1)
    private(set) var sumMicroseconds: Int64 = 0

    var count: Int64 { counts.reduce(0, +) }

    mutating func record(microseconds: Int64) {
        var index = 0
        while index < Self.bounds.count, microseconds > Self.bounds[index] { index += 1 }
        counts[index] += 1
        sumMicroseconds += microseconds
    }

    mutating func add(_ other: LatencyHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        sumMicroseconds += other.sumMicroseconds
    }
}
