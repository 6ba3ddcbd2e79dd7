import DoorwardForms
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Forms")
struct FormSafetyTests {
    @Test(
        "of the account do nothing without their own token",
        arguments: [
            "/account/revoke", "/account/keys", "/account/password", "/account/second-factor",
            "/account/sign-out-everywhere", "/oauth/sign-out",
        ])
    func token(path: String) async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        var browser = try await world.browser(of: "ada")
        let other = try #require(
            browser.page.forms.first {
                $0.action == (path == "/account/revoke" ? "/account/keys" : "/oauth/sign-out")
            }?["csrf"])
        let tokens = path == "/oauth/sign-out" ? ["", "x", String(repeating: "A", count: 43)] : ["", "x", other]
        for token in tokens {
            let fields = [
                ("csrf", token), ("label", "x"), ("days", "30"), ("action", "off"), ("password", PeopleWorld.password),
            ]
            #expect(try await browser.post(fields, to: path).status == 400)
            #expect(browser.page.texts(in: "h1") == ["Please try again"])
        }
        try await browser.open("/account")
        #expect(browser.address == "/account")
        #expect(try await world.keys.list(user: nil).isEmpty)
        #expect(world.audit.map(\.kind) == ["sign-in.succeeded"])
    }

    @Test("of sign-in and consent are shown again when their token is wrong")
    func askedAgain() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        #expect(
            try await browser.submit(["username": "ada", "password": PeopleWorld.password, "csrf": "x"]).status == 400)
        #expect(browser.problem.contains("sign in once more"))
        #expect(browser.page.forms.first?["flow"]?.hasPrefix("dwf_") == true)
        try await browser.signIn("ada")
        #expect(
            try await browser.submit(["csrf": "x"], to: "/oauth/consent", button: ("decision", "allow")).status == 400)
        #expect(browser.problem.contains("once more"))
        #expect(try await browser.submit(to: "/oauth/consent").status == 400)
        #expect(browser.problem.contains("Choose"))
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.isElsewhere)
        #expect(world.audit.map(\.kind) == ["sign-in.succeeded", "consent.given"])
    }

    @Test("of the consent page work once")
    func replay() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.signIn("ada")
        let form = try #require(browser.page.forms.first)
        let fields = form.fields.map { ($0.name, $0.value) } + [("decision", "allow")]
        try await browser.post(fields, to: "/oauth/consent")
        #expect(browser.address.contains("code="))
        #expect(try await browser.post(fields, to: "/oauth/consent").status == 400)
        #expect(browser.page.text.contains("This sign-in is over"))
        #expect(world.audit.map(\.kind) == ["sign-in.succeeded", "consent.given"])
    }

    @Test(
        "are shown, or a page that says why not, whatever the query says",
        arguments: [
            "", "flow=", "flow=x", "flow=dwf_\(String(repeating: "A", count: 43))", "flow=a&flow=b", "flow=%FF",
            "flow=%",
            "flow=%00", "token=%0D%0A", "done=<script>", "done=revoked&done=key", String(repeating: "a=b&", count: 200),
            "flow=" + String(repeating: "x", count: 1_000_000), "with=recovery",
            "flow=dwf_" + String(repeating: "é", count: 40),
        ])
    func queries(query: String) async throws {
        let world = try PeopleWorld(isSignUpOpen: true)
        try await world.add(user: "ada")
        let signedIn = try await world.browser(of: "ada")
        for start in [world.browser(), signedIn] {
            for path in world.routes.keys.sorted() where world.routes[path]?.methods.contains("GET") == true {
                var browser = start
                try await browser.open("\(path)?\(query)")
                #expect([200, 400, 413].contains(browser.response.status), "\(path)")
                #expect(browser.page.texts(in: "h1").count == 1 && !browser.response.text.contains("<script"))
            }
        }
    }

    @Test("of two tabs do not disturb each other")
    func twoTabs() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add()
        var one = world.browser()
        try await one.open(PeopleWorld.authorize(state: "one"))
        var two = one
        try await two.open(PeopleWorld.authorize(state: "two"))
        #expect(one.address != two.address)
        try await one.signIn("ada")
        try await one.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(one.address.contains("state=one"))
        two.cookies = one.cookies
        try await two.signIn("ada")
        #expect(two.address.contains("state=two") && two.address.contains("code="))
    }

    @Test("ask once more, and never refuse, when the browser has lost its cookies")
    func lostCookies() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        browser.cookies = [:]
        #expect(try await browser.signIn("ada").status == 400)
        #expect(browser.problem.contains("did not send its cookie"))
        try await browser.signIn("ada")
        #expect(browser.address.hasPrefix("/oauth/consent?flow="))
        browser.cookies["__Host-doorward-browser"] = nil
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.response.status == 200 && browser.problem.contains("once more"))
        browser.cookies["__Host-doorward-session"] = nil
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.address.hasPrefix("/oauth/sign-in?flow="))
        try await browser.signIn("ada")
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.address.contains("code="))
    }

    @Test("end, and do not go round in circles, for a browser that takes no cookies")
    func noCookies() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add()
        var browser = world.browser()
        browser.takesCookies = false
        for path in [PeopleWorld.authorize(), "/account", "/oauth/sign-in"] {
            try await browser.open(path)
            for _ in 0..<3 {
                #expect(try await browser.signIn("ada").status == 400)
                #expect(browser.problem.contains("did not send its cookie"))
            }
        }
    }

    @Test("do not finish a sign-in that began in another browser")
    func stolenFlow() async throws {
        let world = try PeopleWorld()
        let key = [UInt8](repeating: 9, count: 20)
        try await world.add(user: "ada", totp: key)
        try await world.add()
        var victim = world.browser()
        try await victim.open(PeopleWorld.authorize())
        try await victim.signIn("ada")
        #expect(victim.address.hasPrefix("/oauth/second-factor?flow="))
        var thief = world.browser()
        try await thief.open("/oauth/sign-in")
        try await thief.open(victim.address)
        #expect(thief.address.hasPrefix("/oauth/sign-in?flow=") && thief.address != victim.address)
        let fields =
            (victim.page.forms.first?.fields.map { ($0.name, $0.value) } ?? [])
            .filter { $0.0 != "code" } + [("code", TOTP.code(key: key, step: TOTP.step(at: world.now)))]
        try await thief.post(fields, to: "/oauth/second-factor")
        #expect(thief.cookies["__Host-doorward-session"] == nil)
    }

    @Test(
        "from elsewhere, too large, of another type or with a field twice are refused",
        arguments: [
            ([("origin", "https://evil.example")], "", 403), ([("sec-fetch-site", "cross-site")], "", 403),
            ([("sec-fetch-site", "same-site")], "", 403), ([("origin", "https://garden.example.evil")], "", 403),
            ([], "a=" + String(repeating: "x", count: 65_536), 413),
            ([("content-type", "application/json")], "{}", 415),
            ([("content-type", "multipart/form-data; boundary=x")], "", 415),
            ([], "username=a&username=b&password=c", 400),
            ([], "username=%00&password=c", 400), ([], "username=%FF&password=c", 400),
            ([], "username=%G1&password=c", 400),
            ([("origin", "https://GARDEN.example")], "", 400), ([("origin", "null")], "", 400),
            ([("sec-fetch-site", "same-origin")], "", 400),
        ])
    func refused(fields: [(String, String)], body: String, status: Int) async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        for path in world.routes.keys.sorted() where !path.hasPrefix("/oauth/authorize") {
            guard let endpoint = world.routes[path], endpoint is any PersonalPage, endpoint.methods.contains("POST")
            else { continue }
            var all: [(name: String, value: String)] = fields.map { ($0.0, $0.1) }
            if !all.contains(where: { $0.name == "content-type" }) {
                all.append(("content-type", "application/x-www-form-urlencoded; charset=UTF-8"))
            }
            let response = await endpoint.respond(
                to: EndpointRequest(method: "POST", path: path, fields: all, body: Array(body.utf8)))
            if status != 400 { #expect(response.status == status, "\(path)") }
            #expect([303, 400, 403, 413, 415].contains(response.status), "\(path)")
            #expect(!response.fields.contains { $0.name == "Set-Cookie" && $0.value.contains("session=dws_") })
        }
    }
}
