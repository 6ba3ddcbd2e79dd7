import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Signing in elsewhere")
struct ProviderSignInTests {
    static let open = ProviderRules(allow: AllowRules(everyone: true))

    @Test("leads from a client's request over our own question and the provider to the code, once")
    func wholeWay() async throws {
        let acme = ScriptedProvider(rules: Self.open)
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        #expect(
            browser.page.text.contains("Continue with Acme") && browser.page.text.contains("to go on to Plant helper"))
        try await browser.choose()
        #expect(browser.address.hasPrefix("/oauth/consent?flow=dwf_") && browser.address.hasSuffix("&provider=acme"))
        let text = browser.page.text
        for wanted in ["Plant helper", "See your plants", "app.example", "Deny", "Allow and go on to Acme", "id app"] {
            #expect(text.contains(wanted), "\(wanted)")
        }
        #expect(!text.contains("Signed in as") && acme.departures == 0)
        try await browser.allow()
        #expect(browser.address.hasPrefix("https://login.example/authorize?state=") && acme.departures == 1)
        try await browser.arrive(as: "ada")
        #expect(browser.address.hasPrefix("https://app.example/back?code=dwc_"))
        let user = try #require(try await world.store.user(named: "ada"))
        // No address: another provider's sign-in would be joined by it, and this one's word is not taken for addresses.
        #expect(user.email.isEmpty && user.passwordHash == nil)
        #expect(
            world.audit.map(\.kind) == ["user.signed-up", "identity.linked", "sign-in.succeeded", "consent.given"])
        #expect(world.audit[2].detail["provider"] == "acme" && world.audit[3].subject == "app")
        // Agreed to once is agreed to: with the session there is nothing more to ask.
        try await browser.open(PeopleWorld.authorize())
        #expect(browser.address.hasPrefix("https://app.example/back?code=") && browser.redirects.count == 1)
    }

    @Test("goes to the account where no client waits, without a question")
    func toAccount() async throws {
        let acme = ScriptedProvider(rules: Self.open)
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme, ScriptedProvider("beta")])
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        #expect(browser.page.forms.first { $0.action == "/oauth/provider" }?.buttons.map(\.value) == ["acme", "beta"])
        try await browser.choose()
        #expect(browser.address.hasPrefix("https://login.example/"))
        try await browser.arrive(as: "ada")
        #expect(browser.address == "/account" && browser.page.text.contains("Signed in as ada"))
    }

    @Test("gives the browser a new session and ends the one it had")
    func fixation() async throws {
        let acme = ScriptedProvider(rules: Self.open)
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        try await world.add(user: "bob")
        try await world.add()
        var browser = try await world.browser(of: "bob")
        let first = try #require(browser.cookies["__Host-doorward-session"])
        try await browser.signInElsewhere(as: "ada", request: PeopleWorld.authorize(extra: "&prompt=login"))
        #expect(browser.address.contains("code="))
        let second = try #require(browser.cookies["__Host-doorward-session"])
        #expect(first != second)
        #expect(try await world.store.session(SessionCookie.digest(of: first), at: world.now) == nil)
        #expect(try await world.store.session(SessionCookie.digest(of: second), at: world.now)?.user.name == "ada")
    }

    @Test("puts the user's role into the code")
    func role() async throws {
        let acme = ScriptedProvider(
            rules: ProviderRules(allow: AllowRules(everyone: true), role: "member"))
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        try await world.add()
        var browser = world.browser()
        try await browser.signInElsewhere(as: "ada")
        let code = try #require(
            browser.address.split(separator: "?").last?.split(separator: "&").first { $0.hasPrefix("code=") }?
                .dropFirst(5))
        let roles = try await world.codeRecord(String(code))?.role
        #expect(roles == "member")
        #expect(try await world.store.user(named: "ada")?.role == "member")
    }

    @Test("still asks for the second factor")
    func secondFactor() async throws {
        let key = [UInt8](repeating: 9, count: 20)
        let acme = ScriptedProvider(
            rules: ProviderRules(allow: AllowRules(everyone: true), linksByVerifiedEmail: true))
        acme.knows("zoe", email: "zoe@example.com")
        let world = try PeopleWorld(providers: [acme])
        try await world.add(user: "zoe", email: "zoe@example.com", totp: key)
        try await world.add()
        _ = try await world.store.link(
            IdentityRecord(
                issuer: "https://acme.example", subject: "sub-zoe", userID: "u-zoe", provider: "acme", email: "",
                createdAt: 0, lastSignedInAt: 0))
        for _ in 0..<2 {
            var browser = world.browser()
            try await browser.signInElsewhere(as: "zoe", request: PeopleWorld.authorize(extra: "&prompt=consent"))
            #expect(browser.address.hasPrefix("/oauth/second-factor?flow="))
            #expect(browser.cookies["__Host-doorward-session"] == nil)
            #expect(try await browser.submit(["code": "000000"]).status == 400)
            world.advance(30)
            try await browser.submit(["code": TOTP.code(key: key, step: TOTP.step(at: world.now))])
            #expect(browser.address.hasPrefix("https://app.example/back?code="))
        }
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.choose()
        try await browser.arrive(as: "zoe")
        #expect(browser.address.hasPrefix("/oauth/second-factor?flow="))
        world.advance(30)
        try await browser.submit(["code": TOTP.code(key: key, step: TOTP.step(at: world.now))])
        #expect(browser.address == "/account")
    }

    @Test("lets forms lead where they must, and nowhere else while a password is typed for a client")
    func formAction() async throws {
        func sources(_ browser: FormBrowser) -> String {
            let policy = browser.response.field("content-security-policy") ?? ""
            return policy.split(separator: "; ").first { $0.hasPrefix("form-action") }.map { String($0.dropFirst(12)) }
                ?? ""
        }
        let world = try PeopleWorld(providers: [
            ScriptedProvider(formAction: "http://127.0.0.1:8080"), ScriptedProvider("beta", formAction: nil),
            ScriptedProvider("gamma", formAction: "https:"),
        ])
        try await world.add()
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        #expect(sources(browser) == "'self' http://127.0.0.1:8080 https:")
        try await browser.open(PeopleWorld.authorize())
        #expect(sources(browser) == "'self' https://app.example")
        try await browser.choose()
        #expect(sources(browser) == "'self' https://app.example http://127.0.0.1:8080 https:")
        try await browser.open(PeopleWorld.authorize())
        for provider in ["beta", "gamma"] {
            try await browser.open(PeopleWorld.authorize())
            try await browser.choose(provider)
            #expect(sources(browser) == "'self' https://app.example https:")
        }
    }

    @Test("a password after the question counts as well: somebody in this browser has agreed")
    func otherWay() async throws {
        let acme = ScriptedProvider(rules: Self.open)
        let world = try PeopleWorld(providers: [acme])
        try await world.add(user: "ada")
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        let signIn = browser.address
        try await browser.choose()
        try await browser.allow()
        try await browser.open(signIn)
        try await browser.signIn("ada")
        #expect(browser.address.hasPrefix("https://app.example/back?code="))
    }

    @Test("keeps the provider's tokens only where its rules say so, and goes on when they cannot be kept")
    func tokens() async throws {
        for (keeps, works, kept) in [(true, true, true), (false, true, false), (true, false, false)] {
            let acme = ScriptedProvider(
                rules: ProviderRules(allow: AllowRules(everyone: true), keepsTokens: keeps))
            acme.knows("ada", email: "ada@example.com", tokens: ProviderTokens(accessToken: "token-of-ada"))
            let world = try PeopleWorld(providers: [acme], keepsTokens: works)
            try await world.add()
            var browser = world.browser()
            try await browser.signInElsewhere(as: "ada")
            #expect(browser.address.contains("code="))
            let user = try #require(try await world.store.user(named: "ada"))
            #expect(world.keptTokens == (kept ? ["token-of-ada of \(user.id) at acme"] : []))
            #expect(world.reported.isEmpty == works)
            #expect(!"\(world.audit)".contains("token-of-ada") && !browser.address.contains("token-of-ada"))
        }
    }

    @Test("whoever lacks what the API needs of a provider is told so, and a password does not lead round in circles")
    func lacking() async throws {
        let rules = ProviderRules(allow: AllowRules(everyone: true), keepsTokens: true)
        let (acme, other) = (ScriptedProvider(label: "Acme", rules: rules), ScriptedProvider("other", rules: Self.open))
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme, other], lacksProviderTokens: { _ in true })
        try await world.add(user: "ada", email: "ada@example.com")
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        #expect(browser.page.text.contains("Password"))
        try await browser.submit(["username": "ada", "password": PeopleWorld.password], to: "/oauth/sign-in")
        #expect(browser.address.hasPrefix("/oauth/sign-in?flow="))
        #expect(browser.page.text.contains("Sign in with Acme once more"))
        // It may be somebody else's browser: the form stays.
        #expect(browser.page.text.contains("Password"))
        try await browser.choose("acme")
        try await browser.allow()
        try await browser.arrive(as: "ada")
        #expect(browser.address.contains("code="))
    }

    @Test("makes a client stay that registered itself, as soon as the person is back and not before")
    func adoption() async throws {
        let acme = ScriptedProvider(rules: Self.open)
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        try await world.store.create(
            ClientRecord(
                id: "app", name: "Plant helper", profile: "registered", isPublic: true,
                redirectURIs: ["https://app.example/back"], scopes: ["read", "write"], createdAt: world.now,
                registration: ClientRegistration(kind: .dynamic, metadata: "{}", expiresAt: world.now + 60)))
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize(redirect: "https://app.example/back"))
        try await browser.choose()
        try await browser.allow()
        #expect(try await world.store.client(id: "app")?.registration?.expiresAt != nil)
        try await browser.arrive(as: "ada")
        #expect(browser.address.contains("code="))
        #expect(try await world.store.client(id: "app")?.registration?.expiresAt == nil)
    }
}
