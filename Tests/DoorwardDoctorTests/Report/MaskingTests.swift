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
        ])
    func forms(written: String) {
        let masking = Masking([Self.secret])
        #expect(masking.text("before \(written) after") == "before … after")
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
