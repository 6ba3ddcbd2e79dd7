/// Writes metrics in Prometheus' text format (version 0.0.4).
public struct PrometheusText: Sendable {
    /// The lines written so far.
    public private(set) var text = ""

    /// The content type to serve it with.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    public init() {}

    /// Writes one metric with its samples.
    ///
    /// - Parameters:
    ///   - name: the metric's name.
    ///   - kind: `counter` or `gauge`.
    ///   - help: one sentence.
    ///   - samples: label names and values, and the number.
    public mutating func add(
        _ name: String, _ kind: String, help: String, samples: [(labels: [(String, String)], value: String)]
    ) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
        for sample in samples { text += "\(name)\(Self.labels(sample.labels)) \(sample.value)\n" }
    }

    mutating func add(_ name: String, _ kind: String, help: String, value: Int64) {
        add(name, kind, help: help, samples: [([], String(value))])
    }

    mutating func add(_ name: String, help: String, _ histogram: LatencyHistogram) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) histogram\n"
        var sum: Int64 = 0
        for (index, bound) in LatencyHistogram.bounds.enumerated() {
            sum += histogram.counts[index]
            text += "\(name)_bucket{le=\"\(Self.seconds(bound))\"} \(sum)\n"
        }
        text += "\(name)_bucket{le=\"+Inf\"} \(histogram.count)\n"
        text += "\(name)_sum \(Self.seconds(histogram.sumMicroseconds))\n\(name)_count \(histogram.count)\n"
    }

    private static func labels(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { name, value in
            var escaped = ""
            for character in value.unicodeScalars {
                switch character {
                case "\\": escaped += "\\\\"
                case "\"": escaped += "\\\""
                case "\n": escaped += "\\n"
                default: escaped.unicodeScalars.append(character)
                }
            }
            return "\(name)=\"\(escaped)\""
        }
        return "{\(pairs.joined(separator: ","))}"
    }

    /// Microseconds as seconds, exactly.
    static func seconds(_ microseconds: Int64) -> String {
        let whole = microseconds / 1_000_000
        var rest = String(microseconds % 1_000_000)
        rest = String(repeating: "0", count: 6 - rest.count) + rest
        while rest.hasSuffix("0"), rest.count > 1 { rest.removeLast() }
        return rest == "0" ? "\(whole)" : "\(whole).\(rest)"
    }
}

extension GateMetrics {
    /// Writes all of the gate's metrics.
    public func write(to text: inout PrometheusText) {
        let byRequest = requests.sorted { ($0.key.operation, $0.key.status) < ($1.key.operation, $1.key.status) }
        text.add(
            "doorward_requests_total", "counter", help: "Answered requests, by operation and status.",
            samples: byRequest.map {
                ([("operation", $0.key.operation), ("status", String($0.key.status))], String($0.value))
            })
        text.add(
            "doorward_refusals_total", "counter", help: "Requests that were refused or failed, by reason.",
            samples: refusals.sorted { $0.key < $1.key }.map { ([("reason", $0.key)], String($0.value)) })
        text.add(
            "doorward_request_duration_seconds", help: "From a request's head to the end of its answer.", total)
        text.add(
            "doorward_upstream_duration_seconds", help: "From the hand-over to the API to the head of its answer.",
            upstream)
        text.add("doorward_event_loop_lag_seconds", help: "How late the event loops' clocks ran.", lag)
        text.add("doorward_connections", "gauge", help: "Open connections of callers.", value: connections)
        text.add(
            "doorward_upstream_connections", "gauge", help: "Open connections to the API.", value: upstreamConnections)
        text.add(
            "doorward_request_body_bytes_total", "counter", help: "Bytes of request bodies received.", value: bytesIn)
        text.add(
            "doorward_response_body_bytes_total", "counter", help: "Bytes of answers' bodies sent.", value: bytesOut)
    }
}
