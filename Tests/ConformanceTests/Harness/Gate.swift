import Glibc
import Testing

/// The real gate in front of the real upstream, each a process of its own.
struct Gate: Sendable {
    let process: ChildProcess
    let upstream: UpstreamProcess
    let folder: TemporaryFolder
    let port: Int
    let metricsPort: Int
    let configuration: GateConfiguration

    /// The gate that the suite's `.gate(…)` trait started.
    @TaskLocal static var shared: Gate?

    var secret: String { configuration.secrets[0] }
    var bearer: (String, String) { ("Authorization", "Bearer \(secret)") }

    /// Everything the gate wrote, to either stream.
    var output: String { folder.read("gate.out") + folder.read("gate.err") }

    /// Starts both, runs `body`, stops the gate with SIGTERM, and checks what must hold at the end of every gate:
    /// exit status 0, and no secret in anything it wrote.
    static func with(
        _ configuration: GateConfiguration = .init(), _ body: (Gate) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let upstream = try UpstreamProcess(in: folder)
        defer { upstream.process.end() }
        let gate = try Gate(configuration, upstream: upstream, folder: folder)
        defer { gate.process.end() }
        do {
            try gate.waitUntilReady()
            try await body(gate)
        } catch {
            Issue.record(error, "the gate wrote: \(gate.output.suffix(4_000))")
        }
        gate.stop()
    }

    private init(_ configuration: GateConfiguration, upstream: UpstreamProcess, folder: TemporaryFolder) throws {
        port = try FreePort.take()
        metricsPort = configuration.metrics ? try FreePort.take() : 0
        self.configuration = configuration
        self.upstream = upstream
        self.folder = folder
        let files = ConfigurationFiles(
            configuration: configuration, upstreamPort: upstream.port, port: port, metricsPort: metricsPort)
        try files.write(to: folder)
        process = try ChildProcess(
            try Products.doorward(), ["serve", "--config", "doorward.yaml", "--no-self-check"],
            environment: configuration.environment,
            folder: folder.path, output: "\(folder.path)/gate.out", errors: "\(folder.path)/gate.err")
    }

    /// Puts another configuration in place of the running one's file.
    func rewrite(_ configuration: GateConfiguration) throws {
        try ConfigurationFiles(
            configuration: configuration, upstreamPort: upstream.port, port: port, metricsPort: metricsPort
        ).write(to: folder)
    }

    private func waitUntilReady() throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if !process.isRunning { throw Failure("the gate ended at its start") }
            // The metrics' listener comes a moment after the gate's own.
            if let answer = try? get("/readyz"), answer.status == 200,
                metricsPort == 0 || (try? RawConnection(port: metricsPort)) != nil
            {
                return
            }
            usleep(10_000)
        }
        throw Failure("the gate was not ready after 30 seconds")
    }

    private func stop() {
        process.signal(SIGTERM)
        let status = process.wait(.seconds(10))
        #expect(status == 0, "exit status after SIGTERM; the gate wrote: \(output.suffix(2_000))")
        for secret in configuration.secrets {
            #expect(!output.contains(secret), "a secret is in the gate's output")
        }
    }
}

/// The files of a gate: its configuration and the secrets that names.
struct ConfigurationFiles {
    let configuration: GateConfiguration
    let upstreamPort: Int
    let port: Int
    let metricsPort: Int

    func write(to folder: TemporaryFolder) throws {
        for (name, content) in configuration.files { try folder.write(name, content) }
        for (index, secret) in configuration.secrets.enumerated() {
            try folder.write("secret\(index + 1)", secret + "\n")
        }
        try folder.write("doorward.yaml", text(in: folder.path))
    }

    func text(in path: String) -> String {
        var all = configuration
        if all["listen"] == nil { all["listen"] = configuration.isIPv6 ? "\"[::1]:\(port)\"" : "127.0.0.1:\(port)" }
        if all["upstream.url"] == nil { all["upstream.url"] = "http://127.0.0.1:\(upstreamPort)" }
        if all["metrics.listen"] == nil { all["metrics.listen"] = metricsPort > 0 ? "127.0.0.1:\(metricsPort)" : "off" }
        if all["auth"] == "service_http", all["service.secrets"] == nil {
            let sources = configuration.secrets.indices.map { "\"file:\(path)/secret\($0 + 1)\"" }
            all["service.secrets"] = "[\(sources.joined(separator: ", "))]"
        }
        return all.yaml()
    }
}
