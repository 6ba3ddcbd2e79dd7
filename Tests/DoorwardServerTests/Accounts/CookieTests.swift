import DoorwardJOSE
import Testing

@testable import DoorwardServer

private let bytes: @Sendable (Int) -> [UInt8] = { [UInt8](repeating: 7, count: $0) }

private func request(_ cookies: String...) -> EndpointRequest {
    EndpointRequest(method: "GET", path: "/", fields: cookies.map { ("cookie", $0) })
}

@Suite("Cookies")
struct CookieTests {
    @Test("are out of reach of scripts, other hosts and plain http")
    func attributes() throws {
        let cookie = SessionCookie(isSecure: true)
        let value = cookie.make(random: bytes)
        #expect(value == "dws_" + Base64URL.encode(bytes(32)))
        let set = cookie.setting(value, maxAge: 60)
        #expect(set.count == 1)
        #expect(
            set.first?.value
                == "__Host-doorward-session=\(value); Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60")
        #expect(cookie.clearing().first?.value.contains("Max-Age=0") == true)
        #expect(!(BrowserCookie(isSecure: true).setting("x").first?.value.contains("Max-Age") ?? true))
    }

    @Test("are set twice on plain http, where some clients do not send secure ones")
    func plain() {
        let cookie = SessionCookie(isSecure: false)
        let value = cookie.make(random: bytes)
        let set = cookie.setting(value, maxAge: 60)
        #expect(set.count == 2)
        #expect(set.last?.value == "doorward-session=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=60")
        #expect(cookie.value(in: request("doorward-session=\(value)")) == value)
        #expect(SessionCookie(isSecure: true).value(in: request("doorward-session=\(value)")) == nil)
    }

    @Test("are read in one form only")
    func reading() {
        let cookie = SessionCookie(isSecure: true)
        let value = cookie.make(random: bytes)
        let other = cookie.make { [UInt8](repeating: 8, count: $0) }
        let name = "__Host-doorward-session"
        #expect(cookie.value(in: request("a=b; \(name)=\(value); c=d")) == value)
        #expect(cookie.value(in: request("a=b", "\(name)=\(value)")) == value)
        #expect(cookie.value(in: request("\(name)=\(value); \(name)=\(value)")) == value)
        #expect(cookie.value(in: request("\(name)=\(value); \(name)=\(other)")) == nil)
        #expect(cookie.value(in: request("x\(name)=\(value)")) == nil)
        #expect(cookie.value(in: request("\(name) =\(value)")) == nil)
        #expect(cookie.value(in: request("\(name)=\"\(value)\"")) == nil)
        #expect(cookie.value(in: request("\(name)=\(value)x")) == nil)
        #expect(cookie.value(in: request("\(name)=dwb_" + value.dropFirst(4))) == nil)
        #expect(cookie.value(in: request("\(name)=dws_\(String(repeating: "é", count: 43))")) == nil)
        #expect(cookie.value(in: request(String(repeating: "a=b; ", count: 5_000) + "\(name)=\(value)")) == nil)
        #expect(cookie.value(in: request("", ";;;", "=", "\(name)")) == nil)
    }
}

@Suite("Form tokens")
struct FormTokenTests {
    @Test("fit one cookie, one form and one key")
    func binding() throws {
        let token = FormToken(key: try DerivedKey(master: bytes(32), context: "a"))
        let other = FormToken(key: try DerivedKey(master: bytes(32), context: "b"))
        let text = token.text(cookie: "c1", path: "/f")
        #expect(text.utf8.count == 43)
        #expect(token.isRight(text, cookie: "c1", path: "/f"))
        #expect(!token.isRight(text, cookie: "c2", path: "/f"))
        #expect(!token.isRight(text, cookie: "c1", path: "/g"))
        #expect(!token.isRight(text, cookie: nil, path: "/f"))
        #expect(!token.isRight(nil, cookie: "c1", path: "/f"))
        #expect(!token.isRight("", cookie: "", path: "/f"))
        #expect(!other.isRight(text, cookie: "c1", path: "/f"))
    }
}

@Suite("Known browsers")
struct KnownBrowsersTests {
    @Test("are known for those who signed in with them, four at most")
    func remembering() throws {
        let known = KnownBrowsers(key: try DerivedKey(master: bytes(32), context: "k"), isSecure: true)
        var cookie = ""
        for user in ["u1", "u2", "u3", "u4", "u5", "u5"] {
            cookie = String(known.remembering(user, in: request(cookie)).value.prefix { $0 != ";" })
        }
        let present = request(cookie)
        #expect(
            ["u1", "u2", "u3", "u4", "u5"].map { known.isKnown($0, in: present) } == [false, true, true, true, true])
        let forger = KnownBrowsers(key: try DerivedKey(master: bytes(32), context: "x"), isSecure: true)
        let forged = String(forger.remembering("u1", in: request("")).value.prefix { $0 != ";" })
        #expect(!known.isKnown("u1", in: request(forged)))
        #expect(!cookie.contains("u5"))
    }
}
