import DoorwardForms
import Testing

@Suite("Pages with forms")
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

    @Test("leave out what a browser would not send: what is not ticked, is switched off, or has no name")
    func sent() throws {
        let page = FormPage(
            html: """
                <form><input type=checkbox name=a><input type=checkbox name=b checked><input type=radio name=c value=1>
                <input type=radio name=c value=2 checked><input name=d value=1 disabled><input value=2>
                <textarea name=e>x &lt; <b>y</textarea><select name=f><option>One &amp; two<option>Three</select>
                <input type=submit name=g value=Go><button type=button name=h>Not me</button>
                <button formaction="/other">Else <b>where</b></button></form>
                """)
        let form = try #require(page.forms.first)
        #expect(form.fields.map { "\($0.name)=\($0.value)" } == ["b=on", "c=2", "e=x < <b>y", "f=One & two"])
        #expect(form.buttons.map(\.label) == ["Go", "Else where"] && form.buttons.last?.action == "/other")
    }

    @Test("know what stands beside a choice")
    func labels() throws {
        let page = FormPage(
            html: """
                <form id=x><label><input type=radio name=a value=1> No,  thanks</label>
                <input type=radio name=a value=2 id=y><label for=y>Yes</label></form>
                <input type=hidden name=far value=away form=x><button form=x>Send</button>
                """)
        let form = try #require(page.forms.first)
        #expect(form.choices.map(\.label) == ["No, thanks", "Yes"])
        #expect(form["far"] == "away" && form.buttons.count == 1)
    }

    @Test("are not taken in by comments and scripts")
    func hidden() {
        let page = FormPage(
            html: """
                <title>A <b>&amp; B</title><!-- <form> > --><script>let a = "<form></form>" < 1</SCRIPT>
                <style>a > b { content: "<form>" }</style><p>Read</p><textarea><form></textarea>
                """)
        #expect(page.forms.isEmpty && page.texts(in: "title") == ["A <b>& B"])
        #expect(page.text == "A <b>& B Read <form>")
    }

    @Test(
        "have character references in every notation",
        arguments: [
            ("&#x2F;&#47;&sol;", "///"), ("&#39;&#x27;&apos;", "'''"),
            ("&#0;&#x110000;&#;&#x;", "&#0;&#x110000;&#;&#x;"),
        ])
    func references(html: String, text: String) {
        #expect(FormPage(html: "<p>\(html)</p>").texts(in: "p") == [text])
        #expect(FormPage(html: "<a href=\"\(html)\">").tags("a").first?["href"] == text)
    }

    @Test("take linear time", .timeLimit(.minutes(1)))
    func linear() {
        let hostile = [
            "<", "<a ", "<!--", "&", "<script>", "</", "<form><label>", "<a b= ", "<textarea>", "<option selected>",
        ]
        for piece in hostile { _ = FormPage(html: String(repeating: piece, count: 40_000)).forms.count }
    }
}
