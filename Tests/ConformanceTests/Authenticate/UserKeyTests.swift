import Testing

@Suite("A user's own key", .ownThreads)
struct UserKeyTests {
    @Test("lets its user's calls through until it is revoked, without a restart")
    func lifeCycle() async throws {
        try await Gate.with(GateConfiguration(auth: "user_http")) { gate in
            let key = try issue(gate, "alice")
            let header = ("Authorization", "Bearer \(key)")
            let came = try gate.eventually { try gate.get("/hello", [header]).status == 200 }
            #expect(came, "a fresh key is not accepted")

            let answer = try gate.get("/echo", [header])
            let echo = try Echo(answer.json())
            #expect(echo.values("Doorward-Subject") == ["alice"])
            #expect(echo.values("Doorward-Auth") == ["user_http"])
            #expect(echo.values("Authorization") == [])
            #expect(!answer.text.contains(key))

            let id = try #require(try list(gate).first?["id"]?.string)
            let revoked = try tool(gate, ["key", "revoke", id])
            #expect(revoked.status == 0, "\(revoked.everything)")
            let gone = try gate.eventually(.seconds(2)) { try gate.get("/hello", [header]).status == 403 }
            #expect(gone, "a revoked key is still accepted after two seconds")
            let refused = try gate.get("/hello", [header])
            #expect(refused.text == #"{"detail":"Forbidden"}"#)
            #expect(!gate.output.contains(key), "the key is in the gate's output")
        }
    }

    @Test("has the form that scanners know and is shown once only")
    func form() async throws {
        try await Gate.with(GateConfiguration(auth: "user_http")) { gate in
            let key = try issue(gate, "bob")
            #expect(key.wholeMatch(of: /dwk_[0-9A-Za-z_]{20,}/) != nil)
            let listed = try tool(gate, ["key", "list"])
            #expect(listed.status == 0)
            #expect(listed.output.contains("bob"))
            #expect(!listed.everything.contains(key))
            let json = try tool(gate, ["key", "list", "--format", "json"])
            #expect(!json.everything.contains(key))
        }
    }

    @Test("is one of many, each with its user, and only the named one is revoked")
    func many() async throws {
        try await Gate.with(GateConfiguration(auth: "user_http")) { gate in
            let keys = try ["ann", "ben"].map { try issue(gate, $0) }
            let came = try gate.eventually {
                try keys.allSatisfy { try gate.get("/hello", [("Authorization", "Bearer \($0)")]).status == 200 }
            }
            #expect(came)
            for (user, key) in zip(["ann", "ben"], keys) {
                let echo = try Echo(try gate.get("/echo", [("Authorization", "Bearer \(key)")]).json())
                #expect(echo.values("Doorward-Subject") == [user])
            }
            let annsKeys = try list(gate, ["--user", "ann"])
            #expect(annsKeys.count == 1)
            let id = try #require(annsKeys.first?["id"]?.string)
            #expect(try tool(gate, ["key", "revoke", id]).status == 0)
            let gone = try gate.eventually {
                try gate.get("/hello", [("Authorization", "Bearer \(keys[0])")]).status == 403
            }
            #expect(gone)
            #expect(try gate.get("/hello", [("Authorization", "Bearer \(keys[1])")]).status == 200)
        }
    }

    @Test("is asked for where it is missing and refused where it is wrong or altered")
    func refused() async throws {
        try await Gate.with(GateConfiguration(auth: "user_http")) { gate in
            let key = try issue(gate, "carol")
            #expect(try gate.get("/hello").text == #"{"detail":"Not authenticated"}"#)
            let last = key.hasSuffix("a") ? "b" : "a"
            for wrong in ["dwk_nothing", String(key.dropLast()), key.dropLast() + last, key + "a", key.uppercased()] {
                let answer = try gate.get("/hello", [("Authorization", "Bearer \(wrong)")])
                #expect(answer.status == 403)
                #expect(answer.text == #"{"detail":"Forbidden"}"#)
            }
        }
    }

    @Test("may run out")
    func expiry() async throws {
        try await Gate.with(GateConfiguration(auth: "user_http")) { gate in
            let key = try issue(gate, "dave", ["--expires-in", "3s"])
            let header = ("Authorization", "Bearer \(key)")
            let came = try gate.eventually(.seconds(2)) { try gate.get("/hello", [header]).status == 200 }
            #expect(came)
            let gone = try gate.eventually(.seconds(10)) { try gate.get("/hello", [header]).status == 403 }
            #expect(gone)
        }
    }

    private func tool(_ gate: Gate, _ arguments: [String]) throws -> CommandLineTool {
        try CommandLineTool.doorward(arguments + ["--config", "doorward.yaml"], in: gate.folder)
    }

    private func issue(_ gate: Gate, _ user: String, _ options: [String] = []) throws -> String {
        let run = try tool(gate, ["key", "issue", user] + options)
        guard run.status == 0, let match = run.output.firstMatch(of: /dwk_[0-9A-Za-z_]+/) else {
            throw Failure("key issue: \(run.status) \(run.everything)")
        }
        return String(match.output)
    }

    private func list(_ gate: Gate, _ options: [String] = []) throws -> [JSONValue] {
        let run = try tool(gate, ["key", "list", "--format", "json"] + options)
        guard run.status == 0 else { throw Failure("key list: \(run.status) \(run.everything)") }
        let json = try JSONValue(parsing: run.output)
        return json.array.isEmpty ? json["keys"]?.array ?? [] : json.array
    }
}
