import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("The account")
struct AccountTests {
    private func grant(_ id: String, _ user: String, _ client: String, at time: Int64) -> GrantRecord {
        GrantRecord(
            id: id, userID: user, clientID: client, resource: PeopleWorld.issuer, scopes: ["read", "write"],
            redirectURI: "https://app.example/back", createdAt: time, lastUsedAt: time + 60)
    }

    /// Grants as the token endpoint makes them.
    private func add(_ grants: [GrantRecord], to world: PeopleWorld) async throws {
        for grant in grants {
            let digest = SecretDigest(hashing: Array(grant.id.utf8))
            try await world.store.create(
                AuthorizationCodeRecord(
                    digest: digest, clientID: grant.clientID, userID: grant.userID ?? "",
                    redirectURI: grant.redirectURI,
                    redirectURIWasGiven: false, challenge: nil, resource: grant.resource, scopes: grant.scopes,
                    createdAt: grant.createdAt, expiresAt: grant.createdAt + 60))
            _ = try await world.store.redeem(code: digest, at: grant.createdAt, tokensEndBy: grant.createdAt) { _ in
                .redeem(grant, nil)
            }
        }
    }

    @Test("lists apps with a row for each installation, and revokes one or all")
    func apps() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add(user: "bob")
        try await world.add(client: "app")
        try await world.add(client: "other", name: "Weather")
        let now = world.now
        try await add(
            [
                grant("g1", "u-ada", "app", at: now - 900), grant("g2", "u-ada", "app", at: now - 600),
                grant("g3", "u-ada", "other", at: now - 300), grant("g4", "u-bob", "app", at: now - 100),
            ], to: world)
        var browser = try await world.browser(of: "ada")
        let headings = browser.page.texts(in: "h3")
        #expect(headings.contains("Plant helper") && headings.contains("Weather"))
        let forms = browser.page.forms.filter { $0.action == "/account/revoke" }
        #expect(forms.compactMap { $0["grant"] }.sorted() == ["g1", "g2", "g3"])
        #expect(forms.compactMap { $0["client"] } == ["app"])
        #expect(browser.page.text.contains("See your plants") && browser.page.text.contains("app.example"))

