import Testing

@testable import DoorwardOAuth

@Suite("The redirect back to the client")
struct AuthorizationResponseTests {
    func location(_ uri: String, state: String?) throws -> String {
        let redirect = try #require(ValidatedRedirect(uri: uri))
        return AuthorizationResponse.success(
            code: "dwc_x", state: state, redirect: redirect, issuer: "https://as.example")
    }

    @Test(
        "The address keeps its own query",
        arguments: [
            ("https://app.example/cb", "https://app.example/cb?code=dwc_x&iss=https%3A%2F%2Fas.example"),
            ("https://app.example/cb?a=b", "https://app.example/cb?a=b&code=dwc_x&iss=https%3A%2F%2Fas.example"),
            ("https://app.example/cb?", "https://app.example/cb?code=dwc_x&iss=https%3A%2F%2Fas.example"),
            ("com.example.app:/cb", "com.example.app:/cb?code=dwc_x&iss=https%3A%2F%2Fas.example"),
        ])
    func query(uri: String, expected: String) throws {
        #expect(try location(uri, state: nil) == expected)
    }

    @Test(
        "A state comes back byte for byte",
        arguments: ["a b+c", "ä€😀", "%20", "a&b=c#d", "\"<>", "e\u{301}", "é", "\r\nX: y", "~-._"])
    func state(state: String) throws {
        let location = try location("https://app.example/cb", state: state)
        let query = try #require(location.split(separator: "?").last)
        let returned = try #require(try FormParameters.parse(String(query)).value("state"))
        #expect(Array(returned.utf8) == Array(state.utf8))
        #expect(location.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") })
    }

    @Test("An error has its code, the state and one issuer")
    func failure() throws {
        let redirect = try #require(ValidatedRedirect(uri: "https://app.example/cb"))
        let location = AuthorizationResponse.failure(
            OAuthError(.userDenied), state: "s", redirect: redirect, issuer: "https://as.example")
        let query = try FormParameters.parse(String(try #require(location.split(separator: "?").last)))
        #expect(try query.value("error") == "access_denied")
        #expect(try query.value("state") == "s")
        #expect(query.values("iss") == ["https://as.example"])
        #expect(try query.value("code") == nil)
    }
}
