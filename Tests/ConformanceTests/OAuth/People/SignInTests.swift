import DoorwardForms
import DoorwardTesting
import Testing

extension OAuthTests {
    @Suite("Signing in", .serialized)
    struct SignInTests {
        @Test("asks for name and password before anything else, and tells nothing apart", arguments: Backend.allCases)
        func wrong(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var pages: [String] = []
            for name in ["ada", "nobody-\(Int.random(in: 0..<10_000))"] {
                var visitor = Visitor(name, password: Canary.text("password"), at: fixture.door)
                try await visitor.browser.open("/oauth/authorize?\(fixture.query(.web).text)")
                #expect(visitor.isAtSignIn)
                try await visitor.signIn()
                #expect(visitor.isAtSignIn && [200, 400, 401].contains(visitor.browser.response.status))
                #expect(!visitor.browser.cookies.keys.contains { $0.contains("session") })
                #expect(!visitor.browser.response.text.contains(visitor.password))
                pages.append(visitor.browser.page.texts(in: "main").joined().replacing(name, with: ""))
            }
            #expect(pages[0] == pages[1])
        }

        @Test(
            "gives a session that lasts, in a cookie that scripts cannot read, and a new one each time",
            arguments: Backend.allCases)
        func session(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var visitor = Visitor("ada", password: fixture.ada.password, at: fixture.door)
            // A session that somebody else put into the browser is not taken over.
            visitor.browser.cookies["__Host-doorward-session"] = "dws_" + String(repeating: "A", count: 43)
            visitor.browser.cookies["doorward-session"] = "dws_" + String(repeating: "A", count: 43)
            let redirect = try await visitor.authorize(fixture.query(.web))
            #expect(redirect.code != nil)
            let sessions = visitor.browser.cookies.filter { $0.key.contains("session") }
            #expect(!sessions.isEmpty)
            for (name, value) in sessions {
                #expect(value.wholeMatch(of: /dws_[0-9A-Za-z_-]{43}/) != nil && !value.contains("AAAAAAAA"), "\(name)")
                #expect(value != fixture.ada.browser.cookies[name])
            }
            try await visitor.browser.open("/account")
            #expect(visitor.browser.response.status == 200 && !visitor.isAtSignIn)
            #expect(visitor.browser.page.text.contains("ada"))
            try await signOut(&visitor)
            let after = try fixture.door.get(
                "/account", [("Cookie", sessions.map { "\($0)=\($1)" }.joined(separator: "; "))])
            #expect(after.status == 303, "the session outlives signing out")
        }

        private func signOut(_ visitor: inout Visitor) async throws {
            try await visitor.browser.submit(to: "/oauth/sign-out")
            try await visitor.browser.open("/account")
            #expect(visitor.isAtSignIn)
        }

        @Test("in two tabs at once leads on in both", arguments: [Backend.sqlite])
        func tabs(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var first = Visitor("ada", password: fixture.ada.password, at: fixture.door)
            try await first.browser.open("/oauth/authorize?\(fixture.query(.web).text)")
            var second = first
            try await second.browser.open("/oauth/authorize?\(fixture.query(.other).text)")
            first.browser.cookies = second.browser.cookies
            let one = try await first.finish()
            second.browser.cookies = first.browser.cookies
            let two = try await second.finish()
            #expect(one.code != nil && one.address.hasPrefix("https://web.example/"))
            #expect(two.code != nil && two.address.hasPrefix("https://other.example/"))
        }

        @Test(
            "without the cookie asks again instead of failing, and another's flow leads nowhere",
            arguments: [Backend.sqlite])
        func lostCookie(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var visitor = Visitor("ada", password: fixture.ada.password, at: fixture.door)
            try await visitor.browser.open("/oauth/authorize?\(fixture.query(.web).text)")
            visitor.browser.cookies = [:]
            try await visitor.signIn()
            #expect(visitor.isAtSignIn && visitor.browser.response.status != 403)
            #expect(!visitor.browser.cookies.keys.contains { $0.contains("session") })
            #expect(try await visitor.finish().code != nil)
        }

