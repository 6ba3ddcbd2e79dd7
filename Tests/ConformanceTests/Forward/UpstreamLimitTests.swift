import Glibc
import Testing

/// A listening socket that takes no more connections: whoever connects waits.
private final class FullBacklog {
    let port: Int
    private var descriptors: [Int32] = []

    init() throws {
        port = try FreePort.take()
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        descriptors.append(listener)
        let address = LoopbackAddress(port: UInt16(port), isIPv6: false)
        guard listener >= 0, address.with({ bind(listener, $0, $1) }) == 0, listen(listener, 0) == 0 else {
            throw Failure.system("listen")
        }
        // As many as the queue takes; the rest stays on the way.
        for _ in 0..<4 {
            let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
            let client = socket(AF_INET, type, 0)
            descriptors.append(client)
            _ = address.with { connect(client, $0, $1) }
        }
        usleep(50_000)
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}

@Suite("An API that takes no connections", .ownThreads)
struct ConnectTimeoutTests {
    @Test("is 504 after timeouts.connect", arguments: [("500ms", "45s"), ("5s", "500ms")])
    func timeout(_ connect: String, _ firstByte: String) async throws {
        let full = try FullBacklog()
        let configuration = GateConfiguration().with("upstream.url", "http://127.0.0.1:\(full.port)")
            .with("timeouts.connect", connect).with("timeouts.first_byte", firstByte)
            .with("upstream.openapi", "openapi.json").with(file: "openapi.json", TLSUpstream.document)
        try await Gate.with(configuration) { gate in
            for _ in 0..<2 {
                let start = ContinuousClock.now
                let answer = try gate.get("/hello", [gate.bearer])
                let took = ContinuousClock.now - start
                #expect(answer.status == 504, "\(answer.text)")
                #expect(answer.mediaType == "application/problem+json")
                #expect(took > .milliseconds(400) && took < .seconds(4), "\(took)")
            }
            #expect(gate.output.contains("upstream_connect_timeout"))
        }
    }
}

@Suite("An API whose connections are all busy", .ownThreads)
struct ExhaustedTests {
    @Test("is waited for until timeouts.first_byte, then 503 with Retry-After")
    func exhausted() async throws {
        let configuration = GateConfiguration().with("upstream.connections", "1").with("timeouts.first_byte", "1s")
            .withMetrics
        try await Gate.with(configuration) { gate in
            // One connection for each event loop: more callers than twice that, of which each keeps its connection busy.
            let callers = 2 * sysconf(Int32(_SC_NPROCESSORS_ONLN)) + 2
            let start = ContinuousClock.now
            let connections = try (0..<callers).map { _ in
                let connection = try gate.connect()
                try connection.send(Gate.bytes("GET", "/drip?n=30&ms=100", [gate.bearer]))
                return connection
            }
            var statuses: [Int] = []
            for connection in connections {
                let reader = ResponseReader(connection: connection)
                guard let head = try reader.head() else { throw Failure("closed without an answer") }
                statuses.append(head.status)
                guard head.status != 200 else { continue }
                let took = ContinuousClock.now - start
                #expect(took > .milliseconds(800) && took < .seconds(4), "\(took)")
                let answer = try reader.finish(head, "GET")
                #expect(answer.status == 503)
                #expect(answer.mediaType == "application/problem+json")
                #expect(Int(answer.header("Retry-After") ?? "") ?? 0 > 0, "no Retry-After")
            }
            #expect(statuses.contains(200) && statuses.contains(503), "\(statuses)")
            for connection in connections { connection.close() }
            let free = try gate.eventually { try gate.get("/hello", [gate.bearer]).status == 200 }
            #expect(free, "the connections did not become free again")
            let metrics = try gate.request("GET", "/metrics", port: gate.metricsPort).text
            #expect(metrics.contains("doorward_refusals_total{reason=\"upstream_exhausted\"}"))
        }
    }

    @Test("answers those who wait, in their order, as soon as one is free")
    func served() async throws {
        let configuration = GateConfiguration().with("upstream.connections", "1")
        try await Gate.with(configuration) { gate in
            let connections = try (0..<12).map { number in
                let connection = try gate.connect()
                try connection.send(Gate.bytes("GET", "/slow?ms=100&n=\(number)", [gate.bearer]))
                return connection
            }
            for connection in connections {
                #expect(try ResponseReader(connection: connection).response()?.status == 200)
            }
            // The connections of the gate to the API, those of the start and of /_count not among them.
            #expect(try gate.upstream.seen().connections <= sysconf(Int32(_SC_NPROCESSORS_ONLN)) + 2)
        }
    }
}
