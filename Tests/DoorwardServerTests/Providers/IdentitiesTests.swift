import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Sign-in elsewhere in the account")
struct IdentitiesTests {
    private static func world(_ rules: ProviderRules = ProviderRules()) async throws -> (PeopleWorld, ScriptedProvider)
    {
        let acme = ScriptedProvider(rules: rules)
        acme.knows("ada", email: "private@example.com")
        let world = try PeopleWorld(providers: [acme, ScriptedProvider("beta")])
        try await world.add(user: "ada", email: "ada@example.com")
        try await world.add(user: "bob")
        return (world, acme)
    }

    @Test("is added by whoever is signed in, shown, used and removed")
    func wholeWay() async throws {
        let (world, _) = try await Self.world()
        var browser = try await world.browser(of: "ada")
        #expect(browser.page.text.contains("You sign in with a password of Garden journal only."))
        try await browser.submit(to: "/account/identities", button: ("link", "acme"))
        #expect(browser.address.hasPrefix("https://login.example/"))
        try await browser.arrive(as: "ada")
        #expect(browser.address == "/account?done=identity-added")
        #expect(browser.page.text.contains("You can sign in with that account from now on."))
        #expect(browser.page.text.contains("private@example.com"))
        let buttons = browser.page.forms.filter { $0.action == "/account/identities" }.flatMap(\.buttons)
        #expect(buttons.map(\.name) == ["unlink", "link"] && buttons[1].value == "beta")
        #expect(!browser.response.text.contains("sub-ada"))

        var other = world.browser()
        try await other.open("/oauth/sign-in")
        try await other.choose()
        try await other.arrive(as: "ada")
        #expect(other.address == "/account" && other.page.text.contains("Signed in as ada"))

        try await browser.submit(to: "/account/identities", button: ("unlink", buttons[0].value))
        #expect(browser.address == "/account?done=identity-removed")
        #expect(try await world.store.identities(ofUser: "u-ada").isEmpty)
        let kinds = world.audit.map(\.kind)
        #expect(kinds == ["sign-in.succeeded", "identity.linked", "sign-in.succeeded", "identity.unlinked"])
        #expect(world.audit.allSatisfy { $0.actor == "u-ada" })
    }

    @Test("needs a sign-in of a moment ago")
    func recent() async throws {
        let (world, acme) = try await Self.world()
        var browser = try await world.browser(of: "ada")
        world.advance(901)
        try await browser.submit(to: "/account/identities", button: ("link", "acme"))
        #expect(browser.address == "/oauth/sign-in?again=1" && acme.departures == 0)
        #expect(browser.page.text.contains("Sign in once more"))
        try await browser.signIn("ada")
        try await browser.submit(to: "/account/identities", button: ("link", "acme"))
        #expect(acme.departures == 1)
    }

