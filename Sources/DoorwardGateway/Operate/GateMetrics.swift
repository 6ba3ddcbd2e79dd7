/// What one event loop has counted, or several together.
public struct GateMetrics: Sendable {
    /// Answered requests by operation and status.
    struct RequestKey: Hashable, Sendable {
        let operation: String
        let status: Int
    }

    var requests: [RequestKey: Int64] = [:]
    /// Requests for the policy's operations, until they are added to the others.
    var tally = GateTally(operations: [])
    /// Refusals by their word.
    var refusals: [String: Int64] = [:]
    var total = LatencyHistogram()
    var upstream = LatencyHistogram()
    /// How late the loop's clock ran: time in which nothing else could happen either.
    var lag = LatencyHistogram()
    var connections: Int64 = 0
    var upstreamConnections: Int64 = 0
    var bytesIn: Int64 = 0
    var bytesOut: Int64 = 0
    /// Unix seconds of the last use, by the index of a service secret.
    public var secretUses: [Int: Int64] = [:]

    init() {}

    mutating func add(_ other: GateMetrics) {
        requests.merge(other.requests, uniquingKeysWith: +)
        refusals.merge(other.refusals, uniquingKeysWith: +)
        total.add(other.total)
        upstream.add(other.upstream)
        lag.add(other.lag)
        connections += other.connections
        upstreamConnections += other.upstreamConnections
        bytesIn += other.bytesIn
        bytesOut += other.bytesOut
        secretUses.merge(other.secretUses, uniquingKeysWith: max)
    }
}
