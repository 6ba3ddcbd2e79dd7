import Glibc
import Testing

@Suite("A caller that wants all there is", .ownThreads)
struct ExhaustionTests {
    @Test("and never reads the answers to thousands of requests costs little memory")
    func neverReads() async throws {
        try await Gate.with { gate in
            #expect(try gate.get("/docs").status == 200)
            let before = try residentKilobytes(gate.process.pid)
            let socket = try PlainSocket(port: gate.port, receiveBuffer: 4_096)
            let request = Array("GET /docs HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
            let block = Array(repeating: request, count: 2_000).flatMap { $0 }
            var (sent, most) = (0, before)
            let deadline = ContinuousClock.now + .seconds(8)
            var progress = ContinuousClock.now
            // Ends where nothing more is taken, which is what a gate should come to; the system holds a few megabytes.
            while ContinuousClock.now < deadline, ContinuousClock.now - progress < .seconds(2) {
                let count = socket.send(block[(sent % block.count)...])
                sent += count
                if count > 0 { progress = .now } else { usleep(10_000) }
                most = max(most, try residentKilobytes(gate.process.pid))
            }
            #expect(sent > 2_000 * request.count, "only \(sent) bytes were sent")
            #expect(most - before < 40_960, "from \(before) kB to \(most) kB")
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
        }
    }

    @Test("of the open files leaves the gate alive, and those who were there before are served")
    func openFiles() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let configuration = GateConfiguration()
        let request = Gate.bytes("GET", "/hello", [("Authorization", "Bearer \(configuration.secrets[0])")])
        try BareGate.with(configuration, preparation: "ulimit -n 256", in: folder) { gate in
            let warned = BareGate.eventually(.seconds(5)) { gate.errors.contains("leaves room for") }
            #expect(warned, "no warning: \(gate.errors)")
            let kept = try RawConnection(port: gate.port)
            let reader = ResponseReader(connection: kept)
            try kept.send(request)
            #expect(try reader.response()?.status == 200)
            let idle = try (0..<400).map { _ in try PlainSocket(port: gate.port) }
            // For a while, because what is wrong shows only once there is nothing left to accept with.
            for _ in 0..<15 {
                try kept.send(request)
                #expect(try reader.response()?.status == 200)
                usleep(200_000)
            }
            #expect(idle.count == 400)
            #expect(gate.process.isRunning, "\(gate.errors.suffix(2_000))")
            gate.process.signal(SIGTERM)
            #expect(gate.process.wait(.seconds(10)) == 0, "\(gate.errors.suffix(2_000))")
        }
    }

    private func residentKilobytes(_ pid: pid_t) throws -> Int {
        let status = TemporaryFolder.read("/proc/\(pid)/status")
        guard let match = status.firstMatch(of: /VmRSS:\s+([0-9]+) kB/), let count = Int(match.1) else {
            throw Failure("no VmRSS of process \(pid)")
        }
        return count
    }
}
