import DoorwardOAuth
import Testing

@Suite("Pushed authorization requests")
struct PushedAuthorizationTests {
    static let base = ExtendedRequestTests.base
    static let policy = ExtendedRequestTests.policy(.init(pushedRequests: .required, keyBinding: .on))

    func push(
        _ form: String, _ client: ClientRecord = Fixture.client(), key: String? = nil
    ) throws(Rejection) -> PushedAuthorization {
        guard let parameters = try? Fixture.form(form), let proved = try? Fixture.authenticated(client) else {
            throw .malformedBody
        }
        return try PushedAuthorization(parameters, client: proved, policy: Self.policy, keyThumbprint: key)
    }

    @Test("What is kept is the request, and never what proves the client")
    func kept() throws {
        let secret = "client_secret=\(Fixture.secretText)&client_assertion=a.b.c&client_assertion_type=x"
        let pushed = try push(
            "\(Self.base)&\(secret)&state=a%20b%26c&scope=read&unknown=y&resource=https://api.example")
        for word in ["secret", "assertion", "unknown", Fixture.secretText] { #expect(!pushed.query.contains(word)) }
        let kept = try Fixture.form(pushed.query)
        #expect(try kept.value("state") == "a b&c")
        let outcome = AuthorizationRequest.check(
            kept, client: Fixture.client(), policy: Self.policy, isPushed: true)
        guard case .valid(let request) = outcome else {
            Issue.record("refused")
            return
        }
        #expect(request.scopes == ["read"] && request.state == "a b&c" && request.challenge == Fixture.challenge)
    }

    @Test("The id of a client that came in the Authorization field alone is kept with the rest")
    func idInField() throws {
        let form = Self.base.replacing("&client_id=client-1", with: "")
        #expect(!form.contains("client_id"))
        #expect(try Fixture.form(try push(form).query).value("client_id") == "client-1")
    }

    @Test(
        "Errors come at once, a redirect URI that is not the client's among them",
        arguments: [
            ("&request_uri=urn:x", Rejection.malformedParameter("request_uri")),
            ("&request_uri=", .malformedParameter("request_uri")),
            ("&scope=admin", .unknownScope("admin")), ("&resource=https://other.example", .unknownResource),
            ("&scope=read&scope=write", .repeatedParameter("scope")), ("&request=x", .requestObjectNotSupported),
            ("&client_id=client-1", .repeatedParameter("client_id")),
            ("&dpop_jkt=x", .malformedParameter("dpop_jkt")),
        ])
    func errors(more: String, rejection: Rejection) throws {
        #expect(expectRejection(rejection) { try push(Self.base + more) })
    }

    @Test("So do those that a browser would have shown on a page")
    func pages() throws {
        let elsewhere = Self.base.replacing("app.example", with: "evil.example")
        #expect(expectRejection(.unregisteredRedirectURI) { try push(elsewhere) })
        let other = Self.base.replacing("client-1", with: "client-2")
        #expect(expectRejection(.unknownClient) { try push(other) })
        #expect(expectRejection(.missingParameter("response_type")) { try push("client_id=client-1") })
        let machine = Fixture.client("resource")
        #expect(expectRejection(.unregisteredRedirectURI) { try push(Self.base, machine) })
    }

    @Test("The key that was proved is kept; one that dpop_jkt names must be the same")
    func key() throws {
        let key = ExtendedRequestTests.thumbprint
        for form in [Self.base, "\(Self.base)&dpop_jkt=", "\(Self.base)&dpop_jkt=\(key)"] {
            #expect(try Fixture.form(try push(form, key: key).query).value("dpop_jkt") == key)
        }
        let other = String(repeating: "A", count: 43)
        let refused = expectRejection(.proofInvalid("its key is not the one that dpop_jkt names")) {
            try push("\(Self.base)&dpop_jkt=\(key)", key: other)
        }
        #expect(refused)
    }

    @Test("A request too large to be kept is refused as such")
    func size() throws {
        let resources = String(repeating: "&resource=https://api.example", count: 80)
        let state = "&state=" + String(repeating: "%25", count: 4096)
        #expect(try push(Self.base + state).query.utf8.count < PushedAuthorization.largestSize)
        let padded = "&prompt=" + String(repeating: "consent%20", count: 2000)
        #expect(expectRejection(.bodyTooLarge) { try push(Self.base + resources + padded) })
        #expect(OAuthError(.bodyTooLarge).status == 413)
    }

    @Test("Its record lives for 90 seconds under a name of the registered form")
    func record() throws {
        let name = OpaqueToken.requestURI.make { [UInt8](repeating: 1, count: $0) }
        #expect(name.hasPrefix("urn:ietf:params:oauth:request_uri:") && name.utf8.count == 34 + 43)
        let record = try push(Self.base).record(requestURI: name, at: noon)
        #expect(record.digest == OpaqueToken.requestURI.digest(of: name) && record.clientID == "client-1")
        #expect(record.createdAt == noon && record.expiresAt == noon + 90)
    }
}
