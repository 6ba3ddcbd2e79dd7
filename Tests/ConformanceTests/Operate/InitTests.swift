import Glibc
import Testing

@Suite("doorward init", .ownThreads)
struct InitTests {
    static let files = [".env", ".gitignore", "doorward.yaml", "logo.png"]

    @Test("writes its files into an empty folder, the secret for its owner only", arguments: [".", "new/plugin"])
    func empty(_ place: String) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let run = try CommandLineTool.doorward(place == "." ? ["init"] : ["init", place], in: folder)
        #expect(run.status == 0, "\(run.everything)")
        let root = place == "." ? folder.path : "\(folder.path)/\(place)"
        #expect(try Self.names(root) == Self.files)
        for name in Self.files {
            let mode = try Self.mode("\(root)/\(name)")
            #expect(mode & 0o022 == 0, "\(name) can be written by others")
            if name == ".env" { #expect(mode == 0o600) } else { #expect(mode & 0o400 != 0, "\(name)") }
        }
        let secret = try Self.secret(root)
        for name in Self.files.dropFirst() { #expect(!TemporaryFolder.read("\(root)/\(name)").contains(secret)) }
        #expect(!run.everything.contains(secret))
        #expect(Self.bytes("\(root)/logo.png").starts(with: [0x89, 0x50, 0x4e, 0x47]))
    }

    @Test("has a mode of its own for the secret, whatever the umask")
    func umask() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let shell = "umask 000; exec '\(try Products.doorward())' init"
        #expect(try CommandLineTool.run("/bin/sh", ["-c", shell], in: folder).status == 0)
        #expect(try Self.mode("\(folder.path)/.env") == 0o600)
        #expect(try Self.mode("\(folder.path)/doorward.yaml") & 0o022 == 0)
    }

