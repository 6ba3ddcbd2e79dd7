import Glibc
import Testing

@Suite("doorward secret rotate", .ownThreads)
struct SecretRotateTests {
    /// A secret of the gate's configuration in a file of its own, or in a `.env` file.
    enum Place: String, CaseIterable, Sendable {
        case file, dotenv

        func configuration(_ secret: String) -> GateConfiguration {
            switch self {
            case .file:
                GateConfiguration().with("service.secrets", "[file:token]").with(file: "token", "\(secret)\n")
            case .dotenv:
                GateConfiguration().with("service.secrets", "[\"dotenv:.env#TOKEN\"]")
                    .with(file: ".env", "# first\nOTHER=1\nTOKEN=\(secret)\nLAST='2'\n")
            }
        }
    }

    @Test("makes a new value beside the old one, both are accepted, and no call is refused", arguments: Place.allCases)
    func rotation(_ place: Place) async throws {
        let old = GateConfiguration.freshSecret()
        try await Gate.with(place.configuration(old)) { gate in
            let load = Load(gate, secrets: [old])
            let run = try CommandLineTool.doorward(["secret", "rotate", "service.secrets[0]"], in: gate.folder)
            #expect(run.status == 0, "\(run.everything)")
            #expect(run.output.contains("ChatGPT"))
            let new = try RotationTests.printedSecret(run)
            #expect(try gate.eventually(.seconds(3)) { try Self.status(gate, new) == 200 }, "the new value is refused")
            load.use([old, new])
            usleep(300_000)
            #expect(try Self.states(gate) == ["current accepted", "previous accepted"])
            let fingerprint = try #require(try RotationTests.list(gate).last?["fingerprint"]?.string)
            load.use([new])
            let retired = try CommandLineTool.doorward(["secret", "retire", fingerprint], in: gate.folder)
            #expect(retired.status == 0, "\(retired.everything)")
            #expect(try gate.eventually(.seconds(6)) { try Self.status(gate, old) == 403 }, "the old value is accepted")
            let result = load.stop()
            #expect(result.refused == [], "a live value was refused")
            #expect(result.calls > 20)
            #expect(try Self.states(gate) == ["- accepted"])
            if place == .dotenv {
                #expect(gate.folder.read(".env") == "# first\nOTHER=1\nTOKEN=\(new)\nLAST='2'\n")
            }
            #expect(!gate.output.contains(old) && !gate.output.contains(new))
        }
    }

    @Test("outlives a restart: the old value is accepted still")
    func restart() async throws {
        let old = GateConfiguration.freshSecret()
        try await Gate.with(Place.file.configuration(old)) { gate in
            let run = try CommandLineTool.doorward(["secret", "rotate", "file:token"], in: gate.folder)
            #expect(run.status == 0, "\(run.everything)")
            #expect(gate.folder.read("token.previous") == "\(old)\n")
            let check = try CommandLineTool.doorward(["secret", "check"], in: gate.folder)
            #expect(check.status == 0)
            #expect(check.output.contains("current") && check.output.contains("previous"))
        }
    }

    @Test("takes a value from standard input for a secret that another server checks, and sends it from then on")
    func given() async throws {
        let configuration = GateConfiguration().with("upstream.authorization", "file:api")
            .with(file: "api", "Bearer first-of-the-api")
        try await Gate.with(configuration) { gate in
            let refused = try CommandLineTool.doorward(["secret", "rotate", "upstream.authorization"], in: gate.folder)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("--stdin"))
            let run = try CommandLineTool.run(
                "/bin/sh",
                [
                    "-c", "printf 'Bearer second-of-the-api\\n' | \"$0\" secret rotate upstream.authorization --stdin",
                    try Products.doorward(),
                ],
                in: gate.folder)
            #expect(run.status == 0, "\(run.everything)")
            let sent = try gate.eventually(.seconds(3)) {
                try gate.echo().values("authorization") == ["Bearer second-of-the-api"]
            }
            #expect(sent, "the API is sent the old value")
        }
    }

    @Test(
        "changes nothing where it cannot, and says why",
        arguments: [
            ("env:TOKEN", "nothing can be written there"), ("service.secrets[7]", "no secret of the configuration"),
            ("deadbeef", "no secret of the configuration"), ("service.secrets", "more than one"),
        ])
    func refused(name: String, sentence: String) async throws {
        let secrets = (0..<2).map { _ in GateConfiguration.freshSecret() }
        var configuration = GateConfiguration().with("service.secrets", "[file:token, env:TOKEN]")
            .with(file: "token", secrets[0])
        configuration.environment["TOKEN"] = secrets[1]
        try await Gate.with(configuration) { gate in
            let run = try CommandLineTool.doorward(
                ["secret", "rotate", name], in: gate.folder, environment: ["TOKEN": secrets[1]])
            #expect(run.status == 1)
            #expect(run.errors.contains(sentence), "\(run.errors)")
            #expect(gate.folder.read("token") == secrets[0])
        }
    }

    @Test("keeps the user's name where the secret is sent as Basic")
    func basic() async throws {
        let password = GateConfiguration.freshSecret()
        let configuration = Place.file.configuration("gpt:\(password)").with("service.authorization_type", "basic")
        try await Gate.with(configuration) { gate in
            let run = try CommandLineTool.doorward(["secret", "rotate", "file:token"], in: gate.folder)
            #expect(run.status == 0, "\(run.everything)")
            #expect(gate.folder.read("token").hasPrefix("gpt:"))
            #expect(!gate.folder.read("token").contains(password))
        }
    }

    static func status(_ gate: Gate, _ secret: String) throws -> Int {
        try gate.get("/hello", [("Authorization", "Bearer \(secret)")]).status
    }

    /// Version and state of each value that is listed.
    static func states(_ gate: Gate) throws -> [String] {
        try RotationTests.list(gate).map { "\($0["version"]?.string ?? "-") \($0["state"]?.string ?? "-")" }
    }
}
