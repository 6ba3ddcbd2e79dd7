import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("Requests of an OAuth client")
struct OAuthRequestTests {
    @Test(
        "begin at the endpoint as it is written",
        arguments: [
            ("https://a.example/authorize", "https://a.example/authorize?response_type=code&client_id=c%26"),
            ("https://a.example/authorize?x=1", "https://a.example/authorize?x=1&response_type=code&client_id=c%26"),
            ("https://a.example/authorize?", "https://a.example/authorize?response_type=code&client_id=c%26"),
            ("https://a.example/authorize#top", "https://a.example/authorize?response_type=code&client_id=c%26"),
        ])
    func authorization(endpoint: String, start: String) throws {
        let request = AuthorizationRequest(
            endpoint: try #require(WebAddress(endpoint)), clientID: "c&", redirectURI: "https://b.example/é",
            scope: nil,
            state: "s", codeChallenge: "x", resource: "https://a.example/mcp", extra: [("prompt", "none")])
        let rest = "&redirect_uri=https%3A%2F%2Fb.example%2F%C3%A9&state=s&code_challenge=x&code_challenge_method=S256"
        #expect(request.url == start + rest + "&resource=https%3A%2F%2Fa.example%2Fmcp&prompt=none")
    }

    @Test("put id and secret where they belong")
    func credentials() throws {
        func request(
            _ body: TokenRequest.Body, _ authentication: ClientProfile.TokenAuthentication
        ) throws -> ProbeRequest {
            TokenRequest(
                endpoint: try #require(WebAddress("https://a.example/token")),
                parameters: [("grant_type", "authorization_code")], body: body, authentication: authentication,
                clientID: "an id", clientSecret: "fake:\"%"
            ).probe
        }
        let form = try request(.form, .body)
        #expect(
            String(decoding: form.body, as: UTF8.self)
                == "grant_type=authorization_code&client_id=an%20id&client_secret=fake%3A%22%25")
        let json = try request(.json, .body)
        #expect(
            String(decoding: json.body, as: UTF8.self)
                == #"{"grant_type":"authorization_code","client_id":"an id","client_secret":"fake:\"%"}"#)
        let basic = try request(.form, .basic)
        #expect(String(decoding: basic.body, as: UTF8.self) == "grant_type=authorization_code")
        #expect(basic.header("authorization") == "Basic YW4lMjBpZDpmYWtlJTNBJTIyJTI1")
        let none = try request(.form, .none)
        #expect(String(decoding: none.body, as: UTF8.self) == "grant_type=authorization_code&client_id=an%20id")
        #expect(none.header("authorization") == nil && none.header("content-type") == TokenRequest.Body.form.rawValue)
    }

    @Test("have PKCE's challenge of RFC 7636, appendix B")
    func challenge() {
        let verifier = CodeVerifier(text: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(verifier.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        #expect(CodeVerifier(random: [UInt8](repeating: 7, count: 32)).text.utf8.count == 43)
    }

    @Test(
        "have base64 of RFC 4648, section 10",
        arguments: zip(
            ["", "f", "fo", "foo", "foob", "fooba", "foobar"],
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]))
    func base64(text: String, encoded: String) { #expect(Base64Text.encode(Array(text.utf8)) == encoded) }

    @Test(
        "know their callback from what only resembles it",
        arguments: [
            ("https://a.example/cb", "https://a.example/cb?code=1", true),
            ("https://a.example/cb", "https://a.example/cb", true),
            ("https://a.example/cb", "https://a.example/cb#code=1", true),
            ("https://a.example/cb", "https://a.example/cb/evil?code=1", false),
            ("https://a.example/cb", "https://a.example/cbx", false),
            ("https://a.example/cb", "https://a.example.evil/cb", false),
            ("https://a.example/cb?x=1", "https://a.example/cb?x=1&code=1", true),
            ("https://a.example/cb", "https://a.example/cb&code=1", false),
        ])
    func callback(redirectURI: String, url: String, isCallback: Bool) {
        #expect(AuthorizationCallback.isCallback(url, to: redirectURI) == isCallback)
    }

    @Test("are decoded as queries are, whatever they hold")
    func decoding() {
        #expect(QueryText.decode("a+b%20c%2Bd%zz%4") == "a b c+d%zz%4")
        #expect(QueryText.parameters(of: "a=1&&b&=2&c=%C3%A9=").map(\.value) == ["1", "", "2", "é="])
    }

    @Test("of strangers resemble the client's, and are none of them")
    func strangers() {
        let id = "g-0123456789abcdef0123456789abcdef"
        let own = "https://chat.openai.com/aip/\(id)/oauth/callback"
        let all = StrangeRedirect.all(resembling: own, assistantID: id).map(\.uri)
        #expect(all.count == 6 && Set(all).count == 6 && !all.contains(own))
        #expect(all[0].hasPrefix("https://chat.openai.com/aip/g-") && all[0].hasSuffix("/oauth/callback"))
        #expect(all[0].utf8.count == own.utf8.count && !all[0].contains(id))
        #expect(all.contains("https://chat.openai.com.evil.example/aip/\(id)/oauth/callback"))
        let local = StrangeRedirect.all(resembling: "http://127.0.0.1:8765/cb", assistantID: nil).map(\.uri)
        #expect(local.contains("http://127.0.0.1.evil.example:8765/cb") && local.count == 5)
    }

    @Test(
        "may go to the API's own domain, and to three others",
        arguments: [
            ("https://login.example.com/a", "https://api.example.com", true),
            ("https://example.com/a", "https://api.example.com", true),
            ("https://accounts.google.com/o", "https://api.example.com", true),
            ("https://login.microsoftonline.com/o", "https://api.example.com", true),
            ("https://notgoogle.com/o", "https://api.example.com", false),
            ("https://tenant.auth0.com/a", "https://api.example.com", false),
            ("https://other.co.uk/a", "https://api.example.co.uk", false),
            ("https://login.example.co.uk/a", "https://api.example.co.uk", true),
            ("http://127.0.0.1:9000/a", "http://localhost:8000", true),
        ])
    func domains(endpoint: String, base: String, isAllowed: Bool) throws {
        let address = try #require(WebAddress(endpoint))
        #expect(DomainRule.isAllowed(address, forAPIAt: try #require(WebAddress(base))) == isAllowed)
    }
}
