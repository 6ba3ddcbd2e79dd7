#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where PostgreSQL's programs are, and as whom they run: they refuse to run as root.
struct PostgreSQLPrograms: Sendable {
    /// The directory of the programs.
    let directory: String
    /// The account to change to; `nil` when we are not root.
    let account: (name: String, user: uid_t, group: gid_t)?

    /// Looks in `PATH` and where Debian keeps them (the newest version).
    static func find() throws(PostgreSQLClusterError) -> PostgreSQLPrograms {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let debian = entries("/usr/lib/postgresql").compactMap(Int.init).sorted(by: >).map {
            "/usr/lib/postgresql/\($0)/bin"
        }
        let directories = path.split(separator: ":").map(String.init) + debian
        let found = directories.first { directory in
            ["initdb", "postgres", "psql", "pg_isready"].allSatisfy { access("\(directory)/\($0)", X_OK) == 0 }
        }
        guard let found else {
            throw PostgreSQLClusterError("PostgreSQL is not installed (Debian: apt install postgresql)")
        }
        return PostgreSQLPrograms(directory: found, account: try account())
    }

    /// Makes a directory for a cluster.
    func makeDirectory() throws(PostgreSQLClusterError) -> String {
        var template = Array("/tmp/doorward-postgresql-XXXXXX".utf8CString)
        guard let path = mkdtemp(&template).map({ String(cString: $0) }) else {
            throw PostgreSQLClusterError("cannot make a directory in /tmp")
        }
        if let account { chown(path, account.user, account.group) }
        return path
    }

    /// Makes a certificate for `localhost` that signs itself; `nil` without `openssl`.
    func makeCertificate(in directory: String) throws(PostgreSQLClusterError) -> String? {
        let arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "\(directory)/server.key",
            "-out", "\(directory)/server.crt",
        ]
        let made = try? SpawnedProgram.run(
            prefix() + ["/usr/bin/env", "openssl"] + arguments, log: "\(directory)/openssl.log")
        return made == nil ? nil : "\(directory)/server.crt"
    }

    /// Runs one of the programs to its end and returns what it printed.
    func run(
        _ program: String, _ arguments: [String], more: [String], in directory: String
    ) throws(PostgreSQLClusterError) -> String {
        try SpawnedProgram.run(
            prefix() + ["\(self.directory)/\(program)"] + arguments + more,
            log: "\(directory)/\(program)-\(UInt64.random(in: .min ... .max)).out")
    }

    /// Starts one of the programs. It is sent the signal whose name is written to `leash`, and `QUIT` when the other end
    /// is closed, because this process ended in whatever way.
    func spawn(
        _ program: String, _ arguments: [String], log: String, leash: Int32
    ) throws(PostgreSQLClusterError) -> pid_t {
        let script = #""$@" </dev/null & child=$!; read signal; kill -${signal:-QUIT} $child; wait $child"#
        let words = prefix() + ["/bin/sh", "-c", script, "sh", "\(directory)/\(program)"] + arguments
        return try SpawnedProgram.start(words, log: log, input: leash)
    }

    /// `setpriv` (util-linux) changes the account.
    private func prefix() -> [String] {
        let places: [String] = ["/usr/bin/setpriv", "/bin/setpriv"]
        guard let account, let setpriv = places.first(where: { access($0, X_OK) == 0 }) else { return [] }
        return [setpriv, "--reuid=\(account.user)", "--regid=\(account.group)", "--clear-groups", "--"]
    }

    private static func account() throws(PostgreSQLClusterError) -> (name: String, user: uid_t, group: gid_t)? {
        guard geteuid() == 0 else { return nil }
        for name in ["postgres", "nobody"] {
            if let entry = getpwnam(name) { return (name, entry.pointee.pw_uid, entry.pointee.pw_gid) }
        }
        throw PostgreSQLClusterError("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
    }

    private static func entries(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }
}