    @Test("does nothing without its own token, and nothing for another's identity")
    func forgery() async throws {
        let (world, acme) = try await Self.world()
        var ada = try await world.browser(of: "ada")
        try await ada.submit(to: "/account/identities", button: ("link", "acme"))
        try await ada.arrive(as: "ada")
        let id = try #require(
            ada.page.forms.filter { $0.action == "/account/identities" }.flatMap(\.buttons).first?.value)
        let foreign = try #require(
            ada.page.forms.first { $0.action == "/account/revoke" || $0.action == "/account/keys" }?["csrf"])
        for token in ["", "x", foreign] {
            for field in [("link", "beta"), ("unlink", id)] {
                #expect(try await ada.post([("csrf", token), field], to: "/account/identities").status == 400)
            }
        }
        var bob = try await world.browser(of: "bob")
        try await bob.submit(to: "/account/identities", button: ("unlink", id))
        #expect(bob.address == "/account?done=identity-removed")
        #expect(try await world.store.identities(ofUser: "u-ada").count == 1 && acme.departures == 1)
    }

    @Test("cannot be begun by one and finished by another")
    func stolenLink() async throws {
        let (world, _) = try await Self.world()
        // The attacker begins in his browser and has the victim open the end: another browser.
        var attacker = try await world.browser(of: "bob")
        try await attacker.submit(to: "/account/identities", button: ("link", "acme"))
        let callback = attacker.callback("code=ada")
        var victim = try await world.browser(of: "ada")
        try await victim.open(callback)
        #expect(victim.response.status == 400)
        // The same browser, somebody else signed in meanwhile.
        var browser = try await world.browser(of: "bob")
        try await browser.submit(to: "/account/identities", button: ("link", "acme"))
        let second = browser.callback("code=ada")
        try await browser.open("/account")
        try await browser.submit(to: "/oauth/sign-out")
        try await browser.open("/oauth/sign-in")
        try await browser.signIn("ada")
        try await browser.open(second)
        #expect(browser.response.status == 400 && browser.page.text.contains("no longer signed in"))
        for user in ["u-ada", "u-bob"] { #expect(try await world.store.identities(ofUser: user).isEmpty) }
    }

    @Test("is one account's only, and must be one that may come in")
    func taken() async throws {
        let (world, acme) = try await Self.world()
        for (name, status) in [("ada", 200), ("bob", 409)] {
            var browser = try await world.browser(of: name)
            try await browser.submit(to: "/account/identities", button: ("link", "acme"))
            try await browser.arrive(as: "ada")
            #expect(browser.response.status == status)
        }
        #expect(try await world.store.identities(ofUser: "u-bob").isEmpty && acme.departures == 2)
        let (strict, _) = try await Self.world(ProviderRules(allow: AllowRules(domains: ["other.example"])))
        var browser = try await strict.browser(of: "ada")
        try await browser.submit(to: "/account/identities", button: ("link", "acme"))
        try await browser.arrive(as: "ada")
        #expect(browser.response.status == 403 && browser.page.tags("a").map { $0["href"] } == ["/account"])
        #expect(try await strict.store.identities(ofUser: "u-ada").isEmpty)
    }

    @Test("keeps the last way to sign in")
    func lastWay() async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: AllowRules(everyone: true)))
        let beta = ScriptedProvider("beta", rules: ProviderRules(allow: AllowRules(everyone: true)))
        for provider in [acme, beta] { provider.knows("ada", email: "ada@example.com") }
        let world = try PeopleWorld(providers: [acme, beta])
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.choose()
        try await browser.arrive(as: "ada")
        func ids() -> [String] {
            browser.page.forms.filter { $0.action == "/account/identities" }.flatMap(\.buttons)
                .filter { $0.name == "unlink" }.map(\.value)
        }
        try await browser.submit(to: "/account/identities", button: ("unlink", ids()[0]))
        #expect(browser.response.status == 400 && browser.problem.contains("last way"))
        try await browser.submit(to: "/account/identities", button: ("link", "beta"))
        try await browser.arrive(as: "ada", provider: "beta")
        let user = try #require(try await world.store.user(named: "ada"))
        #expect(try await world.store.identities(ofUser: user.id).count == 2)
        for (index, id) in ids().enumerated() {
            try await browser.submit(to: "/account/identities", button: ("unlink", id))
            #expect(browser.response.status == (index == 0 ? 200 : 400))
        }
        #expect(try await world.store.identities(ofUser: user.id).map(\.provider) == ["beta"])
    }

    @Test("of a provider that is not configured any more is shown, can be removed and is no way to sign in")
    func gone() async throws {
        let (world, _) = try await Self.world()
        for provider in ["old", "older"] {
            _ = try await world.store.link(
                IdentityRecord(
                    issuer: "https://\(provider).example", subject: "s", userID: "u-ada", provider: provider, email: "",
                    createdAt: 1, lastSignedInAt: 2))
        }
        var browser = try await world.browser(of: "ada")
        let ids = browser.page.forms.filter { $0.action == "/account/identities" }.flatMap(\.buttons).map(\.value)
        #expect(browser.page.text.contains("older") && ids.count == 4)
        try await browser.submit(to: "/account/identities", button: ("unlink", ids[0]))
        #expect(try await world.store.identities(ofUser: "u-ada").count == 1)
    }
}
