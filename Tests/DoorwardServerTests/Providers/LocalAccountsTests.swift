import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Without local accounts")
struct LocalAccountsTests {
    private static func world() async throws -> (PeopleWorld, ScriptedProvider) {
        let acme = ScriptedProvider(
            rules: ProviderRules(allow: AllowRules(everyone: true), linksByVerifiedEmail: true))
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(isSignUpOpen: true, providers: [acme], hasLocalAccounts: false)
        try await world.add(user: "ada", email: "ada@example.com")
        try await world.add()
        return (world, acme)
    }

    @Test("there is no password to type, to change or to forget, and no account to make")
    func nothing() async throws {
        let (world, _) = try await Self.world()
        #expect(world.routes["/oauth/sign-up"] == nil && world.routes["/account/password"] == nil)
        #expect(world.routes["/oauth/sign-in"]?.methods == ["GET"])
        var browser = world.browser()
        for path in ["/oauth/sign-in", PeopleWorld.authorize()] {
            try await browser.open(path)
            #expect(browser.page.tags("input").allSatisfy { $0["type"] == "hidden" })
            #expect(browser.page.forms.map(\.action) == ["/oauth/provider"] && browser.redirects.count <= 1)
            for word in ["assword", "Make one", "or "] { #expect(!browser.page.text.contains("\(word)"), "\(word)") }
        }
        let fields = [("username", "ada"), ("password", PeopleWorld.password)]
        #expect(try await browser.post(fields, to: "/oauth/sign-in").status == 405)
        try await browser.open("/oauth/sign-in")
        try await browser.choose()
        try await browser.arrive(as: "ada")
        #expect(browser.address == "/account" && browser.page.text.contains("Signed in as ada"))
        #expect(!browser.page.tags("a").contains { $0["href"] == "/account/password" })
    }

    @Test("an invitation says so, and sets no password")
    func invitation() async throws {
        let (world, _) = try await Self.world()
        let token = "dwi_" + String(repeating: "t", count: 43)
        try await world.store.create(
            Invitation(
                digest: SecretDigest(hashing: Array(token.utf8)), userID: "u-ada", createdAt: 0,
                expiresAt: world.now + 60))
        var browser = world.browser()
        #expect(try await browser.open("/oauth/invitation?token=\(token)").status == 403)
        #expect(browser.heading == "No password is needed here" && browser.page.forms.isEmpty)
        let before = try await world.store.user(id: "u-ada")?.passwordHash
        let fields = [("token", token), ("password", "a better garden door"), ("again", "a better garden door")]
        #expect(try await browser.post(fields, to: "/oauth/invitation").status == 403)
        #expect(try await world.store.user(id: "u-ada")?.passwordHash == before)
    }

    @Test("the last way to sign in is one elsewhere, whatever password there once was")
    func lastWay() async throws {
        let (world, _) = try await Self.world()
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.choose()
        try await browser.arrive(as: "ada")
        let id = try #require(
            browser.page.forms.filter { $0.action == "/account/identities" }.flatMap(\.buttons).first?.value)
        #expect(try await browser.submit(to: "/account/identities", button: ("unlink", id)).status == 400)
        #expect(try await world.store.identities(ofUser: "u-ada").count == 1)
    }

    @Test("a second factor is switched on and off by a sign-in of a moment ago instead of the password")
    func secondFactor() async throws {
        let (world, _) = try await Self.world()
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.choose()
        try await browser.arrive(as: "ada")
        try await browser.open("/account/second-factor")
        #expect(!browser.page.tags("input").contains { $0["type"] == "password" })
        let shown = try #require(browser.page.texts(in: "code").first)
        let secret = try #require(Base32.decode(shown.filter { $0 != " " }))
        world.advance(901)
        func code() -> String { TOTP.code(key: secret, step: TOTP.step(at: world.now)) }
        #expect(try await browser.submit(["code": code()]).status == 400)
        #expect(browser.problem.contains("last 15 minutes"))
        try await browser.open("/oauth/sign-in?again=1")
        try await browser.choose()
        try await browser.arrive(as: "ada")
        try await browser.open("/account/second-factor")
        let key = try #require(Base32.decode(browser.page.texts(in: "code").first?.filter { $0 != " " } ?? ""))
        try await browser.submit(["code": TOTP.code(key: key, step: TOTP.step(at: world.now))])
        #expect(browser.heading == "Recovery codes")
        try await browser.open("/account/second-factor")
        try await browser.submit(button: ("action", "off"))
        #expect(browser.address == "/account?done=factor-off" && browser.page.text.contains("Off."))
    }

    @Test("somebody who has no password is not asked for one where others have")
    func withoutPassword() async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: AllowRules(everyone: true)))
        acme.knows("eve", email: "eve@example.com")
        let world = try PeopleWorld(providers: [acme])
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.choose()
        try await browser.arrive(as: "eve")
        #expect(!browser.page.tags("a").contains { $0["href"] == "/account/password" })
        try await browser.open("/account/password")
        #expect(browser.heading == "Your account has no password" && browser.page.forms.isEmpty)
        try await browser.open("/account/second-factor")
        #expect(!browser.page.tags("input").contains { $0["type"] == "password" })
    }
}