        @Test("is asked for again with prompt=login", arguments: [Backend.sqlite])
        func promptLogin(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var ada = fixture.ada
            try await ada.browser.open("/oauth/authorize?\(fixture.query(.web).adding("prompt", "login").text)")
            #expect(ada.isAtSignIn)
            #expect(try await ada.finish().code != nil)
        }

        @Test("answers prompt=none without a session with login_required", arguments: Backend.allCases)
        func promptNone(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var nobody = Visitor("nobody", password: "", at: fixture.door)
            let query = fixture.query(.web).adding("prompt", "none")
            let redirect = try await nobody.authorize(query)
            #expect(redirect.error == "login_required")
            #expect(redirect["state"] == query["state"] && redirect.all("iss") == [fixture.door.site])
        }

        @Test("guards its form", arguments: Backend.allCases, ["csrf", "flow", "username", "password"])
        func forged(_ backend: Backend, _ missing: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var visitor = Visitor("nobody", password: "", at: fixture.door)
            try await visitor.browser.open("/oauth/authorize?\(fixture.query(.web).text)")
            let fields = (visitor.browser.page.forms.first { $0["password"] != nil }?.fields ?? []).map { field in
                (field.name, ["username": "ada", "password": "wrong"][field.name] ?? field.value)
            }
            let form = Form(fields.filter { $0.0 != missing })
            let answer = try fixture.door.post("/oauth/sign-in", form, [fixture.cookie(of: visitor)])
            expectPage(answer, 400)
            #expect(!answer.values("Set-Cookie").contains { $0.contains("session=dws_") })
        }
    }

    @Suite("Who comes to /account")
    struct AccountTests {
        @Test("sees the connected apps and takes one back, which is dead within a second", arguments: Backend.allCases)
        func revoke(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let client = try fixture.door.add(
                OAuthClientPlan(name: "To be revoked", redirects: ["https://revoked.example/cb"]))
            var ada = fixture.ada
            try await Task.sleep(for: .milliseconds(1_000))
            let tokens = try await fixture.door.tokens(client, by: &ada)
            #expect(try fixture.door.get("/echo", token: tokens.access).status == 200)
            try await ada.browser.open("/account")
            #expect(ada.browser.page.text.contains("To be revoked"))
            let grant = try SignedToken(tokens.access).claims["gid"]?.string
            try await ada.browser.submit(to: "/account/revoke", where: { $0["grant"] == grant })
            #expect(ada.browser.response.status == 200)
            let dead = try fixture.door.eventually(.seconds(1)) {
                try fixture.door.get("/echo", token: tokens.access).status == 401
            }
            #expect(dead)
            expectJSON(try fixture.door.refresh(tokens.refresh ?? "", as: client), 400, error: "invalid_grant")
            #expect(!ada.browser.page.texts(in: "article").contains { $0.contains("To be revoked") })
            // Agreed is no longer agreed.
            try await ada.browser.open("/oauth/authorize?\(fixture.door.query(client, pkce: PKCEPair()).text)")
            #expect(ada.isAtConsent)
        }

        @Test("signed in sees a page that nobody may keep or frame", arguments: Backend.allCases)
        func headers(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            for target in ["/account", "/account/password", "/account/second-factor"] {
                expectPage(try fixture.door.get(target, [fixture.cookie]), 200)
                let stranger = try fixture.door.get(target)
                #expect(stranger.status == 303)
                #expect(stranger.header("Location")?.contains("/oauth/sign-in") == true)
            }
        }

        @Test(
            "cannot be made to act by another site", arguments: Backend.allCases,
            [
                "/account/revoke", "/account/keys", "/account/password", "/account/sign-out-everywhere",
                "/oauth/sign-out", "/account/second-factor",
            ])
        func forged(_ backend: Backend, _ target: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let forms: [Form] = [
                ["current": fixture.ada.password, "password": "x", "again": "x", "grant": "x", "label": "x"],
                ["csrf": "AAAA", "current": fixture.ada.password, "password": "x", "again": "x", "grant": "x"],
            ]
            for form in forms {
                let answer = try fixture.door.post(target, form, [fixture.cookie, ("Origin", "https://evil.example")])
                #expect([303, 400, 403].contains(answer.status), "\(answer.status)")
                expectNothingInner(answer)
            }
            expectPage(try fixture.door.get("/account", [fixture.cookie]), 200)
        }
    }
}
