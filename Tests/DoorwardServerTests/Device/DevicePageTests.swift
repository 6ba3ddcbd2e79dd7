import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("The page for devices")
struct DevicePageTests {
    @Test("never goes on by itself, whatever stands in the address")
    func prefilled() async throws {
        let world = try await DeviceFlowTests.world()
        let codes = try await DeviceFlowTests.begin(world)
        var browser = try await world.browser(of: "ada")
        let before = await world.store.calls["device"] ?? 0
        try await browser.open("/oauth/device?user_code=\(codes.user)&decision=allow")
        #expect(browser.page.forms.first?["user_code"] == codes.user)
        #expect(!browser.page.text.contains("Plant TV"))
        #expect(browser.page.text.contains("never one that somebody sent you"))
        #expect(await world.store.calls["device"] ?? 0 == before)
        try await browser.open("/oauth/device?user_code=%22%3E%3Cscript%3E")
        #expect(browser.page.forms.first?["user_code"] == "")
    }

    @Test("comes back after a second step, too, and once only")
    func secondStep() async throws {
        let world = try await DeviceFlowTests.world()
        let key = [UInt8](repeating: 9, count: 20)
        try await world.add(user: "zoe", totp: key)
        var browser = world.browser()
        try await browser.open("/oauth/device")
        try await browser.signIn("zoe")
        #expect(browser.address.hasPrefix("/oauth/second-factor"))
        let step = world.now / 30
        let code = TOTP.code(key: key, step: step)
        try await browser.submit(["code": code], to: "/oauth/second-factor")
        #expect(browser.address == "/oauth/device" && browser.response.status == 200)
        var again = world.browser()
        again.cookies = browser.cookies.filter { !$0.key.contains("session") }
        try await again.open("/oauth/sign-in")
        try await again.signIn("ada")
        #expect(again.address == "/account")
    }

    @Test(
        "is the only place that the cookie leads to, whatever it holds",
        arguments: [
            "https://evil.example", "//evil.example", "BBBBBBBB%0d%0aX", "BCDFGHJKL", "/oauth/device?x", "",
            "BCDF-GHJA",
        ])
    func cookie(value: String) {
        let request = EndpointRequest(
            method: "POST", path: "/oauth/sign-in", fields: [("cookie", "__Host-doorward-device=\(value)")])
        #expect(DeviceReturn(isSecure: true).onward(request).path == "/account")
    }

    @Test("leads back with a code that can be one")
    func leadsBack() throws {
        let way = DeviceReturn(isSecure: true)
        for (code, path) in [
            (UserCode("bcdfghjk"), "/oauth/device?user_code=BCDF-GHJK"), (nil, "/oauth/device"),
        ] {
            let field = try #require(way.setting(code).first)
            #expect(field.value.contains("HttpOnly; SameSite=Lax; Secure"))
            let pair = String(field.value.prefix { $0 != ";" })
            let onward = way.onward(
                EndpointRequest(method: "POST", path: "/oauth/sign-in", fields: [("cookie", pair)]))
            #expect(onward.path == path && onward.cookies.first?.value.contains("Max-Age=0") == true)
        }
        let without = way.onward(EndpointRequest(method: "POST", path: "/oauth/sign-in"))
        #expect(without.path == "/account" && without.cookies.isEmpty)
    }

    @Test("lets nobody try more than ten codes in ten minutes, from one place or with one account")
    func guesses() async throws {
        let world = try await DeviceFlowTests.world()
        let codes = try await DeviceFlowTests.begin(world)
        try await world.add(user: "bob")
        var browser = try await world.browser(of: "ada", from: "192.0.2.7")
        for index in 0..<10 {
            try await browser.open("/oauth/device")
            try await browser.submit(["user_code": "BBBB-BBB\(Array("BCDFGHJKLM")[index])"], to: "/oauth/device")
            #expect(browser.response.status == 400)
        }
        let places = ["192.0.2.7", "192.0.2.8"]
        for (name, place, status) in [("ada", 0, 429), ("ada", 1, 429), ("bob", 0, 429), ("bob", 1, 200)] {
            var browser = try await world.browser(of: name, from: places[place])
            try await browser.open("/oauth/device")
            try await browser.submit(["user_code": codes.user], to: "/oauth/device")
            #expect(browser.response.status == status, "\(name) \(place)")
            if status == 429 {
                #expect(browser.problem.contains("Wait ten minutes"))
                #expect(browser.response.field("retry-after") == "600")
            }
        }
        world.advance(601)
        var later = try await world.browser(of: "ada")
        try await later.open("/oauth/device")
        let fresh = try await DeviceFlowTests.begin(world)
        try await later.submit(["user_code": fresh.user], to: "/oauth/device")
        #expect(later.response.status == 200)
    }

    @Test("does not let right codes make room for wrong ones")
    func interleaved() async throws {
        let world = try await DeviceFlowTests.world()
        var browser = try await world.browser(of: "ada")
        let codes = try await DeviceFlowTests.begin(world)
        for index in 0..<10 {
            try await browser.open("/oauth/device")
            let code = index.isMultiple(of: 2) ? codes.user : "BBBB-BBBB"
            try await browser.submit(["user_code": code], to: "/oauth/device")
        }
        try await browser.open("/oauth/device")
        try await browser.submit(["user_code": codes.user], to: "/oauth/device")
        #expect(browser.response.status == 429)
    }