    @Test(
        "overwrites nothing the second time, and says so",
        arguments: [[], ["--auth", "none"], ["--public-url", "auto"]])
    func twice(_ options: [String]) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        _ = try CommandLineTool.doorward(["init"], in: folder)
        let before = try Self.files.map { try Self.state("\(folder.path)/\($0)") }
        let again = try CommandLineTool.doorward(["init"] + options, in: folder)
        #expect(try Self.files.map { try Self.state("\(folder.path)/\($0)") } == before)
        #expect(try Self.names(folder.path) == Self.files)
        #expect(again.everything.contains("doorward.yaml"))
        #expect(!again.everything.contains("wrote "))
    }

    @Test(
        "keeps each file that is there already, also one that is a link",
        arguments: [".env", "doorward.yaml", "logo.png"])
    func kept(_ name: String) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("elsewhere", "NAME=own\n", mode: 0o644)
        guard symlink("elsewhere", "\(folder.path)/\(name)") == 0 else { throw Failure.system("symlink") }
        _ = try CommandLineTool.doorward(["init"], in: folder)
        #expect(folder.read("elsewhere") == "NAME=own\n")
        #expect(folder.read(name) == "NAME=own\n")
    }

    @Test("adds to the .gitignore of a project that has one, and git then ignores the secret")
    func project() async throws {
        guard Skipped.unlessThere("git") else { return }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let git = Skipped.path(of: "git") ?? "git"
        #expect(try CommandLineTool.run(git, ["init", "-q"], in: folder).status == 0)
        try folder.write(".gitignore", "node_modules\n*.log")
        try folder.write("main.py", "print()\n")
        let run = try CommandLineTool.doorward(["init"], in: folder)
        #expect(run.status == 0, "\(run.everything)")
        let ignores = folder.read(".gitignore")
        #expect(ignores.hasPrefix("node_modules\n*.log\n"))
        #expect(ignores.split(separator: "\n").contains(".env"))
        #expect(folder.read("main.py") == "print()\n")
        for name in [".env", "doorward.db", "doorward.db-wal", "doorward.db-shm"] {
            #expect(try CommandLineTool.run(git, ["check-ignore", "-q", name], in: folder).status == 0, "\(name)")
        }
        for name in ["doorward.yaml", "logo.png"] {
            #expect(try CommandLineTool.run(git, ["check-ignore", "-q", name], in: folder).status == 1, "\(name)")
        }
        _ = try CommandLineTool.doorward(["init"], in: folder)
        #expect(folder.read(".gitignore") == ignores, "lines are added twice")
    }

    @Test("leaves a configuration that serves an API when only its address and document are changed")
    func fiveLines() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        _ = try CommandLineTool.doorward(["init"], in: folder)
        let upstream = try UpstreamProcess(in: folder)
        defer { upstream.process.end() }
        let written = folder.read("doorward.yaml")
        let edited = written.replacing("http://127.0.0.1:9000", with: "http://127.0.0.1:\(upstream.port)")
            .replacing("openapi: /openapi.json", with: "openapi: /openapi.yaml")
        #expect(edited != written)
        try folder.write("doorward.yaml", edited)
        let changed = zip(written.split(separator: "\n"), edited.split(separator: "\n")).filter { $0 != $1 }.count
        #expect((1...5).contains(changed))

        let port = try FreePort.take()
        let process = try ChildProcess(
            try Products.doorward(), ["serve", "--listen", "127.0.0.1:\(port)"],
            environment: ["DOORWARD_METRICS_LISTEN": "off"], folder: folder.path, output: "\(folder.path)/gate.out",
            errors: "\(folder.path)/gate.out")
        defer { process.end() }
        try Self.waitUntilReady(port, process)
        let secret = try Self.secret(folder.path)
        func status(_ headers: Gate.Headers) throws -> Int? {
            let connection = try RawConnection(port: port)
            try connection.send(Gate.bytes("GET", "/hello", [("Host", "localhost:\(port)")] + headers))
            return try ResponseReader(connection: connection).response()?.status
        }
        #expect(try status([]) == 401)
        #expect(try status([("Authorization", "Bearer wrong")]) == 403)
        #expect(try status([("Authorization", "Bearer \(secret)")]) == 200)
        process.signal(SIGTERM)
        #expect(process.wait(.seconds(10)) == 0)
        #expect(!folder.read("gate.out").contains(secret))
        #expect(try Self.mode("\(folder.path)/doorward.db") & 0o077 == 0, "the database can be read by others")
    }

    @Test(
        "refuses what it cannot use, writing nothing",
        arguments: [
            ["--auth", "x"], ["--upstream", "x"], ["--public-url", "ftp://x"], ["--nope"],
        ])
    func wrong(_ options: [String]) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let run = try CommandLineTool.doorward(["init", "plugin"] + options, in: folder)
        #expect(run.status == 64, "\(run.everything)")
        #expect(try Self.names(folder.path) == [])
    }

    private static func waitUntilReady(_ port: Int, _ process: ChildProcess) throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline, process.isRunning {
            if let connection = try? RawConnection(port: port) {
                try connection.send(Gate.bytes("GET", "/readyz", []))
                if try ResponseReader(connection: connection).response()?.status == 200 { return }
            }
            usleep(10_000)
        }
        throw Failure("the gate was not ready")
    }

    private static func secret(_ folder: String) throws -> String {
        let text = TemporaryFolder.read("\(folder)/.env")
        guard let match = text.firstMatch(of: /(?m)^CHATGPT_PLUGIN_SECRET=["']?([0-9A-Za-z_-]{43,})/) else {
            throw Failure("no secret in .env")
        }
        return String(match.1)
    }

    private static func names(_ folder: String) throws -> [String] {
        guard let stream = opendir(folder) else { throw Failure.system("opendir") }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func mode(_ path: String) throws -> mode_t {
        var info = stat()
        guard stat(path, &info) == 0 else { throw Failure.system("stat \(path)") }
        return info.st_mode & 0o777
    }

    private static func bytes(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
    }

    private static func state(_ path: String) throws -> [String] {
        var info = stat()
        guard lstat(path, &info) == 0 else { throw Failure.system("stat \(path)") }
        return [
            "\(info.st_ino)", "\(info.st_mode)", "\(info.st_mtim.tv_sec).\(info.st_mtim.tv_nsec)",
            "\(bytes(path))",
        ]
    }
}
