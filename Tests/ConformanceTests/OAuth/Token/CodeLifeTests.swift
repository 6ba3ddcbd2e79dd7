import Testing

@Suite("A code that nobody redeems", .ownThreads)
struct CodeLifeTests {
    @Test("is over after a minute, and nothing else is", arguments: Backend.allCases)
    func expiry(_ backend: Backend) async throws {
        guard let template = try await Template.of(backend) else { return }
        try await Door.with(.oauth(site: "https://door.example"), on: backend) { door in
            var ada = door.ada
            let tokens = try await door.tokens(door[.web], by: &ada)
            // The template's code is as old as these tests.
            try await Task.sleep(until: template.codeSince + .milliseconds(61_500))
            let late = template.code
            expectJSON(try door.redeem(late), 400, error: "invalid_grant")
            // The window in which a lost answer is forgiven is over too, but the token was not used yet.
            let next = try Tokens(door.refresh(tokens.refresh ?? "", as: door[.web]))
            #expect(try door.get("/echo", token: next.access).status == 200)
            #expect(try await door.code(door[.web], by: &ada).code != late.code)
        }
    }
}
