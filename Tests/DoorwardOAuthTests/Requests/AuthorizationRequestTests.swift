import DoorwardOAuth
import Testing

@Suite("Checks of an authorization request")
struct AuthorizationRequestTests {
    static let challenge = "code_challenge=\(Fixture.challenge)&code_challenge_method=S256"
    static let base = "response_type=code&client_id=client-1&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback"

    func outcome(_ query: String, _ client: ClientRecord? = Fixture.client()) throws -> AuthorizationOutcome {
        AuthorizationRequest.check(try FormParameters.parse(query), client: client, policy: Fixture.policy)
    }

    func request(_ query: String, _ client: ClientRecord = Fixture.client()) throws -> AuthorizationRequest? {
        guard case .valid(let request) = try outcome(query, client) else { return nil }
        return request
    }

    @Test(
        "Who asks, and where the answer goes, is settled on a page",
        arguments: [
            ("response_type=code", Rejection.missingParameter("client_id")),
            ("client_id=&redirect_uri=https://app.example/callback", .missingParameter("client_id")),
            ("client_id=client-1&client_id=client-1", .repeatedParameter("client_id")),
            ("client_id=other&redirect_uri=https://app.example/callback", .unknownClient),
            ("client_id=client-1&redirect_uri=https://evil.example/callback", .unregisteredRedirectURI),
            ("client_id=client-1&redirect_uri=https://app.example/callback/", .unregisteredRedirectURI),
            ("client_id=client-1&redirect_uri=https://app.example/callback?x=1", .unregisteredRedirectURI),
            ("client_id=client-1&redirect_uri=https://app.example/callback%2523", .unregisteredRedirectURI),
            ("client_id=client-1&redirect_uri=a&redirect_uri=b", .repeatedParameter("redirect_uri")),
        ])
    func pages(query: String, rejection: Rejection) throws {
        #expect(try outcome(query) == .page(rejection))
    }

    @Test(
        "Everything else is told the client, with its state",
        arguments: [
            ("", Rejection.missingParameter("response_type")),
            ("&response_type=", .missingParameter("response_type")),
            ("&response_type=token", .unsupportedResponseType("token")),
            ("&response_type=code+id_token", .unsupportedResponseType("code id_token")),
            ("&response_type=code&response_type=code", .repeatedParameter("response_type")),
            ("&response_type=code&response_mode=fragment", .unsupportedResponseMode("fragment")),
            ("&response_type=code&request=x", .requestObjectNotSupported),
            ("&response_type=code&request_uri=https://x", .requestURINotSupported),
            ("&response_type=code", .challengeRequired),
            ("&response_type=code&code_challenge_method=S256", .challengeRequired),
            ("&response_type=code&code_challenge=\(Fixture.challenge)", .challengeMethodNotSupported),
            (
                "&response_type=code&code_challenge=\(Fixture.challenge)&code_challenge_method=plain",
                .challengeMethodNotSupported
            ),
            ("&response_type=code&code_challenge=short&code_challenge_method=S256", .malformedChallenge),
            ("&response_type=code&\(challenge)&scope=read+admin", .unknownScope("admin")),
            ("&response_type=code&\(challenge)&scope=openid", .unknownScope("openid")),
            ("&response_type=code&\(challenge)&scope=re%22ad", .malformedScope),
            ("&response_type=code&\(challenge)&scope=read&scope=write", .repeatedParameter("scope")),
            ("&response_type=code&\(challenge)&resource=https://other.example", .unknownResource),
            ("&response_type=code&\(challenge)&resource=/relative", .unknownResource),
            ("&response_type=code&\(challenge)&resource=https://api.example%23f", .unknownResource),
            (
                "&response_type=code&\(challenge)&resource=https://api.example&resource=https://other.example",
                .unknownResource
            ),
            ("&response_type=code&\(challenge)&prompt=none+login", .malformedParameter("prompt")),
        ])
    func redirects(query: String, rejection: Rejection) throws {
        let query = "client_id=client-1&redirect_uri=https://app.example/callback&state=s+1" + query
        guard case .redirect(let rejected) = try outcome(query) else {
            Issue.record("not a redirect")
            return
        }
        #expect(rejected.rejection == rejection)
        #expect(rejected.state == "s 1")
        #expect(rejected.redirect.uri == "https://app.example/callback")
        #expect(OAuthError(rejection).mayRedirect)
    }

    @Test("A state that is there twice or longer than 4096 bytes is not given back")
    func unusableState() throws {
        let long = String(repeating: "s", count: 4097)
        for (state, rejection) in [
            ("state=a&state=b", Rejection.repeatedParameter("state")), ("state=\(long)", .unusableState),
        ] {
            guard case .redirect(let rejected) = try outcome("\(Self.base)&\(Self.challenge)&\(state)") else {
                Issue.record("not a redirect")
                continue
            }
            #expect(rejected.rejection == rejection)
            #expect(rejected.state == nil)
        }
        let usable = "\(Self.base)&\(Self.challenge)&state=\(long.dropLast())"
        #expect(try request(usable)?.state?.utf8.count == 4096)
    }

