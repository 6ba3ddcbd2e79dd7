import DoorwardForms
import DoorwardTesting
import Testing

@Suite("The commands for people", .ownThreads)
struct PeopleCommandTests {
    @Test("add, list, disable, enable and reset accounts", arguments: Backend.allCases)
    func users(_ backend: Backend) async throws {
        try await Door.with(on: backend) { door in
            let twice = try door.tool("user", "add", "ada", "--email", "x@people.example")
            #expect(twice.status != 0 && twice.errors.contains("ada") && twice.output.isEmpty)
            let listed = try JSONValue(parsing: door.mustRun("user", "list", "--format", "json").output)
            let ada = try #require(listed.array.first { $0["name"]?.string == "ada" })
            #expect(ada["email"]?.string == "ada@people.example" && ada["state"]?.string == "enabled")
            #expect(try !door.mustRun("user", "list").everything.contains("scrypt"))

            var visitor = door.ada
            let tokens = try await door.tokens(door[.web], by: &visitor)
            let key = try await apiKey(of: &visitor)
            #expect(try door.eventually { try door.get("/hello", token: key).status == 200 })
            try door.mustRun("user", "disable", "ada")
            #expect(
                try door.eventually(.milliseconds(1_500)) { try door.get("/echo", token: tokens.access).status == 401 })
            let isLockedOut = try door.eventually(.milliseconds(1_500)) {
                try door.get("/hello", token: key).status == 401
            }
            #expect(isLockedOut, "the API key of a disabled account lives")
            try await visitor.browser.open("/account")
            #expect(visitor.isAtSignIn, "the session of a disabled account lives")
            try await visitor.signIn()
            #expect(visitor.isAtSignIn, "a disabled account signs in")
            try door.mustRun("user", "enable", "ada")
            try await visitor.browser.open("/account")
            try await visitor.signIn()
            #expect(!visitor.isAtSignIn && visitor.browser.response.status == 200)
            #expect(try door.get("/echo", token: tokens.access).status == 401, "what was revoked lives again")
        }
    }

    private func apiKey(of visitor: inout Visitor) async throws -> String {
        try await visitor.browser.open("/account")
        try await visitor.browser.submit(["label": "A script", "days": "30"], where: { $0["label"] != nil })
        let key = visitor.browser.response.text.firstMatch(of: /dwk_[0-9A-Za-z_]{20,}/)
        return try String(#require(key).0)
    }

    @Test("invite by a link that is good once", arguments: Backend.allCases)
    func invitation(_ backend: Backend) async throws {
        try await Door.with(on: backend, isEmpty: true) { door in
            let run = try door.mustRun("user", "add", "mary", "--email", "mary@people.example")
            let link = run.output.trimmed
            #expect(link.hasPrefix(door.site + "/oauth/invitation?token=dwi_"), "\(run.everything)")
            let password = Canary.text("password")
            var mary = Visitor("mary", password: password, at: door)
            try await mary.browser.open(String(link.dropFirst(door.site.count)))
            #expect(mary.browser.response.status == 200 && mary.browser.response.text.contains("mary"))
            try await mary.browser.submit(["password": password, "again": password], where: { $0["password"] != nil })
            try await mary.browser.open("/account")
            if mary.isAtSignIn { try await mary.signIn() }
            #expect(mary.browser.response.status == 200 && mary.browser.page.text.contains("mary"))
            // Once only, and a reset makes another.
            var again = Visitor("mary", password: "x", at: door)
            try await again.browser.open(String(link.dropFirst(door.site.count)))
            #expect(!again.browser.page.forms.contains { $0["password"] != nil && $0["again"] != nil })
            let reset = try door.mustRun("user", "reset", "mary").output.trimmed
            #expect(reset != link && reset.contains("/oauth/invitation?token=dwi_"))
            try await again.browser.open(String(reset.dropFirst(door.site.count)))
            #expect(again.browser.page.forms.contains { $0["password"] != nil })
        }
    }

    @Test(
        "refuse what nobody can have meant",
        arguments: [
            ["user", "add", "a b"], ["user", "add", ""], ["user", "add", "x\u{0}y"], ["user", "disable", "nobody"],
            ["user", "reset", "nobody"], ["user", "enable", "nobody"],
            ["user", "add", "eve", "--email", "not an address"],
            ["grant", "revoke", "nothing"], ["client", "show", "nothing"], ["client", "remove", "nothing"],
            ["client", "rotate-secret", "nothing"], ["user", "add", "eve", "--password-stdin", "--invite"],
            ["grant", "list", "--limit", "0"], ["user", "add", "eve", "--expires-in", "soon"],
        ])
    func refused(_ arguments: [String]) async throws {
        try await Door.with(on: .sqlite, isEmpty: true, isStarted: false) { door in
            try door.mustRun("db", "migrate")
            let run = try CommandLineTool.doorward(arguments + ["--config", "door.yaml"], input: "", in: door.folder)
            #expect(run.status != 0)
            #expect(!run.errors.isEmpty && run.output.isEmpty, "\(run.everything)")
            #expect(
                !run.everything.contains("Fatal") && !run.everything.lowercased().contains("sql"), "\(run.everything)")
        }
    }

    @Test(
        "refuse a password that everybody guesses, and never show one",
        arguments: ["", "short", "password", "12345678"])
    func weak(_ password: String) async throws {
        try await Door.with(on: .sqlite, isEmpty: true, isStarted: false) { door in
            let run = try door.tool(
                "user", "add", "mary", "--email", "e@people.example", "--password-stdin", input: password + "\n")
            #expect(run.status != 0, "\(password) is taken: \(run.everything)")
            #expect(try door.tool("user", "list", "--format", "json").output.trimmed == "[]")
        }
    }
}
