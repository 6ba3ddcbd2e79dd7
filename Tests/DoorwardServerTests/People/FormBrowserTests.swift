import DoorwardForms
import DoorwardTesting
import Testing

@Suite("The form browser")
struct FormBrowserTests {
    @Test("follows redirects within its site, keeps cookies, and stops elsewhere")
    func redirects() async throws {
        var browser = FormBrowser(origin: "https://a.example") { request in
            let cookie = request.fields.first { $0.name == "cookie" }?.value ?? ""
            switch request.path {
            case "/start":
                return FormBrowserResponse(
                    status: 303, fields: [("Location", "https://a.example/next?x=1"), ("Set-Cookie", "one=1; Path=/")])
            case "/next":
                return FormBrowserResponse(
                    status: 302,
                    fields: [("Location", "/form"), ("Set-Cookie", "two=2"), ("Set-Cookie", "one=; Max-Age=0")])
            case "/loop": return FormBrowserResponse(status: 303, fields: [("Location", "/loop")])
            case "/form":
                return FormBrowserResponse(
                    status: 200, body: Array("<p>\(cookie)</p><form action=/send><input name=a value=b></form>".utf8))
            default:
                return FormBrowserResponse(
                    status: 303,
                    fields: [("Location", "https://a.example.evil/?\(String(decoding: request.body, as: UTF8.self))")])
            }
        }
        try await browser.open("/start")
        #expect(browser.address == "/form" && browser.redirects == ["https://a.example/next?x=1", "/form"])
        #expect(browser.page.text == "two=2" && browser.cookies == ["two": "2"])
        try await browser.submit(["c": "ä &"], button: ("d", "e"))
        #expect(browser.isElsewhere && browser.address == "https://a.example.evil/?a=b&c=%C3%A4+%26&d=e")
        await #expect(throws: FormBrowserError.self) { try await browser.submit() }
        await #expect(throws: FormBrowserError.self) { try await browser.open("/loop") }
    }
}
