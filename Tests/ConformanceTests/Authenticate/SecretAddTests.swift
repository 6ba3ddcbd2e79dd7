import Glibc
import Testing

@Suite("doorward secret add", .ownThreads)
struct SecretAddTests {
    @Test("run six times at once loses none of those it says are there")
    func atOnce() async throws {
        try await Gate.with { gate in
            let runs = Locked<[CommandLineTool]>([])
            Crowd(6) { _ in
                let run = try? CommandLineTool.doorward(["secret", "add"], in: gate.folder, limit: .seconds(60))
                if let run { runs.withLock { $0.append(run) } }
            }.join()
            let ended = runs.withLock { $0 }
            #expect(ended.count == 6)
            #expect(ended.allSatisfy { $0.status != 124 }, "one did not end")
            let added = try ended.filter { $0.status == 0 }.map { try RotationTests.printedSecret($0) }
            #expect(!added.isEmpty, "none was added: \(ended.map(\.errors))")
            for secret in added {
                let bearer = ("Authorization", "Bearer \(secret)")
                let accepted = try gate.eventually(.seconds(8)) { try gate.get("/hello", [bearer]).status == 200 }
                #expect(accepted, "one that was added is not accepted")
            }
            #expect(try RotationTests.list(gate).count == 1 + added.count)
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
        }
    }

    @Test("with a name that no .env file can hold changes nothing")
    func wrongName() async throws {
        try await Gate.with { gate in
            #expect(try CommandLineTool.doorward(["secret", "add"], in: gate.folder).status == 0)
            let before = [".env", "doorward.yaml"].map(gate.folder.read)
            #expect(before.allSatisfy { !$0.isEmpty })
            let run = try CommandLineTool.doorward(["secret", "add", "--name", "my-secret"], in: gate.folder)
            #expect(run.status != 0 && run.status != 124, "\(run.status)")
            #expect([".env", "doorward.yaml"].map(gate.folder.read) == before, "a file was changed")
            let config = try CommandLineTool.doorward(["config"], in: gate.folder)
            #expect(config.status == 0, "\(config.errors)")
        }
    }

    @Test("fails where .env is a pipe, and does not wait for it")
    func pipe() async throws {
        try await Gate.with { gate in
            guard mkfifo("\(gate.folder.path)/.env", 0o600) == 0 else { throw Failure.system("mkfifo") }
            let before = gate.folder.read("doorward.yaml")
            let run = try CommandLineTool.doorward(["secret", "add"], in: gate.folder)
            #expect(run.status != 0 && run.status != 124, "\(run.status)")
            #expect(run.errors.contains(".env"), "\(run.errors)")
            #expect(gate.folder.read("doorward.yaml") == before)
        }
    }
}