    @Test("does nothing without the token of its own form", arguments: ["", "x", String(repeating: "A", count: 43)])
    func forged(token: String) async throws {
        let world = try await DeviceFlowTests.world()
        let codes = try await DeviceFlowTests.begin(world)
        var browser = try await world.browser(of: "ada")
        let fields = [("csrf", token), ("user_code", codes.user)]
        #expect(try await browser.post(fields, to: "/oauth/device").status == 400)
        #expect(!browser.page.text.contains("Plant TV"))
        #expect(try await browser.post(fields + [("decision", "allow")], to: "/oauth/device").status == 400)
        #expect(try await DeviceFlowTests.ask(world, codes).error() == "authorization_pending")
    }

    @Test("takes the token for typing a code, or for another device, for no answer")
    func wrongToken() async throws {
        let world = try await DeviceFlowTests.world()
        let codes = try await DeviceFlowTests.begin(world)
        let other = try await DeviceFlowTests.begin(world)
        var browser = try await world.browser(of: "ada")
        try await browser.open("/oauth/device")
        let typing = try #require(browser.page.forms.first?["csrf"])
        try await browser.submit(["user_code": other.user], to: "/oauth/device")
        let deciding = try #require(browser.page.forms.first?["csrf"])
        for token in [typing, deciding] {
            let fields = [("csrf", token), ("user_code", codes.user), ("decision", "allow")]
            #expect(try await browser.post(fields, to: "/oauth/device").status == 400)
        }
        #expect(try await DeviceFlowTests.ask(world, codes).error() == "authorization_pending")
    }

    @Test("sends who is no longer signed in to the sign-in page, and decides nothing")
    func signedOut() async throws {
        let world = try await DeviceFlowTests.world()
        let codes = try await DeviceFlowTests.begin(world)
        var browser = try await world.browser(of: "ada")
        try await browser.open("/oauth/device")
        try await browser.submit(["user_code": codes.user], to: "/oauth/device")
        _ = try await world.store.endSessions(ofUser: "u-ada", except: nil)
        try await browser.submit(to: "/oauth/device", button: ("decision", "allow"))
        #expect(browser.address == "/oauth/sign-in")
        #expect(try await DeviceFlowTests.ask(world, codes).error() == "authorization_pending")
    }

    @Test("answers once: a second answer changes nothing")
    func twice() async throws {
        let world = try await DeviceFlowTests.world()
        let codes = try await DeviceFlowTests.begin(world)
        var browser = try await world.browser(of: "ada")
        try await browser.open("/oauth/device")
        try await browser.submit(["user_code": codes.user], to: "/oauth/device")
        var second = browser
        try await browser.submit(to: "/oauth/device", button: ("decision", "deny"))
        try await second.submit(to: "/oauth/device", button: ("decision", "allow"))
        #expect(second.response.status == 400)
        #expect(try await DeviceFlowTests.ask(world, codes).error() == "access_denied")
    }

    @Test("asks again when neither button was pressed, and says what a code looks like")
    func unclear() async throws {
        let world = try await DeviceFlowTests.world()
        let codes = try await DeviceFlowTests.begin(world)
        var browser = try await world.browser(of: "ada")
        try await browser.open("/oauth/device")
        try await browser.submit(["user_code": "12345678"], to: "/oauth/device")
        #expect(browser.response.status == 400 && browser.problem.contains("eight letters"))
        try await browser.submit(["user_code": codes.user], to: "/oauth/device")
        try await browser.submit(to: "/oauth/device", button: ("decision", "perhaps"))
        #expect(browser.response.status == 400 && browser.problem == "Choose to deny or to allow.")
    }

    @Test("says of clients that registered themselves whose they are, and shows hostile names as they are")
    func strangers() async throws {
        let world = try await DeviceFlowTests.world()
        try await world.add(client: "dcr_1", "registered", name: hostileText) {
            $0.registration = ClientRegistration(
                kind: .dynamic,
                metadata: #"{"grant_types":["urn:ietf:params:oauth:grant-type:device_code"]}"#,
                expiresAt: world.now + 60)
        }
        let codes = try await DeviceFlowTests.begin(world, client: "dcr_1")
        var browser = try await world.browser(of: "ada")
        try await browser.open("/oauth/device")
        try await browser.submit(["user_code": codes.user], to: "/oauth/device")
        #expect(browser.response.status == 200 && browser.page.text.contains("nobody here has checked its name"))
        #expect(!browser.response.text.contains("<script") && !browser.page.text.contains("\u{202E}"))
        #expect(browser.response.field("content-security-policy")?.contains("frame-ancestors 'none'") == true)
        try await browser.submit(to: "/oauth/device", button: ("decision", "allow"))
        // It has had a grant, so it is not forgotten.
        #expect(try await world.store.client(id: "dcr_1")?.registration?.expiresAt == nil)
    }
}
