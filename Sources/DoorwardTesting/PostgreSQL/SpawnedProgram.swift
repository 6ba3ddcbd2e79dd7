internal import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Starting programs, with what they print in a file.
enum SpawnedProgram {
    /// Starts a program; the first word is its path.
    static func start(_ words: [String], log: String, input: Int32? = nil) throws(PostgreSQLClusterError) -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        // The threads of tasks block signals, and a program would inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "PGCONNECT_TIMEOUT=5"]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for variable in variables { free(variable) } }
        var pid = pid_t()
        let status = starting.withLock { _ in
            posix_spawn(&pid, words[0], &actions, &attributes, &arguments, &variables)
        }
        guard status == 0 else {
            throw PostgreSQLClusterError("cannot start \(words[0]): \(String(cString: strerror(status)))")
        }
        return pid
    }

    /// Runs a program to its end and returns what it printed; throws that when it failed.
    static func run(_ words: [String], log: String) throws(PostgreSQLClusterError) -> String {
        let pid = try start(words, log: log)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let output = read(log)
        if log != "/dev/null" { unlink(log) }
        guard status == 0 else { throw PostgreSQLClusterError("\(words.joined(separator: " ")): \(output)") }
        return output
    }

    /// A file's text without the end of its last line; empty when there is none.
    static func read(_ path: String) -> String {
        guard let stream = fopen(path, "r") else { return "" }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, stream)
        var text = String(decoding: bytes[..<count], as: UTF8.self)
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    /// Writes a file that only its owner reads.
    static func write(
        _ text: String, to path: String, owner: (name: String, user: uid_t, group: gid_t)?
    ) throws(PostgreSQLClusterError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PostgreSQLClusterError("cannot make \(path)") }
        defer { close(descriptor) }
        var text = text
        let written = text.withUTF8 { Self.put($0, to: descriptor) }
        guard written == text.utf8.count else { throw PostgreSQLClusterError("cannot write \(path)") }
        if let owner { fchown(descriptor, owner.user, owner.group) }
    }

    /// Makes a pipe that no program inherits unless it is given one end.
    static func pipe(_ ends: inout [Int32]) -> Bool {
        // A program that is started between the two calls would keep the pipe open.
        starting.withLock { _ in
            #if canImport(Glibc)
                guard Glibc.pipe(&ends) == 0 else { return false }
            #elseif canImport(Musl)
                guard Musl.pipe(&ends) == 0 else { return false }
            #else
                guard Darwin.pipe(&ends) == 0 else { return false }
            #endif
            return ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
        }
    }

    private static let starting = Mutex<Void>(())

    private static func put(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
