import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

private let key = [UInt8](repeating: 9, count: 20)

@Suite("The second factor")
struct SecondFactorTests {
    private func code(_ world: PeopleWorld) -> String { TOTP.code(key: key, step: TOTP.step(at: world.now)) }

    @Test("is asked for after the password, on the way to a client and to the account")
    func asked() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada", totp: key)
        try await world.add()
        for start in [PeopleWorld.authorize(), "/oauth/sign-in"] {
            world.advance(90)
            var browser = world.browser()
            try await browser.open(start)
            try await browser.signIn("ada")
            #expect(browser.address.hasPrefix("/oauth/second-factor?flow=dwf_"))
            #expect(browser.cookies["__Host-doorward-session"] == nil)
            try await browser.submit(["code": code(world)])
            #expect(browser.address.hasPrefix(start == "/oauth/sign-in" ? "/account" : "/oauth/consent?flow="))
            #expect(browser.cookies["__Host-doorward-session"] != nil)
        }
    }

    @Test("cannot be left out")
    func skipped() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada", totp: key)
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.signIn("ada")
        let flow = String(browser.address.drop { $0 != "=" }.dropFirst())
        try await browser.open("/oauth/consent?flow=\(flow)")
        #expect(browser.address.hasPrefix("/oauth/sign-in?flow="))
        try await browser.open("/account")
        #expect(browser.address == "/oauth/sign-in")
        // Without a password before it there is nothing to add to.
        var other = world.browser()
        try await other.open(PeopleWorld.authorize())
        try await other.open(other.address.replacing("sign-in", with: "second-factor"))
        #expect(other.address.hasPrefix("/oauth/sign-in?flow="))
    }

    @Test("needs the password again once it has been given, though consent is still to come")
    func oncePerPassword() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada", totp: key)
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.signIn("ada")
        let halfWay = browser
        try await browser.submit(["code": code(world)])
        #expect(browser.address.hasPrefix("/oauth/consent?flow="))
        world.advance(90)
        browser.cookies["__Host-doorward-session"] = nil
        try await browser.open(halfWay.address)
        #expect(browser.address.hasPrefix("/oauth/sign-in?flow="))
        var again = halfWay
        try await again.submit(["code": code(world)])
        #expect(again.address.hasPrefix("/oauth/sign-in?flow="))
        #expect(again.cookies["__Host-doorward-session"] == nil)
    }

    @Test("is not enough after a password that was changed meanwhile", arguments: [true, false])
    func changedPassword(isForClient: Bool) async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada", totp: key)
        try await world.add()
        var browser = world.browser()
        try await browser.open(isForClient ? PeopleWorld.authorize() : "/oauth/sign-in")
        try await browser.signIn("ada")
        _ = try await world.store.setPasswordHash("$fake$", ofUser: "u-ada")
        try await browser.submit(["code": code(world)])
        #expect(browser.address.hasPrefix("/oauth/sign-in"))
        #expect(browser.cookies["__Host-doorward-session"] == nil)
    }

    @Test("of two forms sent at once begins one session")
    func atOnce() async throws {
        let recovery = ["aaaa-aaaa-aaaa-aaaa", "bbbb-bbbb-bbbb-bbbb"]
        let world = try PeopleWorld()
        try await world.add(user: "ada", totp: key, codes: recovery)
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.signIn("ada")
        let halfWay = browser
        let sessions = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    var browser = halfWay
                    let typed = number == 0 ? code(world) : recovery[number % 2]
                    try await browser.submit(["code": typed])
                    return browser.cookies["__Host-doorward-session"] != nil
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(sessions == 1)
        #expect(try await world.store.sessions(ofUser: "u-ada", at: world.now).count == 1)
    }

    @Test("takes each code once, also in another browser")
    func reuse() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada", totp: key)
        let used = code(world)
        for (index, wanted) in ["/account", "/oauth/second-factor"].enumerated() {
            var browser = world.browser(from: "192.0.2.\(index)")
            try await browser.open("/oauth/sign-in")
            try await browser.signIn("ada")
            try await browser.submit(["code": used])
            #expect(browser.address == wanted)
        }
        world.advance(30)
        var late = world.browser()
        try await late.open("/oauth/sign-in")
        try await late.signIn("ada")
        #expect(try await late.submit(["code": used]).status == 400)
        #expect(late.problem.contains("used before"))
        try await late.submit(["code": code(world)])
        #expect(late.address == "/account")
    }

    @Test("is throttled for new browsers, and a recovery code always helps, once")
    func recovery() async throws {
        let world = try PeopleWorld()
        let codes = RecoveryCodes.make { count in (0..<count).map { UInt8($0 * 7 + 3) } }
        try await world.add(user: "ada", totp: key, codes: [codes[0]])
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.signIn("ada")
        for _ in 0..<5 { #expect(try await browser.submit(["code": "000000"]).status == 400) }
        #expect(try await browser.submit(["code": code(world)]).status == 429)
        #expect(browser.response.field("retry-after") == "60")
        try await browser.open(try #require(browser.page.tags("a").first?["href"]))
        #expect(browser.page.texts(in: "label") == ["Recovery code"])
        try await browser.submit(["code": "aaaa-aaaa-aaaa-aaaa"])
        #expect(browser.response.status == 400 && browser.problem.contains("Try another"))
        #expect(browser.page.texts(in: "label") == ["Recovery code"])
        try await browser.submit(["code": codes[0].uppercased()])
        #expect(browser.address == "/account" && browser.page.text.contains("On, with 0 recovery codes left"))
        var again = world.browser(from: "192.0.2.99")
        try await again.open("/oauth/sign-in")
        try await again.signIn("ada")
        #expect(try await again.submit(["code": codes[0]]).status == 400)
    }

    @Test("ends with the time for signing in")
    func tooLate() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada", totp: key)
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.signIn("ada")
        world.advance(600)
        #expect(try await browser.submit(["code": code(world)]).status == 400)
        #expect(browser.page.text.contains("took too long"))
    }

    @Test("is switched on with the app's code and the password, and off with the password")
    func settings() async throws {
        let world = try PeopleWorld()
        let user = try await world.add(user: "ada")
        var browser = try await world.browser(of: "ada")
        try await browser.open("/account/second-factor")
        let shown = try #require(browser.page.texts(in: "code").first)
        let secret = try #require(Base32.decode(shown.filter { $0 != " " }))
        func code() -> String { TOTP.code(key: secret, step: TOTP.step(at: world.now)) }
        #expect(
            browser.page.tags("a").contains {
                $0["href"]?.hasPrefix("otpauth://totp/Garden%20journal:ada?secret=") == true
            })
        try await browser.submit(["code": "000000", "password": PeopleWorld.password])
        #expect(browser.response.status == 400 && browser.problem.contains("code is wrong"))
        #expect(browser.page.texts(in: "code").first == shown)
        try await browser.submit(["code": code(), "password": "not this one"])
        #expect(browser.response.status == 400 && browser.problem.contains("password is wrong"))
        #expect(try await world.store.user(id: user.id)?.sealedTOTPKey == nil)
        try await browser.submit(["code": code(), "password": PeopleWorld.password])
        #expect(browser.page.texts(in: "h1") == ["Recovery codes"])
        let codes = browser.page.texts(in: "li")
        #expect(codes.count == 10)
        let kept = try #require(try await world.store.user(id: user.id))
        #expect(kept.recoveryCodes == codes.compactMap { RecoveryCodes.digest(of: $0) } && kept.sealedTOTPKey != nil)

        var other = world.browser()
        try await other.open("/oauth/sign-in")
        try await other.signIn("ada")
        #expect(try await other.submit(["code": code()]).status == 400)
        try await other.submit(["code": codes[3]])
        #expect(other.address == "/account")

        try await browser.open("/account/second-factor")
        #expect(browser.page.text.contains("9 of 10"))
        try await browser.submit(["password": PeopleWorld.password], button: ("action", "codes"))
        #expect(browser.page.texts(in: "li").count == 10 && browser.page.texts(in: "li") != codes)
        try await browser.open("/account/second-factor")
        try await browser.submit(["password": PeopleWorld.password], button: ("action", "off"))
        #expect(browser.page.text.contains("switched off"))
        #expect(try await world.store.user(id: user.id)?.sealedTOTPKey == nil)
        let kinds = world.audit.map(\.kind).filter { $0.hasPrefix("second-factor") }
        #expect(kinds == ["second-factor.on", "second-factor.recovery", "second-factor.codes", "second-factor.off"])
        #expect(!codes.contains { "\(world.audit)".contains($0) })
    }
}
