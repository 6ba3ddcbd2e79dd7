import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardTesting
import Testing

@Suite("From a request to its answer")
struct FlowTests {
    static func cookie(_ response: EndpointResponse) throws -> String {
        String(try #require(response.field("set-cookie")?.split(separator: ";").first))
    }

    static func request(_ cookie: String?) -> EndpointRequest {
        EndpointRequest(
            method: "GET", path: "/oauth/consent", fields: cookie.map { [(name: "cookie", value: $0)] } ?? [])
    }

    /// The sign-in under way that an answer of the endpoint leads to, in the same browser.
    static func resumed(_ response: EndpointResponse, _ test: TestServer) async throws -> FlowUnderWay {
        let handle = try response.redirectParameters().value("flow")
        let resumption = await test.flow.resume(handle: handle, request: request(try cookie(response)))
        guard case .current(let flow) = resumption else { throw Rejection.signInOver }
        return flow
    }

    static func begun(_ query: String = TestServer.authorizeQuery) async throws -> (TestServer, FlowUnderWay, SignedIn)
    {
        let test = try await TestServer()
        try await test.add()
        try await test.add("native", id: "native", isPublic: true, redirects: ["http://127.0.0.1/cb"])
        let response = await test.authorize(query, signedIn: false)
        let flow = try await resumed(response, test)
        test.pass(1)
        try await test.signIn()
        let signedIn = try #require(
            try await test.store.session(SessionCookie.digest(of: test.session), at: test.now))
        return (test, flow, signedIn)
    }

    @Test("Signing in leads to the consent page; agreeing leads to a code, and is remembered")
    func approve() async throws {
        let (test, flow, signedIn) = try await Self.begun()
        #expect(flow.request?.scopes == ["read", "write"])
        #expect(flow.redirect?.formAction == "https://app.example")
        let consent = await test.flow.proceed(flow, as: signedIn, flowID: "1")
        #expect(consent.field("location") == "/oauth/consent?flow=\(flow.handle)")
        let answer = await test.flow.approve(flow, as: signedIn, flowID: "1")
        let code = try #require(try answer.redirectParameters().value("code"))
        #expect(await test.token(test.redeeming(code)).status == 200)
        #expect(try await test.authorize().redirectParameters().value("code") != nil)
    }

    @Test("A sign-in is finished once: a second press of either button gets a page")
    func once() async throws {
        let (test, flow, signedIn) = try await Self.begun()
        #expect(await test.flow.approve(flow, as: signedIn, flowID: "1").status == 303)
        #expect(await test.flow.approve(flow, as: signedIn, flowID: "1").status == 400)
        #expect(await test.flow.deny(flow, flowID: "1").status == 400)
        guard case .over(let page) = await test.flow.resume(handle: flow.handle, request: Self.request(nil)) else {
            Issue.record("goes on")
            return
        }
        #expect(page.status == 400)
    }

    @Test("Denying tells the client so, with its state")
    func deny() async throws {
        let (test, flow, _) = try await Self.begun()
        let parameters = try await test.flow.deny(flow, flowID: "1").redirectParameters()
        #expect(try parameters.value("error") == "access_denied")
        #expect(try parameters.value("state") == "s1")
        #expect(parameters.values("iss") == [TestServer.issuer])
    }

    @Test("In another browser, or without its cookie, it begins anew and keeps nothing that was typed")
    func rebound() async throws {
        let (test, flow, _) = try await Self.begun()
        _ = try await test.store.notePassword(of: "user-1", for: flow.pending.digest)
        let other = "__Host-doorward-browser=" + BrowserCookie(isSecure: true).make(random: TestServer.random)
        for cookie in [nil, other] {
            let resumption = await test.flow.resume(handle: flow.handle, request: Self.request(cookie))
            guard case .rebound(let anew, let cookies) = resumption else {
                Issue.record("not rebound")
                continue
            }
            #expect(anew.handle != flow.handle && anew.pending.passwordGivenBy == nil)
            #expect(cookies.isEmpty == (cookie != nil))
            #expect(BrowserCookie.digest(of: anew.browser) == anew.pending.browser)
            #expect(anew.request == flow.request)
        }
        let stored = try await test.store.pendingAuthorization(flow.pending.digest, at: test.now)
        #expect(stored?.passwordGivenBy == "user-1")
    }

    @Test("It is over after half an hour, and unknown handles are too", arguments: ["dwf_x", "", nil])
    func over(handle: String?) async throws {
        let (test, flow, _) = try await Self.begun()
        guard case .over = await test.flow.resume(handle: handle, request: Self.request(nil)) else {
            Issue.record("goes on")
            return
        }
        test.pass(1800)
        guard case .over = await test.flow.resume(handle: flow.handle, request: Self.request(nil)) else {
            Issue.record("goes on")
            return
        }
    }

    @Test("The request is checked anew with every step: a client that was removed in between gets nothing")
    func checkedAnew() async throws {
        let (test, flow, _) = try await Self.begun()
        _ = try await test.store.removeClient(id: "web", at: test.now, tokensEndBy: test.now)
        try await test.server.refresh()
        let resumption = await test.flow.resume(
            handle: flow.handle, request: Self.request("__Host-doorward-browser=\(flow.browser)"))
        guard case .over(let page) = resumption else {
            Issue.record("goes on")
            return
        }
        #expect(page.status == 400)
    }

    @Test("A client that wants a fresh sign-in gets nothing from an old session")
    func freshSignIn() async throws {
        let (test, flow, signedIn) = try await Self.begun(TestServer.authorizeQuery + "&prompt=login")
        var old = signedIn
        old.session.signedInAt = flow.pending.createdAt - 1
        for answer in [
            await test.flow.proceed(flow, as: old, flowID: "1"), await test.flow.approve(flow, as: old, flowID: "1"),
        ] {
            #expect(answer.field("location") == "/oauth/sign-in?flow=\(flow.handle)")
        }
        #expect(try await test.flow.approve(flow, as: signedIn, flowID: "1").redirectParameters().value("code") != nil)
    }

    @Test("Nobody is spared the question for an application that anybody can pretend to be")
    func publicLoopback() async throws {
        let query =
            "response_type=code&client_id=native&redirect_uri=http%3A%2F%2F127.0.0.1%3A4242%2Fcb&"
            + TestServer.challenge
        let (test, flow, signedIn) = try await Self.begun(query)
        let answer = await test.flow.approve(flow, as: signedIn, flowID: "1")
        #expect(answer.field("location")?.hasPrefix("http://127.0.0.1:4242/cb?code=") == true)
        #expect(await test.authorize(query).field("location")?.hasPrefix("/oauth/consent?") == true)
    }
}