    @Test("A sound request is taken apart; unknown parameters are ignored, empty ones are absent")
    func valid() throws {
        let query =
            "\(Self.base)&\(Self.challenge)&scope=write+read+write&state=%C3%A4%2B&foo=1&prompt=&nonce=n&resource="
        let request = try #require(try request(query))
        #expect(request.scopes == ["write", "read"])
        #expect(request.state == "ä+")
        #expect(request.challenge == Fixture.challenge)
        #expect(request.resource == Fixture.resource)
        #expect(request.redirectWasGiven)
        #expect(request.prompts == [])
    }

    @Test(
        "No or an empty scope means all that the client may have", arguments: ["", "&scope=", "&scope=offline_access"])
    func usualScopes(scope: String) throws {
        #expect(try request("\(Self.base)&\(Self.challenge)\(scope)")?.scopes == ["read", "write"])
    }

    @Test("A scope of the client that the server no longer has is not given, nor may it be asked for")
    func goneScope() throws {
        let client = Fixture.client(scopes: ["read", "gone"])
        #expect(try request("\(Self.base)&\(Self.challenge)", client)?.scopes == ["read"])
        #expect(try request("\(Self.base)&\(Self.challenge)&scope=gone", client) == nil)
    }

    @Test(
        "The resource may be spelt with capitals, its own port and a slash at the end",
        arguments: [
            "https://api.example", "https://api.example/", "HTTPS://API.Example", "https://api.example:443",
            "https://api.example:443/",
        ])
    func resourceSpelling(resource: String) throws {
        #expect(try ResourceIndicator.resolve([resource], canonical: Fixture.resource) == Fixture.resource)
    }

    @Test(
        "Another resource is refused however it looks",
        arguments: [
            "https://api.example//", "https://api.example/x", "http://api.example", "https://api.example:8443",
            "https://user@api.example", "https://api.example.evil", "api.example", "https:api.example", "https://",
            "https://api.example?x", "https://api.example#", "", "https://api.example\u{0301}",
        ])
    func otherResource(resource: String) {
        #expect(
            expectRejection(.unknownResource) {
                try ResourceIndicator.resolve([resource], canonical: Fixture.resource)
            })
    }

    @Test("Plugins and actions need no challenge; a public client always does")
    func profiles() throws {
        for profile in ["plugin", "action"] {
            let request = try request(Self.base, Fixture.client(profile))
            #expect(request?.challenge == nil && request != nil)
        }
        for profile in ["web", "native", "mcp"] {
            #expect(try request(Self.base, Fixture.client(profile, isPublic: true)) == nil)
            #expect(try request("\(Self.base)&\(Self.challenge)", Fixture.client(profile, isPublic: true)) != nil)
        }
    }

    @Test("The redirect URI may be left out when there is exactly one")
    func omittedRedirect() throws {
        let query = "response_type=code&client_id=client-1&\(Self.challenge)"
        #expect(try request(query)?.redirectWasGiven == false)
        let two = Fixture.client(redirects: ["https://a.example/", "https://b.example/"])
        #expect(try outcome(query, two) == .page(.redirectURIRequired))
        #expect(try outcome(query, Fixture.client(redirects: [])) == .page(.redirectURIRequired))
        #expect(try outcome(query, Fixture.client("resource")) == .page(.unregisteredRedirectURI))
        var itself = Fixture.client("web")
        itself.registration = ClientRegistration(kind: .dynamic, metadata: "{}")
        #expect(try outcome(query, itself) == .page(.redirectURIRequired), "it could change where answers go")
    }

    @Test("A client that registered itself may ask for all that the metadata lists, and gets what it may have")
    func narrowed() throws {
        var client = Fixture.client(scopes: ["read"])
        let query = "\(Self.base)&\(Self.challenge)&scope="
        #expect(try request(query + "read+write", client) == nil)
        client.registration = ClientRegistration(kind: .dynamic, metadata: "{}")
        #expect(try request(query + "write+read", client)?.scopes == ["read"])
        #expect(try request(query + "write", client) == nil)
        #expect(try request(query + "read+admin", client) == nil)
    }

    @Test("A removed client and one of an unknown kind are refused")
    func goneClients() throws {
        var client = Fixture.client()
        client.removedAt = noon
        #expect(try outcome(Self.base, client) == .page(.removedClient))
        #expect(try outcome(Self.base, Fixture.client("nonsense")) == .page(.unknownClient))
        #expect(try outcome(Self.base, nil) == .page(.unknownClient))
    }

    @Test("An agreement covers the same or fewer scopes, unless the client wants it asked again")
    func consent() throws {
        let query = "\(Self.base)&\(Self.challenge)&scope=read"
        let request = try #require(try request(query))
        var consent = request.consent(ofUser: "user-1", at: noon)
        #expect(request.isCovered(by: consent))
        #expect(!request.isCovered(by: nil))
        consent.scopes = ["write"]
        #expect(!request.isCovered(by: consent))
        consent.scopes = ["write", "read"]
        #expect(request.isCovered(by: consent))
        #expect(try self.request(query + "&prompt=consent")?.isCovered(by: consent) == false)
    }

    @Test("An agreement to a public client counts only where its answer goes to https")
    func publicConsent() throws {
        for (redirect, isRemembered) in [("http://127.0.0.1:7777/cb", false), ("https://app.example/cb", true)] {
            let client = Fixture.client("native", isPublic: true, redirects: [redirect])
            let query = "response_type=code&client_id=client-1&\(Self.challenge)"
            let request = try #require(try request(query, client))
            #expect(request.isCovered(by: request.consent(ofUser: "u", at: noon)) == isRemembered)
        }
    }
}
