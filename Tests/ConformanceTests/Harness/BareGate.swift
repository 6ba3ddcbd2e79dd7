import Glibc

/// A gate that is started as the test says, with nothing presumed of how it starts and ends.
struct BareGate {
    let process: ChildProcess
    let folder: TemporaryFolder
    let port: Int

    var errors: String { folder.read("gate.err") }

    /// Starts a gate in front of `upstreamPort`, after the shell has done `preparation`; its errors go into `errors`.
    init(
        _ configuration: GateConfiguration, upstreamPort: Int, in folder: TemporaryFolder,
        preparation: String = ":", errors: String = "gate.err"
    ) throws {
        self.folder = folder
        port = try FreePort.take()
        try ConfigurationFiles(
            configuration: configuration, upstreamPort: upstreamPort, port: port, metricsPort: 0
        ).write(to: folder)
        let shell = "\(preparation); exec '\(try Products.doorward())' serve --config doorward.yaml"
        process = try ChildProcess(
            "/bin/sh", ["-c", shell], folder: folder.path, output: "\(folder.path)/gate.out",
            errors: "\(folder.path)/\(errors)")
    }

    /// Runs `body` with a gate in front of the real upstream once it answers, and ends both.
    static func with(
        _ configuration: GateConfiguration, preparation: String = ":", errors: String = "gate.err",
        in folder: TemporaryFolder, _ body: (BareGate) throws -> Void
    ) throws {
        let upstream = try UpstreamProcess(in: folder)
        defer { upstream.process.end() }
        let gate = try BareGate(
            configuration, upstreamPort: upstream.port, in: folder, preparation: preparation, errors: errors)
        defer { gate.process.end() }
        guard BareGate.eventually(.seconds(30), { (try? gate.status("/readyz")) == 200 }) else {
            throw Failure("the gate was not ready after 30 seconds; it wrote: \(gate.errors.suffix(2_000))")
        }
        try body(gate)
    }

    /// The status of the answer to a `GET` on a connection of its own.
    func status(_ target: String, _ headers: Gate.Headers = []) throws -> Int? {
        let connection = try RawConnection(port: port)
        try connection.send(Gate.bytes("GET", target, headers))
        return try ResponseReader(connection: connection).response()?.status
    }

    /// Tries `check` until it holds, for `limit` at the most; answers whether it came to hold.
    static func eventually(_ limit: Duration, _ check: () -> Bool) -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if check() { return true }
            usleep(20_000)
        }
        return check()
    }
}
