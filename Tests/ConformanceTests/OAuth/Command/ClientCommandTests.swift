import Glibc
import Testing

@Suite("The commands for clients", .ownThreads)
struct ClientCommandTests {
    @Test("register, show, change, rotate and remove", arguments: Backend.allCases)
    func lifeCycle(_ backend: Backend) async throws {
        try await Door.with(on: backend, isEmpty: true, isStarted: false) { door in
            let run = try door.mustRun(
                "client", "add", "--profile", "web", "--name", "N", "--redirect", "https://n.example/cb", "--scope",
                "notes:read", "--format", "json")
            let json = try JSONValue(parsing: run.output)
            #expect(json.names == ["client_id", "client_secret"])
            let id = try #require(json["client_id"]?.string)
            let secret = try #require(json["client_secret"]?.string)
            #expect(secret.wholeMatch(of: /dwcs_[0-9A-Za-z_-]{43}/) != nil)
            for arguments in [["client", "list"], ["client", "show", id], ["client", "list", "--format", "json"]] {
                let run = try CommandLineTool.doorward(arguments + ["--config", "door.yaml"], in: door.folder)
                #expect(run.status == 0 && run.output.contains(id) && !run.everything.contains(secret))
            }
            try door.mustRun("client", "edit", id, "--name", "M", "--redirect", "https://m.example/cb")
            let shown = try JSONValue(parsing: door.mustRun("client", "show", id, "--format", "json").output)
            #expect(shown["name"]?.string == "M")
            #expect(shown["redirect_uris"]?.array.compactMap(\.string) == ["https://m.example/cb"])
            try rotation(door, OAuthClient(id: id, secret: secret, redirect: "", scope: "notes:read"))
        }
    }

    private func rotation(_ door: Door, _ first: OAuthClient) throws {
        func rotate(_ more: String...) throws -> OAuthClient {
            let arguments = ["client", "rotate-secret", first.id, "--format", "json", "--config", "door.yaml"] + more
            let run = try CommandLineTool.doorward(arguments, in: door.folder)
            return first.with(secret: try JSONValue(parsing: run.output)["client_secret"]?.string)
        }
        try door.start()
        func works(_ client: OAuthClient) throws -> Bool { try door.introspect("x", as: client).status == 200 }
        #expect(try works(first))
        let second = try rotate()
        #expect(try door.eventually(.milliseconds(1_500)) { try works(second) })
        #expect(try works(first), "two secrets are live at once")
        let third = try rotate()
        #expect(try door.eventually(.milliseconds(1_500)) { try works(third) })
        #expect(try works(second) && !works(first), "a third secret ends the first")
        let fourth = try rotate("--retire-old")
        #expect(try door.eventually(.milliseconds(1_500)) { try works(fourth) })
        #expect(try !works(third) && !works(second))
        try door.mustRun("client", "remove", first.id)
        #expect(try door.eventually(.milliseconds(1_500)) { try !works(fourth) })
    }

    /// Redirect URIs that are not taken, and a word of the reason.
    static let refused: [(uri: String, profile: String)] = [
        ("https://x.example/*", "web"), ("https://*.example/cb", "web"), ("https://x.example/{id}", "web"),
        ("https://x.example/cb#f", "web"), ("https://u:p@x.example/cb", "web"), ("http://x.example/cb", "web"),
        ("javascript:alert(1)", "web"), ("data:text/html,x", "native"), ("javascript:alert(1)", "native"),
        ("file:///etc/passwd", "native"), ("myapp:/cb", "native"), ("com.example.app:/cb", "web"), ("/cb", "web"),
        ("x.example/cb", "web"), ("https://", "web"), ("https:///cb", "web"),
        ("http://127.0.0.1.evil.example/cb", "native"),
        ("http://localhost@evil.example/cb", "native"), ("https://chatgpt.com/aip/", "action"),
        ("https://chatgpt.com/aip/g-x/oauth/callback", "action"), ("https://chat.openai.com/", "plugin"),
        ("https://x.example/cb\u{a}", "web"), ("https://x.example/c b", "web"), ("vbscript:x", "mcp"),
        ("https://chatgpt.com/aip/*/oauth/callback", "plugin"), ("https://x.example/cb", "resource"), ("", "web"),
    ]

