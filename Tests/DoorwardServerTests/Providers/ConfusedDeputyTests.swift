import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

/// A stranger registers a client and sends somebody a link who is signed in at the provider already.
@Suite("A stranger's client")
struct ConfusedDeputyTests {
    private static func world() async throws -> (PeopleWorld, ScriptedProvider) {
        let acme = ScriptedProvider(rules: ProviderRules(allow: AllowRules(everyone: true)))
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        try await world.add(client: "evil", name: "Helpful thing", redirect: "https://evil.example/take")
        return (world, acme)
    }

    @Test("gets nobody sent to the provider who has not seen our question and answered it")
    func consentFirst() async throws {
        let (world, acme) = try await Self.world()
        var victim = world.browser()
        try await victim.open(PeopleWorld.authorize("evil"))
        try await victim.choose()
        #expect(acme.departures == 0 && victim.page.text.contains("evil.example"))
        // The page again, another decision, a token of another form: still nobody leaves.
        let form = try #require(victim.page.forms.first { $0.action == "/oauth/consent" })
        let flow = try #require(form["flow"])
        let signInToken = world.browserToken(victim, "/oauth/sign-in")
        for fields in [
            [("flow", flow), ("provider", "acme"), ("decision", "allow")],
            [("flow", flow), ("provider", "acme"), ("decision", "allow"), ("csrf", "x")],
            [("flow", flow), ("provider", "acme"), ("decision", "allow"), ("csrf", signInToken)],
            [("flow", flow), ("provider", "acme"), ("csrf", form["csrf"] ?? "")],
            [("flow", flow), ("provider", "acme"), ("csrf", form["csrf"] ?? ""), ("decision", "yes")],
            [("flow", flow), ("provider", "beta"), ("csrf", form["csrf"] ?? ""), ("decision", "allow")],
        ] {
            try await victim.post(fields, to: "/oauth/consent")
            #expect(acme.departures == 0 && !victim.isElsewhere)
        }
        let digest = OpaqueToken.digest(of: flow)
        #expect(try await world.store.pendingAuthorization(digest, at: world.now)?.approvedAt == nil)
        // Pressing the provider's button again does not lead past it either.
        try await victim.open("/oauth/sign-in?flow=\(flow)")
        try await victim.choose()
        try await victim.press(flow: flow, token: world.browserToken(victim, "/oauth/provider"))
        #expect(acme.departures == 0)
    }

    @Test("gets nothing from a question that is denied")
    func denied() async throws {
        let (world, acme) = try await Self.world()
        var victim = world.browser()
        try await victim.open(PeopleWorld.authorize("evil"))
        try await victim.choose()
        try await victim.submit(to: "/oauth/consent", button: ("decision", "deny"))
        #expect(victim.address.hasPrefix("https://evil.example/take?error=access_denied") && acme.departures == 0)
        #expect(world.audit.map(\.kind) == ["consent.denied"])
    }

    @Test("cannot use an agreement that was given in its own browser")
    func foreignAgreement() async throws {
        let (world, acme) = try await Self.world()
        var attacker = world.browser()
        try await attacker.open(PeopleWorld.authorize("evil"))
        let signIn = attacker.address
        try await attacker.choose()
        let consent = attacker.address
        let form = try #require(attacker.page.forms.first { $0.action == "/oauth/consent" })
        try await attacker.allow()
        let callback = attacker.callback("code=ada")
        #expect(acme.departures == 1)
        // The attacker's pages in the victim's browser begin anew, with the question.
        var victim = world.browser()
        try await victim.open("/oauth/sign-in")
        for address in [signIn, consent] {
            try await victim.open(address)
            #expect(!victim.isElsewhere)
        }
        try await victim.post(form.fields.map { ($0.name, $0.value) } + [("decision", "allow")], to: "/oauth/consent")
        #expect(!victim.isElsewhere && acme.departures == 1)
        // And so does the attacker's callback: nobody is signed in, and nothing is sent to the client.
        try await victim.open(callback)
        #expect(victim.response.status == 400 && victim.heading == "This sign-in is over")
        #expect(victim.cookies["__Host-doorward-session"] == nil)
        // Which is used up now, also for the attacker.
        try await attacker.open(callback)
        #expect(attacker.response.status == 400)
        #expect(try await world.store.users().isEmpty)
    }

    @Test("with a request that is no good leads nowhere but back, by a button")
    func unsoundRequest() async throws {
        let (world, acme) = try await Self.world()
        var victim = world.browser()
        try await victim.open("/oauth/authorize?client_id=evil&response_type=token&state=s")
        try await victim.choose()
        #expect(victim.heading.contains("cannot be answered") && acme.departures == 0)
        let form = try #require(victim.page.forms.first)
        let flow = try #require(form["flow"])
        try await victim.post(
            [
                ("flow", flow), ("provider", "acme"), ("decision", "allow"),
                ("csrf", world.browserToken(victim, "/oauth/consent?provider=acme")),
            ], to: "/oauth/consent")
        #expect(acme.departures == 0 && victim.response.status == 400)
        try await victim.submit(to: "/oauth/provider", button: ("back", "denied"))
        #expect(victim.address.hasPrefix("https://evil.example/take?error=unsupported_response_type"))
    }

    @Test("cannot have its request changed into another one after the agreement")
    func otherFlow() async throws {
        let (world, _) = try await Self.world()
        try await world.add()
        var victim = world.browser()
        // Agreed to one client; the callback goes on with that one, whatever else began meanwhile.
        try await victim.open(PeopleWorld.authorize("app"))
        try await victim.choose()
        try await victim.allow()
        let callback = victim.callback("code=ada")
        try await victim.open(PeopleWorld.authorize("evil"))
        let evil = victim.address
        try await victim.open(callback)
        #expect(victim.address.hasPrefix("https://app.example/back?code="))
        // The other has to ask for itself.
        try await victim.open(PeopleWorld.authorize("evil"))
        #expect(victim.address.hasPrefix("/oauth/consent?flow=") && evil.hasPrefix("/oauth/sign-in?flow="))
    }
}

extension PeopleWorld {
    /// The token of a form for a browser.
    func browserToken(_ browser: FormBrowser, _ path: String) -> String {
        guard
            let configuration = try? PeopleConfiguration(
                policy: server.policy, theme: PageTheme(name: "x", logoPath: nil),
                masterSecret: [UInt8](repeating: 42, count: 32), store: store, hasher: hasher, now: server.now,
                random: server.random)
        else { return "" }
        return configuration.formTokens.text(cookie: browser.cookies["__Host-doorward-browser"] ?? "", path: path)
    }
}

extension FormBrowser {
    /// The provider's button with fields of one's own.
    mutating func press(flow: String, token: String) async throws {
        try await post([("flow", flow), ("provider", "acme"), ("csrf", token)], to: "/oauth/provider")
    }
}
