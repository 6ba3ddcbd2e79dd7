import NIOConcurrencyHelpers

@testable import DoorwardGateway

/// Keeps log lines.
final class LogCollector: LogSink {
    private let lines = NIOLockedValueBox<[UInt8]>([])

    func write(_ lines: [UInt8]) { self.lines.withLockedValue { $0 += lines } }

    var text: String { String(decoding: lines.withLockedValue { $0 }, as: UTF8.self) }
}

extension Gate {
    /// Runs a gate on one event loop and a free port while the body lasts.
    ///
    /// - Parameter now: where its wall clock stands still, in Unix seconds; nil lets it go.
    static func running<Result: Sendable>(
        _ policy: GatePolicy, at now: Int64? = nil, log: LogCollector = LogCollector(),
        _ body: (Gate) async throws -> Result
    ) async throws -> Result {
        let gate = try await Gate.start(
            policy, host: "127.0.0.1", port: 0, threads: 1, log: (.json, log),
            clock: now.map { now in GateClock { now } } ?? GateClock())
        do {
            let result = try await body(gate)
            await gate.stop(within: .seconds(2))
            return result
        } catch {
            await gate.stop(within: .seconds(2))
            throw error
        }
    }
}
