import DoorwardTesting
import Testing

@Suite("The form browser's pages")
struct FormPageTests {
    private let page = FormPage(
        html: """
            <!DOCTYPE html><h1>A &amp; B &lt;c&gt;</h1><form action="/one" METHOD=post>
            <input type=hidden name='csrf' value="x&quot;y&#39;z &unknown; &"><input name=empty>
            <select name="days"><option value="1">One<option value="2" selected>Two</select>
            <button name="decision" value="allow">Allow</button><input value="no name"></form>
            <form><input name="a" name="b" value="1 > 2"/></form> 3 < 4
            """)

    @Test("have forms with their fields, chosen options and buttons")
    func forms() throws {
        #expect(page.forms.map(\.action) == ["/one", ""] && page.forms.map(\.method) == ["post", "get"])
        let form = try #require(page.forms.first)
        #expect(form.fields.map(\.name) == ["csrf", "empty", "days"])
        #expect(form["csrf"] == "x\"y'z &unknown; &" && form["empty"] == "" && form["days"] == "2")
        #expect(form.buttons.map(\.value) == ["allow"])
        #expect(page.forms.last?["a"] == "1 > 2")
    }

    @Test("have texts")
    func texts() {
        #expect(page.texts(in: "h1") == ["A & B <c>"])
        #expect(page.text.hasSuffix("3 < 4"))
        #expect(page.tags("option").count == 2)
    }

    @Test(
        "can be anything",
        arguments: ["", "<", "<a", "<a b", "<a b=", "<a b='", "</", "<!--", "&", "&amp", "<a =b>", "<a/ / b>"])
    func malformed(html: String) {
        #expect(FormPage(html: html).forms.isEmpty)
    }
}

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
