import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Signing in")
struct SignInTests {
    @Test(
        "leads from the client's request over sign-in and consent to a code",
        arguments: [
            "https://garden.example", "http://127.0.0.1:8080",
        ])
    func wholeFlow(issuer: String) async throws {
        let world = try PeopleWorld(issuer: issuer)
        try await world.add(user: "ada", email: "ada@example.com")
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize(state: "a b&c=%22é"))
        #expect(browser.address.hasPrefix("/oauth/sign-in?flow=dwf_"))
        #expect(browser.page.text.contains("to go on to Plant helper"))
        try await browser.signIn("  ADA@example.com ")
        #expect(browser.address.hasPrefix("/oauth/consent?flow=dwf_"))
        let text = browser.page.text
        for wanted in ["Plant helper", "id app", "See your plants", "Change your plants", "app.example", "ada"] {
            #expect(text.contains(wanted), "\(wanted)")
        }
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.response.status == 303 && browser.isElsewhere)
        #expect(browser.address.hasPrefix("https://app.example/back?code=dwc_"))
        #expect(
            browser.address.contains("state=a%20b%26c%3D%2522%C3%A9")
                || browser.address.contains("state=a+b%26c%3D%2522%C3%A9"))
        #expect(world.audit.map(\.kind) == ["sign-in.succeeded", "consent.given"])

        // The second time nobody is asked anything.
        try await browser.open(PeopleWorld.authorize())
        #expect(browser.address.hasPrefix("https://app.example/back?code=dwc_") && browser.redirects.count == 1)
    }

    @Test("can be denied, which the client is told")
    func deny() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.signIn("ada")
        try await browser.submit(to: "/oauth/consent", button: ("decision", "deny"))
        #expect(browser.address.hasPrefix("https://app.example/back?error=access_denied"))
        #expect(browser.address.contains("state=s-1"))
        #expect(world.audit.last?.kind == "consent.denied")
    }

    @Test("goes to the account when no client asks")
    func direct() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        var browser = world.browser()
        try await browser.open("/account")
        #expect(browser.address == "/oauth/sign-in")
        try await browser.signIn("ada")
        #expect(browser.address == "/account" && browser.page.texts(in: "h1") == ["Your account"])
        try await browser.open("/oauth/sign-in")
        #expect(browser.address == "/account")
    }

    @Test(
        "says the same for a wrong name, a wrong password and a disabled account",
        arguments: [
            ("nobody", PeopleWorld.password), ("ada", "wrong password"), ("gone", PeopleWorld.password),
            ("ada", String(repeating: "x", count: 5_000)),
            ("invited", "any password"), ("\u{0}", "x"), (String(repeating: "a", count: 10_000), "x"),
        ])
    func wrong(name: String, password: String) async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add(user: "gone")
        try await world.store.create(UserRecord(id: "i", name: "invited", email: "", createdAt: 0))
        _ = try await world.store.disableUser(id: "u-gone", at: 0, tokensEndBy: 0)
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        if name == "\u{0}" {
            #expect(try await browser.signIn(name, password).status == 400)
            return
        }
        #expect(try await browser.signIn(name, password).status == 400)
        #expect(browser.problem == "The name or the password is wrong.")
        #expect(browser.cookies.keys.allSatisfy { !$0.contains("session") })
        #expect(world.audit.map(\.kind) == ["sign-in.failed"])
        #expect(!"\(world.audit)".contains(password))
        let field = browser.page.tags("input").first { $0["name"] == "password" }
        #expect(field?["aria-describedby"] == "problem" && field?["aria-invalid"] == "true")
        #expect(browser.page.texts(in: "title").first?.hasPrefix("Error: ") == true)
    }

    @Test(
        "asks for what is missing",
        arguments: [["username": "ada"], ["password": "x"], ["username": "", "password": ""]])
    func missing(values: [String: String]) async throws {
        let world = try PeopleWorld()
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        #expect(try await browser.submit(values).status == 400)
        #expect(browser.problem == "Type your name and your password.")
    }

    @Test("gives the browser a new session and ends the one it had")
    func rotation() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add(user: "bob")
        try await world.add()
        var browser = try await world.browser(of: "ada")
        let first = try #require(browser.cookies["__Host-doorward-session"])
        try await browser.open(PeopleWorld.authorize(extra: "&prompt=login"))
        try await browser.signIn("bob")
        let second = try #require(browser.cookies["__Host-doorward-session"])
        #expect(first != second)
        #expect(try await world.store.session(SessionCookie.digest(of: first), at: world.now) == nil)
        #expect(try await world.store.session(SessionCookie.digest(of: second), at: world.now)?.user.name == "bob")
        #expect(browser.page.text.contains("Signed in as bob"))
    }

    @Test("ends with the session's life, and with the account")
    func sessionLife() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        var browser = try await world.browser(of: "ada")
        world.advance(43_199)
        #expect(try await browser.open("/account").status == 200 && browser.address == "/account")
        world.advance(1)
        try await browser.open("/account")
        #expect(browser.address == "/oauth/sign-in")
        try await browser.signIn("ada")
        _ = try await world.store.disableUser(id: "u-ada", at: world.now, tokensEndBy: world.now)
        try await browser.open("/account")
        #expect(browser.address == "/oauth/sign-in")
    }

    @Test("hashes the password anew when its hash was too cheap")
    func upgrade() async throws {
        let world = try PeopleWorld()
        let user = try await world.add(user: "ada")
        let cheaper = PasswordHasher(cost: try #require(ScryptCost(logN: 2, r: 8, p: 1)))
        let old = try await cheaper.hash(Array(PeopleWorld.password.utf8), salt: [UInt8](1...16)).text
        _ = try await world.store.setPasswordHash(old, ofUser: user.id)
        _ = try await world.browser(of: "ada")
        let kept = try #require(try await world.store.user(id: user.id)?.passwordHash)
        #expect(kept.hasPrefix("$scrypt$ln=4,"))
        _ = try await world.browser(of: "ada")
    }

    @Test("is throttled by place, says how long to wait, and lets the owner in elsewhere")
    func throttle() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada", email: "ada@example.com")
        var stranger = world.browser(from: "198.51.100.1")
        try await stranger.open("/oauth/sign-in")
        for _ in 0..<5 { #expect(try await stranger.signIn("ada", "guess").status == 400) }
        #expect(try await stranger.signIn("ada@example.com", "guess").status == 429)
        #expect(try await stranger.signIn("ada").status == 429)
        #expect(stranger.response.field("retry-after") == "60")
        #expect(stranger.problem.contains("Wait a minute"))
        var owner = world.browser(from: "203.0.113.1")
        try await owner.open("/oauth/sign-in")
        try await owner.signIn("ada")
        #expect(owner.address == "/account")
        world.advance(61)
        try await stranger.signIn("ada")
        #expect(stranger.address == "/account")
    }

    @Test("makes new browsers wait while an account is attacked from everywhere, known ones not")
    func slowDown() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        var known = try await world.browser(of: "ada")
        for index in 0..<25 {
            var stranger = world.browser(from: "198.51.100.\(index)")
            try await stranger.open("/oauth/sign-in")
            try await stranger.signIn("ada", "guess")
        }
        known.cookies["__Host-doorward-session"] = nil
        let before = world.pauseSeconds.count
        try await known.open("/oauth/sign-in")
        try await known.signIn("ada")
        #expect(known.address == "/account" && world.pauseSeconds.count == before)
        _ = try await world.browser(of: "ada")
        #expect(world.pauseSeconds.last == 1)
    }

    @Test("answers 503 and when to come back while too many passwords are being checked")
    func busy() async throws {
        let hasher = PasswordHasher(
            cost: try #require(ScryptCost(logN: 12, r: 8, p: 1)), parallel: 1, longestQueue: 0)
        let world = try PeopleWorld(hasher: hasher)
        try await world.add(user: "ada")
        let statuses = await withTaskGroup(of: (Int, String?).self) { group in
            for index in 0..<12 {
                group.addTask {
                    var browser = world.browser(from: "192.0.2.\(index)")
                    _ = try? await browser.open("/oauth/sign-in")
                    _ = try? await browser.signIn("ada")
                    return (browser.response.status, browser.response.field("retry-after"))
                }
            }
            return await group.reduce(into: [(Int, String?)]()) { $0.append($1) }
        }
        #expect(statuses.contains { $0.0 == 200 } && statuses.contains { $0.0 == 503 && $0.1 == "5" })
        #expect(statuses.allSatisfy { [200, 503].contains($0.0) })
    }

    @Test("answers 503 with a page when the store does not answer")
    func storeFailure() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        var browser = try await world.browser(of: "ada")
        await world.store.fail(with: InMemoryStoreError.unreachable)
        for path in [
            "/account", "/oauth/sign-in", "/account/password",
            "/oauth/second-factor?flow=dwf_\(String(repeating: "A", count: 43))",
        ] {
            #expect(try await browser.open(path).status == 503, "\(path)")
            #expect(browser.page.texts(in: "h1") == ["Not now"])
            #expect(browser.page.text.contains("req-7") && !browser.response.text.contains("unreachable"))
        }
    }
}
