import Glibc
import Testing

@Suite("Many callers at once", .ownThreads)
struct InterleavingTests {
    static let callers = 60
    static let rounds = 12

    /// What a caller does in one round; the last three leave the gate with something half done.
    enum Act: CaseIterable {
        case echo, fetch, slowly, brokenOff, hangsUp, sendsHalf, neverReads
    }

    @Test("each get their own answer, never a byte of another's, whatever the others do; and memory stays bounded")
    func interleaved() async throws {
        try await Gate.with { gate in
            _ = try gate.echo()
            let before = try Self.memory(gate)
            let faults = Locked<[String]>([])
            let whole = Locked(0)
            Crowd(Self.callers) { number in
                let caller = Caller(gate: gate, number: number)
                for round in 0..<Self.rounds {
                    do {
                        if try caller.act(round) { whole.withLock { $0 += 1 } }
                    } catch {
                        faults.withLock { $0.append("caller \(number), round \(round): \(error)") }
                        caller.hangUp()
                    }
                }
            }.join()
            #expect(faults.withLock { $0 } == [])
            #expect(whole.withLock { $0 } > Self.callers * Self.rounds / 4, "too few whole answers to tell")
            let after = try Self.memory(gate)
            // Sixty callers, some of whom ask for 30 MB and do not read it: buffered, that is hundreds of megabytes.
            #expect(after - before < 24 << 10, "the peak went from \(before) to \(after) KiB")
            let settled = try gate.eventually { try gate.echo().values("X-Request-ID").count == 1 }
            #expect(settled)
        }
    }

    /// The most resident memory that the gate ever had, in KiB.
    private static func memory(_ gate: Gate) throws -> Int {
        let status = TemporaryFolder.read("/proc/\(gate.process.pid)/status")
        guard let match = status.firstMatch(of: /VmHWM:\s*([0-9]+) kB/), let number = Int(match.1) else {
            throw Failure("no VmHWM in /proc")
        }
        return number
    }
}

/// One of many callers: keeps its connection as long as it may, and checks every byte that it gets.
private final class Caller {
    private let gate: Gate
    private let number: Int
    private var connection: RawConnection?
    private var random: Randomness

    init(gate: Gate, number: Int) {
        self.gate = gate
        self.number = number
        random = Randomness(seed: UInt64(number) &+ 1)
    }

    func hangUp() {
        connection?.close()
        connection = nil
    }

    /// Does something at random; answers whether a whole answer came of it.
    func act(_ round: Int) throws -> Bool {
        switch InterleavingTests.Act.allCases.randomElement(using: &random) ?? .echo {
        case .echo: return try echo(round)
        case .fetch: return try fetch(slowly: false)
        case .slowly: return try fetch(slowly: true)
        case .brokenOff: return try brokenOff()
        case .hangsUp: return try hangUpAfter("/stream?bytes=30000000&seed=\(number)", reading: 50_000)
        case .neverReads: return try hangUpAfter("/stream?bytes=30000000&seed=\(number)", reading: 0)
        case .sendsHalf: return try sendHalf()
        }
    }

    private func open() throws -> RawConnection {
        if let connection, !connection.isClosedByPeer { return connection }
        let new = try gate.connect(patience: .seconds(30))
        connection = new
        return new
    }

    private func echo(_ round: Int) throws -> Bool {
        let mark = "mark-\(number)-\(round)-" + String(UInt64.random(in: 0...UInt64.max, using: &random), radix: 36)
        let fill = String(repeating: mark + ".", count: Int.random(in: 1...400, using: &random))
        let body = Array((mark + String(repeating: "x", count: Int.random(in: 0...9_000, using: &random))).utf8)
        let connection = try open()
        try connection.send(
            Gate.bytes("POST", "/echo?m=\(mark)", [gate.bearer, ("X-Fill", fill)], body: body))
        guard let answer = try ResponseReader(connection: connection).response(to: "POST") else {
            throw Failure("closed without an answer")
        }
        guard answer.status == 200 else { throw Failure("status \(answer.status): \(answer.text.prefix(200))") }
        let echo = try Echo(answer.json())
        guard echo.target == "/echo?m=\(mark)", echo.values("X-Fill") == [fill], echo.length == body.count,
            echo.values("X-Request-ID").first == answer.header("X-Request-ID")
        else { throw Failure("another's answer: \(echo.target) for \(mark)") }
        // Digests cost time; the length and the marks are always compared.
        if round % 4 == 0 {
            guard try CommandLineTool.sha256(body) == echo.sha256 else { throw Failure("another body's digest") }
        }
        let others = answer.text.matches(of: /mark-[0-9]+-[0-9]+-[0-9a-z]+/).filter { $0.output != mark }
        guard others.isEmpty else { throw Failure("holds \(others[0].output) beside \(mark)") }
        return true
    }

