import Testing

@Suite("A database restored from a copy while the gate serves", .ownThreads)
struct ReplacedDatabaseTests {
    @Test("is the one that counts: a key revoked in it is refused")
    func revoked() async throws {
        guard Skipped.unlessThere("python3") else { return }
        try await Gate.with(GateConfiguration(auth: "user_http")) { gate in
            let issued = try CommandLineTool.doorward(["key", "issue", "bob", "--format", "json"], in: gate.folder)
            let json = try JSONValue(parsing: issued.output)
            let id = try #require(json["id"]?.string)
            let header = ("Authorization", "Bearer \(try #require(json["key"]?.string))")
            let came = try gate.eventually { try gate.get("/hello", [header]).status == 200 }
            #expect(came, "a fresh key is not accepted")

            let restored = try CommandLineTool.run(
                Skipped.path(of: "python3") ?? "python3", ["-c", Self.program], in: gate.folder,
                environment: ["PYENV_VERSION": ""])
            guard restored.status == 0 else { throw Failure("python3: \(restored.everything)") }
            let revoked = try CommandLineTool.doorward(["key", "revoke", id], in: gate.folder)
            #expect(revoked.status == 0, "\(revoked.everything)")
            let gone = try gate.eventually(.seconds(4)) { try gate.get("/hello", [header]).status == 403 }
            #expect(gone, "a key revoked in the restored database is still accepted")
        }
    }

    private static let program = """
        import os, sqlite3
        database = sqlite3.connect("doorward.db")
        database.execute("vacuum into 'copy.db'")
        database.close()
        for end in ("-wal", "-shm"):
            if os.path.exists("doorward.db" + end):
                os.remove("doorward.db" + end)
        os.rename("copy.db", "doorward.db")
        """
}
