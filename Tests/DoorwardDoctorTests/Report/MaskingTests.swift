import Testing

@testable import DoorwardDoctor

@Suite("What a report hides")
struct MaskingTests {
    private static let secret = "not a real/secret+\"%"

    @Test(
        "A secret is replaced however it is written",
        arguments: [
            "not a real/secret+\"%", "not%20a%20real%2Fsecret%2B%22%25", "not%20a%20real%2fsecret%2b%22%25",
            "not+a+real%2Fsecret%2B%22%25", "not a real/secret+\\\"%",
            // PHP's JSON, .NET's JSON, JSON of every character but letters, Python's quote.
            "not a real\\/secret+\\\"%", "not a real/secret\\u002B\\u0022%",
            "not\\u0020a\\u0020real\\u002fsecret\\u002b\\u0022\\u0025", "not%20a%20real/secret%2B%22%25",
            // HTML by name, by number, and in a URL twice.
            "not a real&sol;secret&plus;&quot;&percnt;", "not a real&#47;secret&#x2B;&#34;%",
            "not%2520a%2520real%252Fsecret%252B%2522%2525", "not%252520a%252520real%25252Fsecret%25252B%252522%252525",
            // A mixture: JSON in HTML.
            "not a real\\/secret+\\&quot;%",
            // Hexadecimal, base64 with its padding.
            "6e6f742061207265616c2f7365637265742b2225", "6E6F742061207265616C2F7365637265742B2225",
            "bm90IGEgcmVhbC9zZWNyZXQrIiU=",
        ])
    func forms(written: String) {
        let masking = Masking([Self.secret])
        #expect(masking.text("before \(written) after") == "before … after")
    }

    @Test("A secret is found in base64, whatever stands around it", arguments: 0..<3)
    func base64(alignment: Int) {
        let inside = String(repeating: "u", count: alignment) + Self.secret + ":rest"
        let text = Base64Text.encode(Array(inside.utf8))
        for text in [text, text.replacing("+", with: "-").replacing("/", with: "_"), text.replacing("/", with: "\\/")] {
            let shown = Masking([Self.secret]).text(text)
            #expect(shown.contains("…") && shown.utf8.count < 16, "\(shown)")
        }
    }

    @Test("A secret that itself looks escaped is found, escaped or not")
    func escapedSecret() {
        let masking = Masking(["fake%41/se&amp;cret"])
        for text in ["fake%41/se&amp;cret", "fake%41\\/se&amp;cret", "fake%2541%2Fse%26amp%3Bcret"] {
            #expect(masking.text(text) == "…", "\(text)")
        }
    }

    @Test("A secret is masked before it is cut")
    func shortened() {
        let masking = Masking(["fake-secret-value"])
        #expect(masking.shortened("it was fake-secret-value, sorry", to: 12) == "it was …, so")
        #expect(masking.shortened("it was fake-secret-val", to: 100) == "it was fake-secret-val")
    }

    @Test("Eight megabytes that nearly hold a long secret take no time, and what cannot be searched is hidden")
    func hostile() {
        let secret = String(repeating: "a", count: 4000) + "b"
        let text = String(repeating: "a", count: 8 << 20)
        let clock = ContinuousClock()
        let taken = clock.measure { #expect(Masking([secret]).text(text).utf8.count < 1 << 20) }
        #expect(taken < .seconds(60))
    }

    @Test("Escapes at the end of a text, or broken ones, are let be")
    func broken() {
        let text = "% %2 %zz \\ \\u12 \\ud800 \\ud800\\u0041 & &# &#; &#x; &#99999999999; &nosuch; \\x4 é\u{301}"
        #expect(Masking(["some-secret"]).text(text) == text)
        #expect(Masking(["some-secret"]).text(text + "some-secret\\") == text + "…\\")
        #expect(Masking(["\u{1F600}-secret"]).text("<\\ud83d\\ude00-secret>") == "<…>")
    }

    @Test("Of credentials in fields only the scheme stays, of cookies the names")
    func fields() {
        let masking = Masking([])
        #expect(masking.field("Authorization", "Bearer abc") == "Bearer …")
        #expect(masking.field("authorization", "abc") == "…")
        #expect(masking.field("X-Api-Key", "abc") == "…")
        #expect(masking.field("Cookie", "a=1; b=2") == "a=…; b=…")
        #expect(masking.field("Set-Cookie", "sid=abc; Path=/; Secure") == "sid=…; Path=/; Secure")
        #expect(masking.field("Accept", "text/html") == "text/html")
    }

    @Test("A secret that is part of another does not leave the rest of it")
    func nested() {
        #expect(Masking(["abcdef", "abcdefghij"]).text("abcdefghij") == "…")
    }

    @Test("A body is masked before it is cut")
    func cut() {
        let body = String(repeating: "x", count: ShownExchange.longestBody - 4) + "fake-secret-value"
        let exchange = Exchange(
            request: ProbeRequest("POST", "https://api.example.test/token", body: Array(body.utf8)),
            result: .failure(.closed), sentAt: 0)
        let shown = ShownExchange(exchange, masking: Masking(["fake-secret-value"]))
        #expect(!shown.requestBody.contains("fake"))
    }
}
