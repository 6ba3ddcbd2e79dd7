import DoorwardForms
import DoorwardTesting
import Testing

@Suite("A process that is killed", .ownThreads)
struct RestartTests {
    @Test("between any two steps of a flow goes on where it was", arguments: Backend.allCases)
    func everyStep(_ backend: Backend) async throws {
        try await Door.with(on: backend) { door in
            let (web, resource) = (door[.web], door[.resource])
            var ada = door.ada
            ada.browser.cookies = [:]
            let pkce = PKCEPair()
            func restart() throws {
                door.kill()
                try door.start()
            }
            try restart()
            try await ada.browser.open("/oauth/authorize?\(door.query(web, pkce: pkce).text)")
            #expect(ada.isAtSignIn)
            try restart()
            try await ada.signIn()
            #expect(ada.isAtConsent, "\(ada.browser.page.text.prefix(200))")
            try restart()
            try await ada.decide("allow")
            let code = try #require(Redirect(address: ada.browser.address).code)
            try restart()
            let tokens = try Tokens(door.redeem(CodeInHand(client: web, code: code, pkce: pkce)))
            try restart()
            #expect(try door.get("/echo", token: tokens.access).status == 200)
            let second = try Tokens(door.refresh(tokens.refresh ?? "", as: web))
            try restart()
            // The answer may have been lost.
            #expect(try Tokens(door.refresh(tokens.refresh ?? "", as: web)).refresh == second.refresh)
            try restart()
            #expect(try door.introspect(second.access, as: resource).json()["active"] == .bool(true))
            #expect(try await ada.authorize(door.query(web, pkce: pkce)).code != nil, "the session is gone")
            _ = try door.revoke(second.refresh ?? "", as: web)
            try restart()
            for token in [tokens.access, second.access] { #expect(try door.get("/echo", token: token).status == 401) }
            expectJSON(try door.refresh(second.refresh ?? "", as: web), 400, error: "invalid_grant")
            let checked = try door.mustRun("db", "check")
            #expect(checked.output.contains("clean"))
        }
    }

    @Test("keeps its keys, and says nothing of a new master secret", arguments: Backend.allCases)
    func keys(_ backend: Backend) async throws {
        try await Door.with(on: backend) { door in
            let before = try door.get("/oauth/jwks.json").body
            door.kill()
            let said = door.output.utf8.count
            try door.start()
            #expect(try door.get("/oauth/jwks.json").body == before)
            #expect(!String(decoding: door.output.utf8.dropFirst(said), as: UTF8.self).contains("made a master secret"))
        }
    }
}
