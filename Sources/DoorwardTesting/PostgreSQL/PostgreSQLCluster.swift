internal import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A real PostgreSQL server for tests: in a temporary directory, on a free port of the loopback, gone with the process.
///
/// It has one superuser, ``user``, whose password is made at run time; TLS is on with a certificate for `localhost`
/// when `openssl` is installed.
public final class PostgreSQLCluster: Sendable {
    /// The server that the tests of a process share, each with a database of its own; started when first asked for.
    ///
    /// It does not wait for the disk, so it is quick, and not for tests of what survives a power failure. `nil` when
    /// PostgreSQL is not installed or did not start; then a line on standard output has said so.
    public static let shared: PostgreSQLCluster? = available(isSafe: false)

    public let user = "doorward"
    public let password: String
    public let port: UInt16
    /// The file of the server's own certificate, which clients may trust; `nil` without TLS.
    public let certificatePath: String?

    let programs: PostgreSQLPrograms
    let directory: String
    private let isSafe: Bool
    private let process = Mutex<(pid: pid_t, leash: Int32)?>(nil)
    private let databases = Atomic<Int>(0)

    /// Starts a server; `nil` when PostgreSQL is not installed or did not start, after a line on standard output.
    public static func available(isSafe: Bool = true) -> PostgreSQLCluster? {
        do { return try PostgreSQLCluster(isSafe: isSafe) } catch {
            print("skipped: tests on PostgreSQL: \(error)")
            return nil
        }
    }

    /// Makes a cluster and starts its server.
    ///
    /// - Parameter isSafe: whether it waits for the disk (`fsync`), as a server in service does.
    /// - Throws: ``PostgreSQLClusterError`` with what is missing or what the server said.
    public init(isSafe: Bool = true) throws(PostgreSQLClusterError) {
        programs = try PostgreSQLPrograms.find()
        self.isSafe = isSafe
        directory = try programs.makeDirectory()
        password = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        port = try Self.freePort()
        certificatePath = try programs.makeCertificate(in: directory)
        try initialize()
        try start()
        PostgreSQLClusterEnd.stopAtExit(self)
    }

    deinit { stop() }

    /// Makes an empty database and returns its URL, without the password.
    ///
    /// - Parameter host: the name the server is called by.
    public func makeDatabase(host: String = "127.0.0.1") throws(PostgreSQLClusterError) -> String {
        let name = "test_\(getpid())_\(databases.add(1, ordering: .relaxed).newValue)"
        _ = try run("CREATE DATABASE \(name)")
        return "postgres://\(user)@\(host):\(port)/\(name)"
    }

    /// Runs SQL as the superuser and returns what it printed, a line for each row.
    ///
    /// - Parameter url: of a database that ``makeDatabase(host:)`` made; the maintenance database unless told.
    @discardableResult
    public func run(_ sql: String, in url: String? = nil) throws(PostgreSQLClusterError) -> String {
        let name = url.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "postgres"
        return try programs.run(
            "psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", directory, "-p", "\(port)", "-U", user],
            more: ["-d", name, "-c", sql], in: directory)
    }

    /// Starts the server on the same port; it must have been stopped.
    public func start() throws(PostgreSQLClusterError) {
        var settings = [
            "port=\(port)", "listen_addresses=127.0.0.1", "unix_socket_directories=\(directory)", "max_connections=200",
            "fsync=\(isSafe ? "on" : "off")", "logging_collector=off",
        ]
        if certificatePath != nil {
            settings += [
                "ssl=on", "ssl_cert_file=\(directory)/server.crt", "ssl_key_file=\(directory)/server.key",
            ]
        }
        var leash: [Int32] = [-1, -1]
        guard SpawnedProgram.pipe(&leash) else { throw PostgreSQLClusterError("no file descriptor left") }
        defer { close(leash[0]) }
        let started = try programs.spawn(
            "postgres", ["-D", "\(directory)/data"] + settings.flatMap { ["-c", $0] }, log: "\(directory)/log",
            leash: leash[0])
        process.withLock { $0 = (started, leash[1]) }
        for _ in 0..<200 {
            if (try? programs.run(
                "pg_isready", ["-q", "-h", "127.0.0.1", "-p", "\(port)"], more: [], in: directory)) != nil
            {
                return
            }
            usleep(50_000)
        }
        let words = SpawnedProgram.read("\(directory)/log").suffix(400)
        throw PostgreSQLClusterError("the server did not start: \(words)")
    }

    /// Stops the server; what is connected is cut off.
    ///
    /// - Parameter isSudden: whether it gets no time to finish anything, as when the machine fails.
    public func halt(isSudden: Bool = false) {
        process.withLock { running in
            guard let (pid, leash) = running else { return }
            let signal = Array((isSudden ? "QUIT\n" : "INT\n").utf8)
            _ = write(leash, signal, signal.count)
            close(leash)
            waitpid(pid, nil, 0)
            running = nil
        }
    }

    /// Stops the server and removes its directory.
    public func stop() {
        halt(isSudden: true)
        _ = try? SpawnedProgram.run(["/bin/rm", "-rf", directory], log: "/dev/null")
    }

    /// Connections over TCP need the password, those over the socket in the directory do not.
    private func initialize() throws(PostgreSQLClusterError) {
        let file = "\(directory)/password"
        try SpawnedProgram.write(password, to: file, owner: programs.account)
        _ = try programs.run(
            "initdb", ["-D", "\(directory)/data", "-U", user, "--auth-local=trust", "--auth-host=scram-sha-256"],
            more: ["--pwfile=\(file)", "-E", "UTF8", "--locale=C", "--no-sync"], in: directory)
    }

    private static func freePort() throws(PostgreSQLClusterError) -> UInt16 {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, kind, 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 ? getsockname(descriptor, address, &size) : -1
            }
        }
        guard status == 0 else { throw PostgreSQLClusterError("no free port on 127.0.0.1") }
        return UInt16(bigEndian: address.sin_port)
    }
}

/// Stops the servers that are still running when the process ends in the ordinary way.
private enum PostgreSQLClusterEnd {
    private struct Running {
        weak var cluster: PostgreSQLCluster?
    }

    private static let clusters = Mutex<[Running]>([])

    static func stopAtExit(_ cluster: PostgreSQLCluster) {
        let isFirst = clusters.withLock { clusters in
            defer { clusters.append(Running(cluster: cluster)) }
            return clusters.isEmpty
        }
        guard isFirst else { return }
        atexit {
            let running = PostgreSQLClusterEnd.clusters.withLock { $0.compactMap(\.cluster) }
            for cluster in running { cluster.stop() }
        }
    }
}
