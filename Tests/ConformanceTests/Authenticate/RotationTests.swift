import Glibc
import Testing

@Suite("A rotation while calls come in", .ownThreads)
struct RotationTests {
    @Test("refuses no live secret, and the retired one within two seconds; no value is shown but once")
    func rotation() async throws {
        try await Gate.with(GateConfiguration().withMetrics) { gate in
            let old = gate.secret
            let load = Load(gate, secrets: [old])
            let added = try CommandLineTool.doorward(["secret", "add"], in: gate.folder)
            #expect(added.status == 0, "\(added.everything)")
            let new = try Self.printedSecret(added)
            let bearer = ("Authorization", "Bearer \(new)")
            let accepted = try gate.eventually(.seconds(2)) { try gate.get("/hello", [bearer]).status == 200 }
            #expect(accepted, "the new secret is not accepted within two seconds")
            load.use([old, new])
            usleep(300_000)

            let rows = try Self.list(gate)
            #expect(rows.count == 2)
            let fingerprints = rows.compactMap { $0["fingerprint"]?.string }
            load.use([new])
            let retired = try CommandLineTool.doorward(["secret", "retire", fingerprints[0]], in: gate.folder)
            #expect(retired.status == 0, "\(retired.everything)")
            let gone = try gate.eventually(.seconds(2)) { try gate.get("/hello", [gate.bearer]).status == 403 }
            #expect(gone, "the retired secret is accepted after two seconds")
            usleep(300_000)
            let result = load.stop()
            #expect(result.refused == [], "a live secret was refused")
            #expect(result.calls > 50)
            try expectShownOnce(new, old, gate, added, outputs: [retired])
        }
    }

    @Test("shows when each secret was last used, so that it is plain when the old one can go")
    func lastUse() async throws {
        try await Gate.with { gate in
            let added = try CommandLineTool.doorward(["secret", "add"], in: gate.folder)
            let new = try Self.printedSecret(added)
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
            let first = try gate.eventually(.seconds(6)) { try Self.list(gate).first?["last_used"]?.string != nil }
            #expect(first, "the old secret's use is not shown")
            #expect(try Self.list(gate).last?["last_used"] == .null, "the new secret was never used")
            let bearer = ("Authorization", "Bearer \(new)")
            let accepted = try gate.eventually(.seconds(2)) { try gate.get("/hello", [bearer]).status == 200 }
            #expect(accepted)
            let second = try gate.eventually(.seconds(6)) { try Self.list(gate).last?["last_used"]?.string != nil }
            #expect(second, "the new secret's use is not shown")
            for row in try Self.list(gate) {
                let form = /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/
                #expect(row["last_used"]?.string?.wholeMatch(of: form) != nil)
                #expect(row["first_seen"]?.string?.wholeMatch(of: form) != nil)
                #expect(row["state"]?.string == "accepted")
            }
        }
    }

    @Test("keeps at least one secret, and does not guess which one is meant")
    func last() async throws {
        try await Gate.with { gate in
            let fingerprint = try #require(try Self.list(gate).first?["fingerprint"]?.string)
            for name in [fingerprint, "00000000", "file:/no/such/place", ""] {
                let run = try CommandLineTool.doorward(["secret", "retire", name], in: gate.folder)
                #expect(run.status != 0, "\(name): \(run.everything)")
            }
            // A value in place of a fingerprint is a slip that must not be repeated on the screen.
            let slip = try CommandLineTool.doorward(["secret", "retire", gate.secret], in: gate.folder)
            #expect(slip.status != 0)
            #expect(!slip.everything.contains(gate.secret))
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
        }
    }

    static func printedSecret(_ run: CommandLineTool) throws -> String {
        let found = run.output.matches(of: /(?m)^ *([0-9A-Za-z_-]{43,}) *$/).map { String($0.1) }
        guard found.count == 1 else { throw Failure("no secret, or several, in: \(run.everything.count) characters") }
        return found[0]
    }

    static func list(_ gate: Gate) throws -> [JSONValue] {
        let run = try CommandLineTool.doorward(["secret", "list", "--format", "json"], in: gate.folder)
        guard run.status == 0 else { throw Failure("secret list: \(run.everything)") }
        return try JSONValue(parsing: run.output).array
    }

    private func expectShownOnce(
        _ new: String, _ old: String, _ gate: Gate, _ added: CommandLineTool, outputs: [CommandLineTool]
    ) throws {
        #expect(added.everything.ranges(of: new).count == 1, "what 'add' prints")
        #expect(!added.everything.contains(old))
        var texts = outputs.map(\.everything)
        for arguments in [
            ["secret", "list"], ["secret", "list", "--all"], ["config"], ["config", "--format", "json"],
        ] {
            texts.append(try CommandLineTool.doorward(arguments, in: gate.folder).everything)
        }
        texts.append(try gate.request("GET", "/metrics", port: gate.metricsPort).text)
        texts.append(gate.folder.read("doorward.yaml"))
        texts.append(gate.output)
        for text in texts { #expect(!text.contains(new) && !text.contains(old), "a secret is shown") }
        #expect(gate.output.contains("secret.accepted") && gate.output.contains("secret.retired"), "audit events")
    }
}