    private func fetch(slowly: Bool) throws -> Bool {
        let total = Int.random(in: 1...(slowly ? 400_000 : 200_000), using: &random)
        let piece = Int.random(in: 500...40_000, using: &random)
        let seed = Int.random(in: 0...255, using: &random)
        let length = Bool.random(using: &random) ? "&length" : ""
        let connection = try open()
        let target = "/stream?bytes=\(total)&chunk=\(piece)&seed=\(seed)\(length)"
        try connection.send(Gate.bytes("GET", target, [gate.bearer]))
        let reader = ResponseReader(connection: connection)
        guard let head = try reader.head() else { throw Failure("closed without an answer") }
        guard head.status == 200 else { throw Failure("status \(head.status)") }
        let framing = try ResponseReader.framing(of: head, to: "GET")
        var have = 0
        while let bytes = try reader.bodyPart(framing, have: have) {
            for (index, byte) in bytes.enumerated() {
                let at = have + index
                guard byte == UInt8(truncatingIfNeeded: at &* 31 &+ at >> 8 &+ seed) else {
                    throw Failure("byte \(at) of \(target) is another's")
                }
            }
            have += bytes.count
            if slowly { usleep(5_000) }
        }
        guard have == total else { throw Failure("\(have) bytes of \(total)") }
        guard framing == .chunked else { return true }
        // The line that ends a chunked body without trailers.
        while connection.buffer.count < 2 { guard try connection.fill() else { throw Failure("no end of the chunks") } }
        guard connection.take(2) == [13, 10] else { throw Failure("more after the last chunk") }
        return true
    }

    /// The API breaks off in the middle: what came is this answer's beginning, and then the connection ends.
    private func brokenOff() throws -> Bool {
        let connection = try open()
        defer { hangUp() }
        try connection.send(Gate.bytes("GET", "/reset", [gate.bearer]))
        let reader = ResponseReader(connection: connection)
        // A reset takes along what was sent before it and not yet read: TCP's way, and nobody else's bytes either.
        guard let head = try reader.head() else { return false }
        if head.status == 502 { return false }
        guard head.status == 200 else { throw Failure("\(head.status) for a broken answer") }
        do {
            _ = try reader.finish(head, "GET")
        } catch is ResponseReader.Malformed {
            guard connection.buffer.isEmpty else { throw Failure("\(connection.buffer.count) bytes after the break") }
            return false
        }
        throw Failure("a broken answer looked whole")
    }

    private func hangUpAfter(_ target: String, reading count: Int) throws -> Bool {
        let connection = try open()
        defer { hangUp() }
        try connection.send(Gate.bytes("GET", target, [gate.bearer]))
        while connection.buffer.count < count, try connection.fill() {}
        if count == 0 { usleep(200_000) }
        return false
    }

    private func sendHalf() throws -> Bool {
        let connection = try open()
        defer { hangUp() }
        let whole = Gate.bytes("POST", "/echo", [gate.bearer], body: [UInt8](repeating: 0x68, count: 5_000))
        try connection.send(Array(whole.prefix(Int.random(in: 1..<whole.count, using: &random))))
        if Bool.random(using: &random) { usleep(20_000) }
        return false
    }
}

/// Random numbers that are the same each time (SplitMix64), so that a fault can be looked for again.
private struct Randomness: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
