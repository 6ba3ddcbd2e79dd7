import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardTesting
import Testing

@Suite("The authorization endpoint")
struct AuthorizationEndpointTests {
    @Test("Whoever is signed in and has agreed before gets a code at once, by two calls of the store")
    func codeAtOnce() async throws {
        let test = try await TestServer.ready()
        _ = await test.authorize()
        let before = await test.store.calls
        let response = await test.authorize()
        let parameters = try response.redirectParameters()
        #expect(try parameters.value("code")?.hasPrefix("dwc_") == true)
        #expect(try parameters.value("state") == "s1")
        #expect(parameters.values("iss") == [TestServer.issuer])
        #expect(response.field("cache-control") == "no-store")
        #expect(response.field("referrer-policy") == "no-referrer")
        let after = await test.store.calls
        let calls = after.filter { $0.value != before[$0.key] }
        #expect(Set(calls.keys) == ["authorizationContext", "create(code)"])
    }

    @Test(
        "An unknown client or address is a page and never a redirect, signed in or not",
        arguments: [
            "", "response_type=code", "client_id=nobody&redirect_uri=https://app.example/callback",
            "client_id=web&redirect_uri=https://evil.example/", "client_id=web&client_id=web",
            "client_id=web&redirect_uri=https://app.example/callback&redirect_uri=https://app.example/callback",
            "client_id=web&state=%ff", "client_id=web&state=%zz", "client_id=%00",
        ], [true, false])
    func pages(query: String, signedIn: Bool) async throws {
        let test = try await TestServer.ready()
        let response = await test.authorize(query, signedIn: signedIn)
        #expect(response.status == 400)
        #expect(response.field("location") == nil)
        #expect(response.field("content-type")?.hasPrefix("text/html") == true)
    }

    static let told: [(String, String)] = [
        ("response_type=token&\(TestServer.challenge)", "unsupported_response_type"),
        (TestServer.challenge, "invalid_request"), ("response_type=code", "invalid_request"),
        ("response_type=code&\(TestServer.challenge)&scope=admin", "invalid_scope"),
        ("response_type=code&\(TestServer.challenge)&resource=https://other.example", "invalid_target"),
        ("response_type=code&\(TestServer.challenge)&scope=read&scope=write", "invalid_request"),
        ("response_type=code&\(TestServer.challenge)&request=x", "request_not_supported"),
    ]

    @Test("Other errors go to the client once somebody is signed in, with state and issuer", arguments: told)
    func redirects(query: String, error: String) async throws {
        let test = try await TestServer.ready()
        let response = await test.authorize("client_id=web&redirect_uri=\(TestServer.callback)&state=s+1&\(query)")
        let parameters = try response.redirectParameters()
        #expect(response.field("location")?.hasPrefix(TestServer.callback + "?") == true)
        #expect(try parameters.value("error") == error)
        #expect(try parameters.value("error_description") != nil)
        #expect(try parameters.value("state") == "s 1")
        #expect(parameters.values("iss") == [TestServer.issuer])
        #expect(try parameters.value("code") == nil)
    }

    @Test("Before that they lead to the sign-in, and only then to the client", arguments: told)
    func noOpenRedirect(query: String, error: String) async throws {
        let test = try await TestServer.ready()
        let request = "client_id=web&redirect_uri=\(TestServer.callback)&state=s1&\(query)"
        let response = await test.authorize(request, signedIn: false)
        #expect(response.field("location")?.hasPrefix("/oauth/sign-in?flow=dwf_") == true)
        let under = try await FlowTests.resumed(response, test)
        #expect(under.request == nil && under.client?.id == "web")
        let signedIn = try #require(
            try await test.store.session(SessionCookie.digest(of: test.session), at: test.now))
        let proceeded = await test.flow.proceed(under, as: signedIn, flowID: "1")
        #expect(try proceeded.redirectParameters().value("error") == error)
    }

    @Test("Who has not agreed is asked, and who is not signed in signs in first")
    func leads() async throws {
        let test = try await TestServer()
        try await test.add()
        try await test.signIn()
        #expect(await test.authorize().field("location")?.hasPrefix("/oauth/consent?flow=dwf_") == true)
        let response = await test.authorize(signedIn: false)
        #expect(response.field("location")?.hasPrefix("/oauth/sign-in?flow=dwf_") == true)
        #expect(response.field("set-cookie")?.hasPrefix("__Host-doorward-browser=dwb_") == true)
    }

    @Test("The cookie of the browser is shared by its sign-ins, so two tabs do not disturb each other")
    func sharedCookie() async throws {
        let test = try await TestServer()
        try await test.add()
        let first = await test.authorize(signedIn: false)
        let cookie = try FlowTests.cookie(first)
        let second = await test.authorize(cookies: [cookie], signedIn: false)
        #expect(second.field("set-cookie") == nil)
        for response in [first, second] {
            let resumption = await test.flow.resume(
                handle: try response.redirectParameters().value("flow"), request: FlowTests.request(cookie))
            guard case .current = resumption else {
                Issue.record("not resumed")
                continue
            }
        }
    }

    @Test(
        "prompt=none never shows anything",
        arguments: [(false, false, "login_required"), (true, false, "consent_required"), (true, true, nil)])
    func promptNone(signedIn: Bool, agreed: Bool, error: String?) async throws {
        let test = try await TestServer()
        try await test.add()
        try await test.signIn()
        if agreed { try await test.agree() }
        let response = await test.authorize(TestServer.authorizeQuery + "&prompt=none", signedIn: signedIn)
        #expect(try response.redirectParameters().value("error") == error)
        #expect((try response.redirectParameters().value("code") != nil) == (error == nil))
    }

    @Test("prompt=login and prompt=consent ask although all is settled")
    func otherPrompts() async throws {
        let test = try await TestServer.ready()
        let login = await test.authorize(TestServer.authorizeQuery + "&prompt=login")
        #expect(login.field("location")?.hasPrefix("/oauth/sign-in?") == true)
        let consent = await test.authorize(TestServer.authorizeQuery + "&prompt=consent")
        #expect(consent.field("location")?.hasPrefix("/oauth/consent?") == true)
    }

    @Test("A session that is over or of a disabled user is none")
    func deadSessions() async throws {
        let test = try await TestServer.ready()
        _ = try await test.store.disableUser(id: "user-1", at: test.now, tokensEndBy: test.now)
        #expect(await test.authorize().field("location")?.hasPrefix("/oauth/sign-in?") == true)
    }

    @Test("A form may be posted too, but no JSON")
    func post() async throws {
        let test = try await TestServer.ready()
        for (type, isFine) in [("application/x-www-form-urlencoded; charset=UTF-8", true), ("application/json", false)]
        {
            let request = EndpointRequest(
                method: "POST", path: "/oauth/authorize",
                fields: [("content-type", type), ("cookie", "__Host-doorward-session=\(test.session)")],
                body: Array(TestServer.authorizeQuery.utf8))
            let response = await AuthorizationEndpoint(test.flow).respond(to: request)
            #expect(response.status == (isFine ? 303 : 400))
        }
    }

    @Test("When the store is away people read so, and nobody gets a 500")
    func unavailable() async throws {
        let test = try await TestServer.ready()
        await test.store.fail(with: InMemoryStoreError.unreachable)
        #expect(await test.authorize().status == 503)
    }
}
