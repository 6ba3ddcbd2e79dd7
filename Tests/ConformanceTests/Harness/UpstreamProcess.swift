import Glibc

/// The real upstream, on a free port of its own.
struct UpstreamProcess: Sendable {
    let process: ChildProcess
    let port: Int

    init(in folder: TemporaryFolder) throws {
        let output = "\(folder.path)/upstream.log"
        process = try ChildProcess(
            try Products.upstream(), folder: folder.path, output: output, errors: "\(folder.path)/upstream.errors")
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let first = TemporaryFolder.read(output).split(separator: "\n", maxSplits: 1).first
            if let port = first?.split(separator: ":").last.flatMap({ Int($0) }) {
                self.port = port
                return
            }
            guard ContinuousClock.now < deadline else {
                process.end()
                throw Failure("the upstream did not say where it listens")
            }
            usleep(3_000)
        }
    }

    /// What the upstream has seen so far, asked without going through the gate.
    func seen() throws -> Seen {
        let connection = try RawConnection(port: port)
        try connection.send("GET /_count HTTP/1.1\r\nHost: upstream\r\nConnection: close\r\n\r\n")
        guard let json = try ResponseReader(connection: connection).response()?.json(),
            let heads = json["heads"]?.int, let complete = json["complete"]?.int,
            let connections = json["connections"]?.int
        else { throw Failure("the upstream does not answer /_count") }
        let targets = json["targets"]?.array.compactMap(\.string) ?? []
        return Seen(heads: heads, complete: complete, connections: connections, targets: targets)
    }

    /// The number of heads and of whole requests the upstream read, the connections it took, and the targets.
    struct Seen: Equatable, Sendable {
        let heads: Int
        let complete: Int
        let connections: Int
        let targets: [String]

        /// Whether no request came in between; asking takes a connection too.
        static func == (one: Seen, other: Seen) -> Bool {
            one.heads == other.heads && one.complete == other.complete && one.targets == other.targets
        }
    }
}
