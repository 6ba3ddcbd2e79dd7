import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Coming back from a provider")
struct CallbackTests {
    private static func world() async throws -> PeopleWorld {
        let acme = ScriptedProvider(rules: ProviderRules(allow: AllowRules(everyone: true)))
        let beta = ScriptedProvider("beta", rules: ProviderRules(allow: AllowRules(everyone: true)))
        for provider in [acme, beta] { provider.knows("ada", email: "ada@example.com") }
        let world = try PeopleWorld(providers: [acme, beta])
        try await world.add()
        return world
    }

    /// A browser that is at the provider, with a client waiting.
    private static func away(_ world: PeopleWorld) async throws -> FormBrowser {
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.choose()
        try await browser.allow()
        return browser
    }

    private func isOver(_ browser: FormBrowser) -> Bool {
        browser.response.status == 400 && browser.heading == "This sign-in is over"
            && browser.page.text.contains("req-7") && browser.page.tags("a").contains { $0["href"] != nil }
            && browser.cookies["__Host-doorward-session"] == nil
    }

    @Test(
        "with anything but a state that is known gets a page and a link, never an error of ours",
        arguments: [
            "", "code=ada", "state=", "state=x&code=ada", "state=\(String(repeating: "A", count: 43))&code=ada",
            "state=%FF", "state=%00", "state=a&state=b", "error=access_denied", "error=server_error&state=x",
            "state=" + String(repeating: "x", count: 100_000), String(repeating: "a=b&", count: 200), "%",
        ])
    func unknown(query: String) async throws {
        let world = try await Self.world()
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.open("/oauth/callback/acme?\(query)")
        #expect(isOver(browser))
        #expect(browser.page.tags("a").first?["href"] == "/oauth/sign-in")
    }

    @Test("works once: the second arrival of the same callback reads so, and is shown the way on")
    func replay() async throws {
        let world = try await Self.world()
        var browser = try await Self.away(world)
        let callback = browser.callback("code=ada")
        try await browser.open(callback)
        #expect(browser.address.contains("code=dwc_"))
        try await browser.open(callback)
        #expect(browser.response.status == 400 && browser.heading == "This sign-in is over")
        #expect(browser.page.tags("a").first?["href"] == "/account")
        var other = world.browser()
        try await other.open(callback)
        #expect(isOver(other))
    }

    @Test("of two same callbacks at once lets one through")
    func race() async throws {
        let world = try await Self.world()
        let start = try await Self.away(world)
        let callback = start.callback("code=ada")
        let codes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var browser = start
                    try await browser.open(callback)
                    return browser.address.contains("code=dwc_")
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(codes == 1)
        #expect(try await world.store.users().count == 1)
    }

    @Test("of two visits of one sign-in gives the client one code, and makes one account")
    func twoVisits() async throws {
        let world = try await Self.world()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.choose()
        let consent = browser
        try await browser.allow()
        var second = consent
        try await second.allow()
        let starts = [browser, second]
        let codes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for start in starts {
                group.addTask {
                    var browser = start
                    try await browser.arrive(as: "ada")
                    return browser.address.contains("code=dwc_")
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(codes == 1)
        #expect(try await world.store.users().count == 1)
    }

    @Test("is for the browser that left: another has another cookie, or none")
    func otherBrowser() async throws {
        let world = try await Self.world()
        for takesCookies in [true, false] {
            let victim = try await Self.away(world)
            var thief = world.browser()
            thief.takesCookies = takesCookies
            try await thief.open("/oauth/sign-in")
            try await thief.open(victim.callback("code=ada"))
            #expect(isOver(thief) && thief.page.text.contains("another browser"))
        }
        #expect(try await world.store.users().isEmpty)
    }

    @Test("is for the provider that it was sent to: an answer of another is none")
    func mixUp() async throws {
        let world = try await Self.world()
        var browser = try await Self.away(world)
        let callback = browser.callback("code=ada")
        try await browser.open(browser.callback("code=ada", provider: "beta"))
        #expect(isOver(browser) && browser.page.text.contains("another site"))
        try await browser.open(callback)
        #expect(isOver(browser))
    }

    @Test("takes ten minutes at most")
    func late() async throws {
        let world = try await Self.world()
        var browser = try await Self.away(world)
        let callback = browser.callback("code=ada")
        world.advance(600)
        try await browser.open(callback)
        #expect(isOver(browser))
    }

    @Test("finds a request that ended meanwhile, or a client that was removed, and says so")
    func flowGone() async throws {
        let world = try await Self.world()
        var browser = try await Self.away(world)
        let callback = browser.callback("code=ada")
        _ = try await world.store.removeClient(id: "app", at: world.now, tokensEndBy: world.now)
        try await world.server.refresh()
        try await browser.open(callback)
        #expect(browser.response.status == 400 && browser.cookies["__Host-doorward-session"] == nil)
        #expect(browser.heading == "This app is not known here")
    }

    @Test("does not answer a POST, and does not exist for providers that are not configured")
    func method() async throws {
        let world = try await Self.world()
        #expect(world.routes["/oauth/callback/acme"]?.methods == ["GET"])
        #expect(world.routes["/oauth/callback/gamma"] == nil)
        let none = try PeopleWorld()
        for path in ["/oauth/provider", "/account/identities", "/oauth/callback/acme"] {
            #expect(none.routes[path] == nil)
        }
    }

    @Test("keeps what must be the same sealed for the one visit")
    func sealed() async throws {
        let world = try await Self.world()
        let one = try await Self.away(world)
        var two = try await Self.away(world)
        func state(_ browser: FormBrowser) throws -> String {
            let query = browser.callback("").split(separator: "?").last ?? ""
            return try #require(try FormParameters.parse(String(query)).value("state"))
        }
        // The secrets of one visit under the state of another, as somebody could put them who can write to the store.
        var visit = try #require(
            try await world.store.takeVisit(OpaqueToken.digest(of: try state(one)), at: world.now))
        let other = try #require(
            try await world.store.takeVisit(OpaqueToken.digest(of: try state(two)), at: world.now))
        #expect(!String(decoding: visit.sealed, as: UTF8.self).contains("kept for"))
        visit.digest = other.digest
        visit.browser = other.browser
        visit.flow = other.flow
        try await world.store.create(visit)
        try await two.arrive(as: "ada")
        #expect(two.response.status == 503 && two.cookies["__Host-doorward-session"] == nil)
    }

    @Test("answers 503 with a page when the store does not answer")
    func storeFailure() async throws {
        let world = try await Self.world()
        var browser = try await Self.away(world)
        let callback = browser.callback("code=ada")
        await world.store.fail(with: InMemoryStoreError.unreachable)
        try await browser.open(callback)
        #expect(browser.response.status == 503 && browser.heading == "Not now")
    }
}
