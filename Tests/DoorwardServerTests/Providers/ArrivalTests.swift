import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Whose account somebody is who signs in elsewhere")
struct ArrivalTests {
    static let everyone = AllowRules(everyone: true)

    /// What the sign-in comes to: the name of the user, or the page's heading.
    private func arrival(
        _ world: PeopleWorld, as code: String = "ada", provider: String = "acme"
    ) async throws -> (String, FormBrowser) {
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.choose(provider)
        try await browser.arrive(as: code, provider: provider)
        guard browser.address == "/account" else { return (browser.heading, browser) }
        let cookie = try #require(browser.cookies["__Host-doorward-session"])
        let signedIn = try await world.store.session(SessionCookie.digest(of: cookie), at: world.now)
        return (try #require(signedIn?.user.name), browser)
    }

    @Test("is known by issuer and subject, whatever becomes of the address")
    func known() async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: Self.everyone))
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        #expect(try await arrival(world).0 == "ada")
        acme.knows("ada", email: "married@example.com")
        #expect(try await arrival(world).0 == "ada")
        acme.knows("ada", email: nil)
        #expect(try await arrival(world).0 == "ada")
        let user = try #require(try await world.store.user(named: "ada"))
        #expect(try await world.store.identities(ofUser: user.id).map(\.email) == ["married@example.com"])
        // Another subject with her address is somebody else, with an account of its own.
        acme.knows("mallory", email: "ada@example.com")
        #expect(try await arrival(world, as: "mallory").0 == "ada-2")
        #expect(try await world.store.user(named: "ada-2")?.email == "")
    }

    @Test(
        "is let in by the rules of the provider, asked at each sign-in",
        arguments: [
            (AllowRules(domains: ["example.com"]), "ada@example.com", true, true),
            (AllowRules(domains: ["example.com"]), "ada@example.com", false, false),
            (AllowRules(domains: ["example.com"]), "ada@mail.example.com", true, false),
            (AllowRules(emails: ["ada@example.com"]), "ada@example.com", true, true),
            (AllowRules(emails: ["ada@example.com"]), "ada@example.com", false, false),
            (AllowRules(claims: ["groups": ["staff"]]), "x@y.example", false, true),
            (AllowRules(claims: ["groups": ["admins"]]), "x@y.example", true, false),
            (AllowRules(), "ada@example.com", true, false),
        ])
    func rules(allow: AllowRules, email: String, isVerified: Bool, isLetIn: Bool) async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: allow))
        acme.knows("ada", email: email, isVerified: isVerified, claims: ["groups": ["staff"]])
        let world = try PeopleWorld(providers: [acme])
        let (outcome, browser) = try await arrival(world)
        #expect((browser.address == "/account") == isLetIn, "\(outcome)")
        guard !isLetIn else { return }
        #expect(browser.response.status == 403 && outcome == "This account cannot be used here")
        #expect(browser.page.text.contains(email) && browser.page.text.contains("req-7"))
        #expect(try await world.store.users().isEmpty)
        let event = try #require(world.audit.first)
        #expect(event.kind == "sign-in.refused" && event.detail["provider"] == "acme")
        #expect(event.detail["reason"] == (allow.isEmpty ? "no_account" : "not_allowed"))
    }

    @Test("who has left is refused from then on, with an account or without")
    func left() async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: AllowRules(claims: ["groups": ["staff"]])))
        acme.knows("ada", email: "ada@example.com", claims: ["groups": ["staff"]])
        let world = try PeopleWorld(providers: [acme])
        #expect(try await arrival(world).0 == "ada")
        acme.knows("ada", email: "ada@example.com", claims: ["groups": ["alumni"]])
        #expect(try await arrival(world).1.response.status == 403)
    }

    @Test("may be a stranger's where sign-up is open, so many at a time from one place")
    func signUp() async throws {
        let acme = ScriptedProvider()
        for index in 0..<8 { acme.knows("p\(index)", email: "p\(index)xx@example.com") }
        let world = try PeopleWorld(isSignUpOpen: true, providers: [acme])
        for index in 0..<5 { #expect(try await arrival(world, as: "p\(index)").0 == "p\(index)xx") }
        let (_, browser) = try await arrival(world, as: "p5")
        #expect(browser.response.status == 429 && browser.response.field("retry-after") == "60")
        // Whoever has an account already is no new one.
        #expect(try await arrival(world, as: "p0").0 == "p0xx")
    }

    @Test("is joined by a verified address only where the configuration says so")
    func linking() async throws {
        for (links, isVerified, email, isJoined) in [
            (true, true, "ada@example.com", true), (true, true, "Ada@Example.com", true),
            (true, false, "ada@example.com", false), (false, true, "ada@example.com", false),
            (true, true, "bda@example.com", false),
            // Looks alike, and lower-cases to it: KELVIN SIGN and LATIN CAPITAL LETTER I WITH DOT ABOVE.
            (true, true, "ada@example.co\u{6D}\u{301}", false), (true, true, "\u{212A}ai@example.com", false),
        ] {
            let acme = ScriptedProvider(
                rules: ProviderRules(allow: Self.everyone, linksByVerifiedEmail: links))
            acme.knows("ada", email: email, isVerified: isVerified)
            let world = try PeopleWorld(providers: [acme])
            let victim = try await world.add(user: "ada", email: "ada@example.com")
            try await world.add(user: "kai", email: "kai@example.com")
            let (name, _) = try await arrival(world)
            #expect((name == "ada") == isJoined, "\(email) \(links) \(isVerified)")
            let mine = try await world.store.identities(ofUser: victim.id)
            #expect(mine.count == (isJoined ? 1 : 0))
            #expect(try await world.store.identities(ofUser: "u-kai").isEmpty)
            #expect(try await world.store.user(id: victim.id)?.passwordHash == victim.passwordHash)
        }
    }

    @Test("is not joined by a name that looks like an address, nor to one who is disabled")
    func noLinking() async throws {
        let acme = ScriptedProvider(
            rules: ProviderRules(allow: Self.everyone, linksByVerifiedEmail: true))
        acme.knows("ada", email: "ada@example.com")
        acme.knows("bob", email: "bob@example.com")
        let world = try PeopleWorld(providers: [acme])
        try await world.add(user: "ada@example.com")
        try await world.add(user: "bob", email: "bob@example.com")
        _ = try await world.store.disableUser(id: "u-bob", at: world.now, tokensEndBy: world.now)
        #expect(try await arrival(world).0 == "ada")
        #expect(try await world.store.identities(ofUser: "u-ada@example.com").isEmpty)
        let (heading, browser) = try await arrival(world, as: "bob")
        #expect(heading == "This account cannot be used" && browser.response.status == 403)
        #expect(try await world.store.identities(ofUser: "u-bob").isEmpty)
    }

    @Test("is not joined once more by an address that was given to somebody else")
    func recycled() async throws {
        let acme = ScriptedProvider(
            rules: ProviderRules(allow: Self.everyone, linksByVerifiedEmail: true))
        acme.knows("ada", email: "ada@example.com")
        acme.knows("successor", subject: "sub-2", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        try await world.add(user: "ada", email: "ada@example.com")
        #expect(try await arrival(world).0 == "ada")
        #expect(try await arrival(world, as: "successor").0 == "ada-2")
    }

    @Test("that was taken away from an account is not joined to it by its address again, but by its owner")
    func takenAway() async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: Self.everyone, linksByVerifiedEmail: true))
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        try await world.add(user: "ada", email: "ada@example.com")
        #expect(try await arrival(world).0 == "ada")
        let identity = try #require(try await world.store.identities(ofUser: "u-ada").first)
        #expect(try await world.store.unlink(issuer: identity.issuer, subject: identity.subject, ofUser: "u-ada"))
        let (heading, browser) = try await arrival(world)
        #expect(heading == "This account does not lead here any more" && browser.response.status == 403)
        #expect(try await world.store.identities(ofUser: "u-ada").isEmpty)
        #expect(try await world.store.users().count == 1)
        #expect(try await world.store.link(identity))
        #expect(try await arrival(world).0 == "ada")
    }

    @Test("is not joined by an address where somebody else may have brought it along, nor past a second factor")
    func hijacking() async throws {
        let open = ScriptedProvider("open", rules: ProviderRules(allow: Self.everyone))
        let corp = ScriptedProvider("corp", rules: ProviderRules(allow: Self.everyone, linksByVerifiedEmail: true))
        open.knows("mallory", email: "victim@example.com")
        corp.knows("victim", email: "victim@example.com")
        corp.knows("zoe", email: "zoe@example.com")
        corp.knows("kai", email: "kai@example.com")
        let world = try PeopleWorld(providers: [open, corp])
        let mallory = try await arrival(world, as: "mallory", provider: "open").0
        #expect(try await arrival(world, as: "victim", provider: "corp").0 != mallory)
        // An account that an operator made, and that has been joined by somebody whose address nobody vouches for.
        try await world.add(user: "kai", email: "kai@example.com")
        _ = try await world.store.link(
            IdentityRecord(
                issuer: "https://open.example", subject: "sub-k", userID: "u-kai", provider: "open", email: "",
                createdAt: 0, lastSignedInAt: 0))
        #expect(try await arrival(world, as: "kai", provider: "corp").0 == "kai-2")
        try await world.add(user: "zoe", email: "zoe@example.com", totp: [UInt8](repeating: 9, count: 20))
        #expect(try await arrival(world, as: "zoe", provider: "corp").0 == "zoe-2")
        #expect(try await world.store.identities(ofUser: "u-zoe").isEmpty)
    }

    @Test("when it is disabled is no way in")
    func disabled() async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: Self.everyone))
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        _ = try await arrival(world)
        let user = try #require(try await world.store.user(named: "ada"))
        _ = try await world.store.disableUser(id: user.id, at: world.now, tokensEndBy: world.now)
        let (heading, browser) = try await arrival(world)
        #expect(heading == "This account cannot be used" && browser.cookies["__Host-doorward-session"] == nil)
        #expect(world.audit.last?.detail["reason"] == "user_disabled")
    }

    @Test(
        "gets a name that can be typed and that nobody has",
        arguments: [
            ("ada@example.com", "ada"), ("Ada.Lovelace@example.com", "ada.lovelace"), ("ada+news@example.com", "ada"),
            ("a-b!c@example.com", "a-b-c"), ("---@example.com", nil), ("ab@example.com", nil), (nil, nil),
            ("-rf@example.com", nil), ("o'neil@example.com", "o-neil"), ("taken@example.com", "taken-2"),
            ("client@example.com", "client-2"),
            (String(repeating: "x", count: 64) + "@example.com", String(repeating: "x", count: 40)),
        ])
    func names(email: String?, wanted: String?) async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: Self.everyone))
        acme.knows("person", email: email)
        let world = try PeopleWorld(providers: [acme])
        try await world.add(user: "taken")
        try await world.add(client: "client")
        let (name, _) = try await arrival(world, as: "person")
        #expect(AccountName.isAcceptable(name))
        if let wanted { #expect(name == wanted) } else { #expect(name.hasPrefix("acme-") && name.count == 13) }
    }

    @Test("does not get an unverified address, nor a name from it")
    func unverified() async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: Self.everyone))
        acme.knows("person", email: "admin@example.com", isVerified: false)
        let world = try PeopleWorld(providers: [acme])
        let (name, _) = try await arrival(world, as: "person")
        #expect(name.hasPrefix("acme-"))
        #expect(try await world.store.user(named: name)?.email == "")
    }

    @Test("is one account, however many tabs arrive at once")
    func firstSignInRace() async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: AllowRules(domains: ["example.com"])))
        acme.knows("ada", email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let (name, _) = try await arrival(world)
                    #expect(name == "ada")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await world.store.users().count == 1)
    }

    @Test(
        "is nobody's for a subject that no provider has", arguments: ["", "a\0b", String(repeating: "s", count: 256)])
    func subjects(subject: String) async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: Self.everyone))
        acme.knows("ada", subject: subject, email: "ada@example.com")
        let world = try PeopleWorld(providers: [acme])
        let (_, browser) = try await arrival(world)
        #expect(browser.response.status == 502)
        #expect(try await world.store.users().isEmpty)
    }
}
