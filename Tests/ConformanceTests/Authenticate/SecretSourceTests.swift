import Glibc
import Testing

@Suite("Where a service secret is kept", .ownThreads)
struct SecretSourceTests {
    @Test("may be the environment, a file, a .env file and systemd's credentials, all at once")
    func all() async throws {
        let credentials = try TemporaryFolder()
        defer { credentials.remove() }
        var configuration = GateConfiguration(secrets: 4)
        let secrets = configuration.secrets
        try credentials.write("plugin-secret", secrets[3], mode: 0o400)
        configuration.environment = ["PLUGIN_SECRET": secrets[0], "CREDENTIALS_DIRECTORY": credentials.path]
        configuration.files = [("own.secret", secrets[1] + "\n"), ("own.env", "# a comment\nNAME='\(secrets[2])'\n")]
        configuration["service.secrets"] =
            "[\"env:PLUGIN_SECRET\", \"file:own.secret\", \"dotenv:own.env#NAME\", \"systemd:plugin-secret\"]"
        try await Gate.with(configuration) { gate in
            for (index, secret) in secrets.enumerated() {
                let answer = try gate.get("/hello", [("Authorization", "Bearer \(secret)")])
                #expect(answer.status == 200, "secret \(index)")
            }
            #expect(try gate.get("/hello", [("Authorization", "Bearer \(secrets[0])\(secrets[1])")]).status == 403)
            let listed = try CommandLineTool.doorward(
                ["secret", "list", "--format", "json"], in: gate.folder, environment: configuration.environment)
            #expect(listed.status == 0, "\(listed.everything)")
            let sources = try JSONValue(parsing: listed.output).array.compactMap { $0["source"]?.string }
            let places = ["env:PLUGIN_SECRET", "file:own.secret", "dotenv:own.env#NAME", "systemd:plugin-secret"]
            #expect(sources == places)
            for secret in secrets { #expect(!listed.everything.contains(secret)) }
        }
    }

    @Test(
        "stops the start where it holds nothing, naming the place",
        arguments: [
            "env:NOT_SET", "file:missing", "file:empty", "dotenv:some.env#MISSING", "dotenv:missing.env#NAME",
            "systemd:missing",
        ])
    func missing(_ source: String) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("empty", "\n")
        try folder.write("some.env", "NAME=\(GateConfiguration.freshSecret())\n")
        let configuration = GateConfiguration().with(
            "service.secrets", "[\"file:\(folder.path)/secret1\", \"\(source)\"]"
        )
        .with("upstream.openapi", "openapi.json").with(file: "openapi.json", TLSUpstream.document)
        let files = ConfigurationFiles(
            configuration: configuration, upstreamPort: 9, port: try FreePort.take(), metricsPort: 0)
        try files.write(to: folder)
        let run = try CommandLineTool.doorward(
            ["serve"], in: folder, environment: ["CREDENTIALS_DIRECTORY": folder.path])
        #expect(run.status == 78, "\(run.everything)")
        #expect(run.everything.contains("service.secrets"))
        #expect(run.everything.contains(source.split(separator: "#")[0]), "\(run.everything)")
        #expect(!run.everything.contains(configuration.secrets[0]))
    }

    @Test(
        "stops the start where it is no place, naming the line but not the text, which may be a secret",
        arguments: [
            "systemd:../secret1", "vault:kv/secret", "dotenv:some.env", "file:", "env:", "plain-text-of-a-secret",
        ]
    )
    func malformed(_ source: String) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let configuration = GateConfiguration().with(
            "service.secrets", "[\"file:\(folder.path)/secret1\", \"\(source)\"]")
        try ConfigurationFiles(
            configuration: configuration, upstreamPort: 9, port: try FreePort.take(), metricsPort: 0
        ).write(to: folder)
        let run = try CommandLineTool.doorward(["serve"], in: folder)
        #expect(run.status == 78, "\(run.everything)")
        #expect(run.everything.firstMatch(of: #/doorward\.yaml:[0-9]+:[0-9]+: service\.secrets\[1\]: /#) != nil)
        #expect(!run.everything.contains("plain-text-of-a-secret"))
    }

    @Test("may be a file that Kubernetes swaps behind a symbolic link, without a refused call")
    func swapped() async throws {
        let mount = try TemporaryFolder()
        defer { mount.remove() }
        let secrets = (0..<3).map { _ in GateConfiguration.freshSecret() }
        try Self.mountVersion(1, ["current": secrets[0], "next": secrets[1]], in: mount)
        for name in ["current", "next"] where symlink("..data/\(name)", "\(mount.path)/\(name)") != 0 {
            throw Failure.system("symlink")
        }
        let configuration = GateConfiguration()
            .with("service.secrets", "[\"file:\(mount.path)/current\", \"file:\(mount.path)/next\"]")
            .with("secret_sources.grace", "0s")
        try await Gate.with(configuration) { gate in
            let bearers = secrets.map { ("Authorization", "Bearer \($0)") }
            #expect(try bearers.map { try gate.get("/hello", [$0]).status } == [200, 200, 403])
            let load = Load(gate, secrets: [secrets[1]])
            try Self.mountVersion(2, ["current": secrets[1], "next": secrets[2]], in: mount)
            let taken = try gate.eventually(.seconds(2)) { try gate.get("/hello", [bearers[2]]).status == 200 }
            #expect(taken, "the new secret is not accepted within two seconds")
            #expect(try gate.get("/hello", [bearers[0]]).status == 403, "the old secret is still accepted")
            let result = load.stop()
            #expect(result.refused == [], "a live secret was refused")
            #expect(result.calls > 20)
            for secret in secrets { #expect(!gate.output.contains(secret)) }
        }
    }

    /// Puts a version of a volume in place as the kubelet does: a new folder, and `..data` turned to it in one step.
    private static func mountVersion(_ number: Int, _ files: [String: String], in mount: TemporaryFolder) throws {
        let version = "..version_\(number)"
        guard mkdir("\(mount.path)/\(version)", 0o755) == 0 else { throw Failure.system("mkdir") }
        for (name, value) in files { try mount.write("\(version)/\(name)", value) }
        guard symlink(version, "\(mount.path)/..data_tmp") == 0,
            rename("\(mount.path)/..data_tmp", "\(mount.path)/..data") == 0
        else { throw Failure.system("..data") }
        if number > 1 { TemporaryFolder.remove("\(mount.path)/..version_\(number - 1)") }
    }
}
