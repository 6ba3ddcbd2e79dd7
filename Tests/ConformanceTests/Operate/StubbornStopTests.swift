import Glibc
import Testing

@Suite("SIGTERM where something stands in the way", .ownThreads)
struct StubbornStopTests {
    @Test("ends a start that waits for an API that is down, at once and with status 0")
    func waitingStart() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let gate = try BareGate(GateConfiguration(), upstreamPort: try FreePort.take(), in: folder)
        defer { gate.process.end() }
        let waits = BareGate.eventually(.seconds(20)) { gate.errors.contains("openapi") }
        #expect(waits, "it does not say that it waits: \(gate.errors)")
        #expect(gate.process.isRunning, "it does not wait: \(gate.errors)")
        gate.process.signal(SIGTERM)
        #expect(gate.process.wait(.seconds(3)) == 0, "\(gate.errors)")
    }

    @Test("drains the first time, and the second time ends what is still under way")
    func twice() async throws {
        try await Gate.with(GateConfiguration().with("timeouts.drain", "60s")) { gate in
            let connection = try gate.connect()
            let reader = ResponseReader(connection: connection)
            try connection.send(Gate.bytes("GET", "/sse?n=100000&ms=50", [gate.bearer]))
            let head = try #require(try reader.head())
            let framing = try ResponseReader.framing(of: head, to: "GET")
            gate.process.signal(SIGTERM)
            let drains = try gate.eventually { (try? gate.connect()) == nil }
            #expect(drains, "still accepts connections")
            // More than what may have been on its way at the signal.
            for _ in 0..<20 { #expect(try reader.bodyPart(framing, have: 0) != nil) }
            #expect(gate.process.isRunning, "the first signal did not drain")
            gate.process.signal(SIGTERM)
            let ended = try gate.eventually(.seconds(3)) { !gate.process.isRunning }
            #expect(ended, "the second signal did not end it")
            // That the status is 0 is checked at the end of every gate.
        }
    }

    @Test("ends a gate whose standard error is a full pipe that nobody reads")
    func fullPipe() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/pipe"
        guard mkfifo(path, 0o600) == 0 else { throw Failure.system("mkfifo") }
        let pipe = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard pipe >= 0 else { throw Failure.system("open \(path)") }
        defer { close(pipe) }
        let setSize: Int32 = 1_031  // F_SETPIPE_SZ
        guard fcntl(pipe, setSize, 4_096) > 0 else { throw Failure.system("F_SETPIPE_SZ") }
        let configuration = GateConfiguration()
        let bearer = ("Authorization", "Bearer \(configuration.secrets[0])")
        try BareGate.with(configuration, errors: "pipe", in: folder) { gate in
            // Whatever the gate leaves room for is filled here, to the last byte.
            while write(pipe, "x", 1) == 1 {}
            #expect(errno == EAGAIN)
            for _ in 0..<60 {
                let status = try gate.status("/hello", [bearer])
                #expect(status == 200)
            }
            gate.process.signal(SIGTERM)
            #expect(gate.process.wait(.seconds(5)) == 0)
        }
    }
}