    @Test("refuse redirect URIs that could lead elsewhere, with the reason")
    func redirects() async throws {
        try await Door.with(on: .sqlite, isEmpty: true, isStarted: false) { door in
            try door.mustRun("db", "migrate")
            for (uri, profile) in Self.refused {
                let run = try door.tool("client", "add", "--profile", profile, "--name", "N", "--redirect", uri)
                #expect(run.status != 0, "\(uri) is taken for \(profile)")
                #expect(run.errors.utf8.count > 20 && run.output.isEmpty, "\(run.everything)")
            }
            #expect(try door.mustRun("client", "list", "--format", "json").output.trimmed == "[]")
            for arguments in [
                ["--profile", "nothing", "--name", "N"], ["--profile", "web", "--name", ""],
                ["--profile", "plugin", "--name", "N", "--public"],
                ["--profile", "web", "--name", "N", "--scope", "x"],
                ["--profile", "action", "--name", "N", "--assistant-id", "g-x"],
                ["--profile", "native", "--name", "N"],
                ["--profile", "web", "--name", "N", "--assistant-id", KnownClient.actionID],
            ] {
                let run = try CommandLineTool.doorward(
                    ["client", "add", "--config", "door.yaml"] + arguments, in: door.folder)
                #expect(run.status != 0 && !run.errors.isEmpty, "\(arguments) is taken")
            }
        }
    }

    @Test("add an action before its id is known, and both its callbacks afterwards")
    func action() async throws {
        try await Door.with(on: .sqlite, isEmpty: true, isStarted: false) { door in
            let client = try door.add(OAuthClientPlan(profile: "action", name: "GPT"))
            try door.mustRun("client", "edit", client.id, "--assistant-id", KnownClient.actionID)
            let shown = try JSONValue(parsing: door.mustRun("client", "show", client.id, "--format", "json").output)
            let callback = "aip/\(KnownClient.actionID)/oauth/callback"
            #expect(
                Set(shown["redirect_uris"]?.array.compactMap(\.string) ?? [])
                    == ["https://chat.openai.com/\(callback)", "https://chatgpt.com/\(callback)"])
        }
    }

    @Test("of SQLite make a master secret that only its owner reads, and say so")
    func masterSecret() async throws {
        try await Door.with(on: .sqlite, isEmpty: true) { door in
            var info = stat()
            #expect(stat("\(door.folder.path)/doorward.db.key", &info) == 0)
            #expect(info.st_mode & 0o777 == 0o600)
            #expect(stat("\(door.folder.path)/doorward.db", &info) == 0)
            #expect(info.st_mode & 0o077 == 0, "others can read the database")
            let secret = door.folder.read("doorward.db.key").trimmed
            #expect(secret.utf8.count >= 43)
            #expect(door.output.contains("doorward.db.key") && !door.output.contains(secret))
            // Without it nothing starts, and no second one is made in its place.
            door.kill()
            #expect(unlink("\(door.folder.path)/doorward.db.key") == 0)
            let run = try CommandLineTool.doorward(["serve", "--config", "door.yaml"], in: door.folder)
            #expect(run.status != 0 && run.status != 124 && run.errors.contains("doorward.db.key"), "\(run.everything)")
            // Nor with another one: a wrong secret is a wrong configuration, whatever it is for.
            try door.folder.write("doorward.db.key", GateConfiguration.freshSecret() + "\n")
            let other = try CommandLineTool.doorward(["serve", "--config", "door.yaml"], in: door.folder)
            #expect(other.status == 78, "\(other.status) \(other.everything)")
        }
    }
}