        try await browser.submit(to: "/account/revoke", where: { $0["grant"] == "g1" })
        #expect(browser.address == "/account?done=revoked")
        #expect(
            try await world.store.grants(ofUser: "u-ada", ofClient: nil, limit: 9).map(\.id).sorted() == ["g2", "g3"])
        #expect(world.server.revocations.contains("g1"))

        // Another's grant: the same answer, and nothing happens.
        try await browser.submit(["grant": "g4"], to: "/account/revoke", where: { $0["grant"] == "g2" })
        #expect(browser.address == "/account?done=revoked")
        #expect(try await world.store.grant(id: "g4")?.revokedAt == nil)

        try await browser.submit(["grant": "", "client": "app"], to: "/account/revoke", where: { $0["grant"] == "g2" })
        #expect(try await world.store.grants(ofUser: "u-ada", ofClient: nil, limit: 9).map(\.id) == ["g3"])
        #expect(world.server.revocations.contains("g2") && !world.server.revocations.contains("g3"))
        #expect(world.audit.filter { $0.kind == "grant.revoked" }.count == 2)
    }

    @Test("forgets the agreement with the last grant, so that the app has to ask again")
    func consentGoes() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.signIn("ada")
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        try await add([grant("g1", "u-ada", "app", at: world.now)], to: world)
        try await browser.open("/account")
        try await browser.submit(to: "/account/revoke")
        try await browser.open(PeopleWorld.authorize())
        #expect(browser.address.hasPrefix("/oauth/consent?flow="))
    }

    @Test("makes API keys that are shown once, and revokes them")
    func keys() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.keys.create(
            APIKeyRecord(id: "k_bob", user: "u-bob", digest: SecretDigest(hashing: [1]), hint: "dwk_bobs", createdAt: 1)
        )
        var browser = try await world.browser(of: "ada")
        try await browser.submit(["label": "my script"], to: "/account/keys")
        #expect(browser.response.status == 200)
        let text = try #require(browser.page.texts(in: "code").first)
        let key = try #require(APIKey(parsing: text))
        // The owner is told to the API as in a token: by the id.
        let records = try await world.keys.list(user: "u-ada")
        #expect(records.map(\.digest) == [key.digest] && records.first?.label == "my script")
        #expect(records.first?.expiresAt == world.now + 90 * 86_400)
        try await browser.open("/account")
        #expect(!browser.response.text.contains(text) && browser.page.text.contains("my script"))
        #expect(!"\(world.audit)".contains(text))

        try await browser.submit(["revoke": "k_bob"], to: "/account/keys", where: { $0["revoke"] != nil })
        #expect(try await world.keys.list(user: "u-bob").first?.revokedAt == nil)
        try await browser.submit(to: "/account/keys", where: { $0["revoke"] != nil })
        #expect(try await world.keys.list(user: "u-ada").first?.revokedAt == world.now)
        #expect(world.audit.map(\.kind) == ["sign-in.succeeded", "key.issued", "key.revoked"])
        try await browser.submit(["label": String(repeating: "x", count: 61)], to: "/account/keys")
        #expect(browser.response.status == 400)
    }

    @Test("changes the password, and ends the other sessions")
    func password() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        var browser = try await world.browser(of: "ada")
        var other = try await world.browser(of: "ada")
        try await browser.open("/account/password")
        let new = "a better garden door"
        for (values, problem) in [
            (["current": "wrong one", "password": new, "again": new], "present password is wrong"),
            (["current": PeopleWorld.password, "password": new, "again": new + "!"], "not the same"),
            (["current": PeopleWorld.password, "password": "short", "again": "short"], "at least 8"),
            (
                ["current": PeopleWorld.password, "password": "Garden journal", "again": "Garden journal"],
                "not your name"
            ),
            (["current": PeopleWorld.password], "twice"),
        ] {
            #expect(try await browser.submit(values).status == 400)
            #expect(browser.problem.contains(problem), "\(problem)")
        }
        try await browser.submit(["current": PeopleWorld.password, "password": new, "again": new])
        #expect(browser.address == "/account?done=password" && browser.page.text.contains("Your password is changed"))
        try await other.open("/account")
        #expect(other.address == "/oauth/sign-in")
        #expect(try await other.signIn("ada").status == 400)
        try await other.signIn("ada", new)
        #expect(other.address == "/account")
        #expect(!"\(world.audit)".contains(new))
    }

    @Test("signs out here, and everywhere")
    func signOut() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        var here = try await world.browser(of: "ada")
        var there = try await world.browser(of: "ada")
        let third = try await world.browser(of: "ada")
        try await here.submit(to: "/oauth/sign-out")
        #expect(here.address == "/oauth/signed-out" && here.cookies["__Host-doorward-session"] == nil)
        try await there.open("/account")
        #expect(there.address == "/account" && there.page.text.contains("Firefox on Linux (this browser)"))
        try await there.submit(to: "/account/sign-out-everywhere")
        #expect(there.address == "/oauth/signed-out")
        let digest = SessionCookie.digest(of: try #require(third.cookies["__Host-doorward-session"]))
        #expect(try await world.store.session(digest, at: world.now) == nil)
    }

    @Test("lets somebody else sign in from the consent page, and the client still gets its answer")
    func notYou() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add(user: "bob")
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.signIn("ada")
        let session = try #require(browser.cookies["__Host-doorward-session"])
        try await browser.submit(to: "/oauth/consent", button: ("decision", "switch"))
        #expect(browser.address.hasPrefix("/oauth/sign-in?flow=dwf_"))
        #expect(try await world.store.session(SessionCookie.digest(of: session), at: world.now) == nil)
        try await browser.signIn("bob")
        #expect(browser.page.text.contains("Signed in as bob"))
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.address.contains("code="))
    }

    @Test(
        "does not put what a form sent into a header field",
        arguments: [
            "dwf_" + String(repeating: "A", count: 41) + "\r\n", "dwf_x\r\nSet-Cookie: a=b", "//evil.example",
            "dwf_&x=1",
        ])
    func headerInjection(flow: String) async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        var browser = try await world.browser(of: "ada")
        try await browser.submit(["flow": flow], to: "/oauth/sign-out")
        #expect(browser.redirects == ["/oauth/signed-out"])
    }

    @Test("is made by an invitation, once, in time")
    func invitation() async throws {
        let world = try PeopleWorld()
        try await world.store.create(UserRecord(id: "i", name: "eve", email: "eve@example.com", createdAt: 0))
        let token = "dwi_" + String(repeating: "t", count: 43)
        try await world.store.create(
            Invitation(
                digest: SecretDigest(hashing: Array(token.utf8)), userID: "i", createdAt: 0, expiresAt: world.now + 60))
        var browser = world.browser()
        try await browser.open("/oauth/invitation?token=\(token)")
        #expect(browser.page.texts(in: "h1") == ["Set your password"])
        #expect(browser.page.tags("input").contains { $0["value"] == "eve" && $0["autocomplete"] == "username" })
        try await browser.submit(["password": "password1", "again": "password1"])
        #expect(browser.response.status == 400 && browser.problem.contains("first that anybody"))
        let late = browser
        try await browser.submit(["password": PeopleWorld.password, "again": PeopleWorld.password])
        #expect(browser.address == "/oauth/sign-in?done=password&name=eve")
        #expect(browser.page.text.contains("The password is set"))
        #expect(browser.page.forms.first?["username"] == "eve")
        #expect(browser.page.tags("input").first { $0["autofocus"] != nil }?["name"] == "password")
        try await browser.signIn("eve@example.com")
        #expect(browser.address == "/account")
        var second = late
        try await second.submit(["password": "another fine door", "again": "another fine door"])
        #expect(second.response.status == 400 && second.page.text.contains("no longer works"))
        for bad in ["", "?token=", "?token=dwi_x", "?token=\(token)&token=\(token)", "?token=%00"] {
            #expect(try await second.open("/oauth/invitation\(bad)").status == 400)
        }
    }

    @Test("made on the way to a client leads on to it, and a lost cookie asks again")
    func signUpForClient() async throws {
        let world = try PeopleWorld(isSignUpOpen: true)
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.open(
            try #require(browser.page.tags("a").compactMap { $0["href"] }.first { $0.contains("sign-up") }))
        browser.cookies = [:]
        let values = ["username": "bob", "password": PeopleWorld.password, "again": PeopleWorld.password]
        #expect(try await browser.submit(values).status == 400)
        #expect(browser.problem.contains("did not send its cookie"))
        try await browser.submit(values)
        #expect(browser.address.hasPrefix("/oauth/consent?flow="))
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.address.hasPrefix("https://app.example/back?code="))
    }

    @Test("is made by oneself only where that is open")
    func signUp() async throws {
        var closed = try PeopleWorld().browser()
        #expect(try await closed.open("/oauth/sign-up").status == 404)
        let world = try PeopleWorld(isSignUpOpen: true)
        try await world.add(user: "ada")
        try await world.add(client: "plant-app")
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        #expect(browser.page.tags("a").contains { $0["href"] == "/oauth/sign-up" })
        try await browser.open("/oauth/sign-up")
        let password = PeopleWorld.password
        for (name, problem) in [
            ("ada", "taken"), ("a", "3 to 64"), ("ada@example.com", "3 to 64"), ("<b>", "3 to 64"),
            ("-rf", "hyphen"), ("plant-app", "taken"),
        ] {
            try await browser.submit(["username": name, "password": password, "again": password])
            #expect(browser.response.status == 400 && browser.problem.contains(problem), "\(name)")
        }
        try await browser.submit(["username": "Bob", "password": password, "again": password])
        #expect(browser.address == "/account" && browser.page.text.contains("Signed in as bob"))
        for index in 0..<9 {
            var more = world.browser()
            try await more.open("/oauth/sign-up")
            try await more.submit(["username": "more\(index)", "password": password, "again": password])
            #expect((more.response.status == 429) == (index >= 2))
        }
    }
}
