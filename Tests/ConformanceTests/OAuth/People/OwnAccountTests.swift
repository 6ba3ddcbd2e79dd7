import Crypto
import DoorwardForms
import DoorwardTesting
import Testing

@Suite("One's own account", .ownThreads)
struct OwnAccountTests {
    @Test("has API keys, shown once, that call the API until they are revoked", arguments: Backend.allCases)
    func keys(_ backend: Backend) async throws {
        try await Door.with(on: backend) { door in
            var ada = door.ada
            try await ada.browser.open("/account")
            try await ada.browser.submit(["label": "My script", "days": "30"], where: { $0["label"] != nil })
            let key = try #require(ada.browser.response.text.firstMatch(of: /dwk_[0-9A-Za-z_]{20,}/)).0
            let works = try door.eventually { try door.get("/hello", token: String(key)).status == 200 }
            #expect(works)
            try await ada.browser.open("/account")
            #expect(!ada.browser.response.text.contains(key) && ada.browser.page.text.contains("My script"))
            try await ada.browser.submit(where: { $0["revoke"] != nil })
            let isDead = try door.eventually(.milliseconds(2_500)) {
                try door.get("/hello", token: String(key)).status == 401
            }
            #expect(isDead)
        }
    }

    @Test("asks for a second factor once it is on, and takes each code once", arguments: [Backend.sqlite])
    func secondFactor(_ backend: Backend) async throws {
        try await Door.with(on: backend) { door in
            var ada = door.ada
            try await ada.browser.open("/account/second-factor")
            let uri = try #require(ada.browser.response.text.firstMatch(of: /secret=([A-Z2-7]{32})/)).1
            let key = base32(uri)
            // The oldest of the three must not grow too old on a slow machine.
            let left = 30 - Int(WallTime.seconds) % 30
            if left < 15 { try await Task.sleep(for: .seconds(left)) }
            let codes = (-1...1).map { totp(key, at: WallTime.seconds / 30 + $0) }
            try await ada.browser.submit(
                ["code": codes[0], "password": ada.password], where: { $0["action"] == "on" })
            let recovery = ada.browser.page.texts(in: "li").filter { $0.utf8.count >= 8 }
            #expect(recovery.count >= 8, "\(ada.browser.page.text.prefix(300))")
            var again = Visitor("ada", password: ada.password, at: door)
            let query = door.query(door[.web], pkce: PKCEPair())
            try await again.browser.open("/oauth/authorize?\(query.text)")
            try await again.signIn()
            #expect(again.browser.page.forms.contains { $0["code"] != nil } && !again.isAtSignIn)
            #expect(!again.browser.cookies.keys.contains { $0.contains("session") }, "a session before the second step")
            for wrong in ["000000", codes[0], ""] {
                try await again.browser.submit(["code": wrong], where: { $0["code"] != nil })
                #expect(!again.browser.isElsewhere, "\(wrong) is taken")
            }
            try await again.browser.submit(["code": codes[2]], where: { $0["code"] != nil })
            #expect(try await again.finish().code != nil)
        }
    }

    @Test("may be made by strangers only where that is open")
    func signUp() async throws {
        try await Door.with(on: .sqlite) { door in
            let closed = try door.get("/oauth/sign-up").status
            #expect([404, 401].contains(closed))
            let page = try door.get("/oauth/sign-in").text
            #expect(!page.contains("sign-up"))
        }
        try await Door.with(.oauth().with("oauth.sign_up", "open"), on: .sqlite) { door in
            let password = Canary.text("password")
            var mary = Visitor("mary", password: password, at: door)
            try await mary.browser.open("/oauth/authorize?\(door.query(door[.web], pkce: PKCEPair()).text)")
            let link = try #require(
                mary.browser.page.tags("a").compactMap { $0["href"] }.first { $0.contains("sign-up") })
            try await mary.browser.open(link)
            try await mary.browser.submit(
                ["username": "mary", "email": "mary@people.example", "password": password, "again": password])
            #expect(try await mary.finish().code != nil)
            // A name that is taken stays with its owner.
            var thief = Visitor("ada", password: password, at: door)
            try await thief.browser.open("/oauth/sign-up")
            try await thief.browser.submit(
                ["username": "ada", "email": "x@people.example", "password": password, "again": password])
            #expect(!thief.browser.cookies.keys.contains { $0.contains("session") })
        }
    }

    @Test("signs out everywhere, and changes its password", arguments: [Backend.sqlite])
    func everywhere(_ backend: Backend) async throws {
        try await Door.with(on: backend) { door in
            var ada = door.ada
            var old = Visitor("ada", password: ada.password, at: door)
            try await old.browser.open("/account")
            try await old.signIn()
            #expect(!old.isAtSignIn)
            let fresh = Canary.text("password")
            try await ada.browser.open("/account/password")
            try await ada.browser.submit(["current": ada.password, "password": fresh, "again": fresh])
            #expect(ada.browser.response.status == 200 && !ada.isAtSignIn, "\(ada.browser.page.text.prefix(300))")
            // What was signed in elsewhere is so no longer.
            try await old.browser.open("/account")
            #expect(old.isAtSignIn)
            try await ada.browser.open("/account")
            let here = ada
            try await ada.browser.submit(to: "/account/sign-out-everywhere")
            old = here
            try await old.browser.open("/account")
            #expect(old.isAtSignIn)
            try await old.signIn(password: fresh)
            #expect(!old.isAtSignIn)
        }
    }

    private func totp(_ key: [UInt8], at step: Int) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: key)))
        let offset = Int(mac[19] & 15)
        let value = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(value % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    private func base32(_ text: Substring) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var (bits, count, bytes) = (0, 0, [UInt8]())
        for byte in text.utf8 {
            bits = (bits << 5 | (alphabet.firstIndex(of: byte) ?? 0)) & 0xFFFF
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return bytes
    }
}
