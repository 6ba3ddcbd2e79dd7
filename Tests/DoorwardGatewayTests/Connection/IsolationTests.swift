import DoorwardDocuments
import DoorwardSecrets
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import DoorwardGateway

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Callers are kept apart", .serialized)
struct IsolationTests {
    private static let callers = 200
    private static let loops = 2
    private static let upstreamLimit = 14
    /// So few answers found right would mean that the test did nothing.
    private static let leastVerified = 1000

    private static func setting(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// How long callers go on, in seconds: a few, or what `DOORWARD_LONG_TESTS` says.
    private static var seconds: Double { setting("DOORWARD_LONG_TESTS").flatMap(Double.init) ?? 5 }

    /// `DOORWARD_TEST_SEED` runs the same requests and answers again; their order on the wire is the system's.
    private static var seed: UInt64 {
        setting("DOORWARD_TEST_SEED").flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64.max)
    }

    @Test("No byte of one caller's answer reaches another, whatever callers and the API do to their connections")
    func keepsApart() async throws {
        let seed = Self.seed
        let ledger = IsolationLedger()
        let tape = Tape(seed: seed)
        let threads = NIOThreadPool(numberOfThreads: Self.callers + 120)
        threads.start()
        let upstreams = ["a", "b"].compactMap {
            HostileUpstream.start(name: $0, threads: threads, tape: tape, ledger: ledger)
        }
        try #require(upstreams.count == 2)
        let cast = IsolationCast(callers: Self.callers, upstreams: upstreams, limit: Self.upstreamLimit, seed: seed)
        let log = LogCollector()
        let gate = try await Gate.start(
            try cast.policy(0), host: "127.0.0.1", port: 0, threads: Self.loops, log: (.json, log))
        let scene = IsolationScene(
            port: gate.address?.port ?? 0, tape: tape, ledger: ledger, keys: cast.keyTexts, documents: cast.documents)
        let started = ContinuousClock.now
        try await Self.play(gate, cast, scene, on: threads)
        let took = ContinuousClock.now - started
        let leftovers = await Self.leftovers(gate)
        await gate.stop(within: .seconds(2))
        for upstream in upstreams { upstream.stop() }
        Self.check(log, ledger)
        let open = await Self.stillOpen(upstreams)
        try await threads.shutdownGracefully()
        print("isolation: seed \(seed), \(took): \(ledger.summary)")
        let hint = "run again with DOORWARD_TEST_SEED=\(seed)"
        #expect(ledger.violations.isEmpty, "\(ledger.violationCount) in all; \(hint)")
        #expect(ledger.missing.isEmpty, "these never happened; \(hint)")
        #expect(ledger.total(.verified) >= Self.leastVerified, "\(hint)")
        #expect(ledger.total(refusal: AnswerCheck.needless) * 50 < ledger.total(.verified), "\(hint)")
        #expect(leftovers.callers == 0 && leftovers.upstream <= Int64(Self.loops * Self.upstreamLimit), "\(hint)")
        #expect(open == 0, "connections to the upstream are left; \(hint)")
    }

    /// Lets all callers loose, and ends when the last of them has gone.
    private static func play(
        _ gate: Gate, _ cast: IsolationCast, _ scene: IsolationScene, on threads: NIOThreadPool
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<callers {
                tasks.addTask {
                    try await threads.runIfActive {
                        var caller = IsolationCaller(number: number, scene: scene)
                        caller.run()
                    }
                }
            }
            try await direct(gate, cast, scene.ledger, since: .now)
            scene.isOver.withLockedValue { $0 = true }
            try await tasks.waitForAll()
        }
    }

    /// Changes the policy again and again, until the time is over and everything has happened that should.
    private static func direct(
        _ gate: Gate, _ cast: IsolationCast, _ ledger: IsolationLedger, since started: ContinuousClock.Instant
    ) async throws {
        let least = started + .seconds(seconds)
        // A machine that is busy with other things gets more time for the same.
        let most = least + .seconds(45)
        var version = 0
        while ContinuousClock.now < most {
            if ContinuousClock.now > least, ledger.total(.verified) >= leastVerified, ledger.missing.isEmpty { break }
            if !ledger.violations.isEmpty { break }
            try await Task.sleep(for: .milliseconds(120))
            version += 1
            try await gate.update(cast.policy(version), secretsChanged: true)
            ledger.count(.policyUpdate)
            if cast.target(version).port != cast.target(version - 1).port { ledger.count(.targetChange) }
        }
    }

    /// What the gate still holds when all callers have gone: lingering connections are given their time.
    private static func leftovers(_ gate: Gate) async -> (callers: Int64, upstream: Int64) {
        var metrics = await gate.metrics()
        for _ in 0..<100 where metrics.connections > 0 {
            try? await Task.sleep(for: .milliseconds(100))
            metrics = await gate.metrics()
        }
        return (metrics.connections, metrics.upstreamConnections)
    }

    private static func stillOpen(_ upstreams: [HostileUpstream]) async -> Int {
        func count() -> Int { upstreams.reduce(0) { $0 + $1.open.withLockedValue { $0 } } }
        for _ in 0..<100 where count() > 0 { try? await Task.sleep(for: .milliseconds(100)) }
        return count()
    }

    /// A line of the log speaks of one request only, and shows nobody's marker.
    private static func check(_ log: LogCollector, _ ledger: IsolationLedger) {
        var lines = 0
        for line in log.text.split(separator: "\n") where line.contains(#""path":"/i/"#) {
            lines += 1
            let ids = ["\"path\":\"/i/", "conv-", "rid-"].compactMap { Self.id(behind: $0, in: line) }
            let user = line.contains("\"user\":\"user-\(ids.first?.caller ?? -1)\"") || !line.contains("\"user\":")
            if Set(ids).count != 1 || !user { ledger.violation("a log line of several requests: \(line)") }
            if line.contains(IsolationID.markerPrefix) { ledger.violation("a marker in the log: \(line)") }
        }
        if lines < ledger.total(.verified) { ledger.violation("only \(lines) lines in the log") }
    }

    private static func id(behind text: String, in line: Substring) -> IsolationID? {
        line.firstRange(of: text).flatMap { IsolationID(line[$0.upperBound...].prefix(16)) }
    }
}
