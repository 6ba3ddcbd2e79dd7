import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("A sign-in with plain HTML forms")
struct FormSignInTests {
    @Test("goes on from the name's page to the password's, over hosts, refreshes and redirects, to the callback")
    func longWay() async throws {
        let site = PageSite([
            "GET login.example/start": { _ in
                PageSite.redirect("https://id.example/who?next=%2Fa", cookies: ["s=1; Path=/"])
            },
            "GET id.example/who": { _ in
                PageSite.html(
                    "Who?",
                    """
                    <form method=POST><input type=email name=login><input type=submit value=Next></form>
                    """)
            },
            "POST id.example/who": { request in
                PageSite.body(request) == "login=ada"
                    ? PageSite.redirect("password", status: 303) : PageSite.html("?", "")
            },
            "GET id.example/password": { _ in
                PageSite.html(
                    "Password",
                    """
                    <form method=post action="check?x=1"><input type=hidden name=login value=ada>
                    <input type=password name=pw><button type=button>Show</button><button>Next</button></form>
                    """)
            },
            "POST id.example/check": { request in
                PageSite.body(request) == "login=ada&pw=a+fake+password"
                    ? PageSite.html(
                        "Wait",
                        """
                        <meta http-equiv=Refresh content="0; URL='https://login.example/agree'">
                        """)
                    : PageSite.html("?", "")
            },
            "GET login.example/agree": { request in
                request.header("cookie") == "s=1"
                    ? PageSite.html(
                        "Agree",
                        """
                        <form action=/agreed>
                        <label><input type=radio name=choice value=0 checked> No, thanks</label>
                        <input type=radio name=choice value=7 id=y><label for=y>Yes, allow it</label>
                        <label><input type=checkbox name=scope value=read> Read your items</label>
                        <input type=submit name=b value=Cancel><input type=submit name=b value=Continue></form>
                        """) : PageSite.html("?", "no cookie")
            },
            "GET login.example/agreed": { request in
                request.url.hasSuffix("/agreed?choice=7&scope=read&b=Continue")
                    ? PageSite.redirect(PageSite.callback + "?code=c&state=s") : PageSite.html("?", request.url)
            },
        ])
        guard case .callback(let callback) = await site.walk() else {
            Issue.record("\(site.requests.map(\.url))")
            return
        }
        #expect(callback.code == "c" && callback.state == "s")
        #expect(site.requests.allSatisfy { !$0.url.contains("openai") })
    }

    @Test("fills the login form in, whatever stands beside it, and sends origin, cookies and hidden fields")
    func login() async throws {
        let site = PageSite([
            "GET login.example/start": { _ in
                PageSite.html(
                    "Sign in",
                    """
                    <form action="/search"><input name=q></form>
                    <form action="/sign-up" method=post><input name=email><input type=password name=one>
                    <input type=password name=two></form>
                    <script>document.write('<form><input type=password name=trap></form>')</script>
                    \(StoppedSignIn.login)
                    """, cookies: ["sid=9; HttpOnly; Path=/login", "other=1; Path=/elsewhere"])
            },
            "POST login.example/login": { _ in PageSite.redirect(PageSite.callback + "?code=x", status: 303) },
        ])
        guard case .callback = await site.walk() else {
            Issue.record("no callback")
            return
        }
        let post = try #require(site.requests.last)
        #expect(PageSite.body(post) == "csrf=a%26b&username=ada&pw=a+fake+password&go=1")
        #expect(post.header("cookie") == "sid=9" && post.header("origin") == "https://login.example")
    }

    @Test("keeps the form when a redirect says 307, and forgets it otherwise", arguments: [302, 303, 307, 308])
    func redirects(status: Int) async throws {
        let site = PageSite([
            "GET login.example/start": { _ in PageSite.html("Sign in", StoppedSignIn.login) },
            "POST login.example/login": { _ in PageSite.redirect("/next", status: status) },
            "GET login.example/next": { _ in PageSite.redirect(PageSite.callback) },
            "POST login.example/next": { _ in PageSite.redirect(PageSite.callback) },
        ])
        _ = await site.walk()
        let last = try #require(site.requests.last)
        #expect(last.method == (status >= 307 ? "POST" : "GET") && last.body.isEmpty == (status < 307))
    }

    @Test("says why it stops, with what the page says", arguments: StoppedSignIn.all)
    func stopped(stop: StoppedSignIn) async throws {
        let site = PageSite(stop.pages)
        guard case .stopped(let found) = await site.walk() else {
            Issue.record("it did not stop")
            return
        }
        #expect(found.reason == stop.reason && found.text.contains(stop.says), "\(found.text)")
        #expect(!found.text.contains("code=") && !found.text.contains("fake password"))
    }

    @Test(
        "never presses what refuses",
        arguments: ["Deny", "Cancel", "No, thanks", "Not you?", "Sign out", "Don’t allow"])
    func refusals(label: String) async throws {
        let page = """
            <form method=post><button name=a value=1>\(label)</button>
            <button name=a value=2>Allow access</button></form>
            """
        let site = PageSite([
            "GET login.example/start": { _ in PageSite.html("Consent", page) },
            "POST login.example/start": { _ in PageSite.redirect(PageSite.callback) },
        ])
        _ = await site.walk()
        #expect(site.requests.last.map(PageSite.body) == "a=2")
    }

    @Test(
        "presses the button that signs in, wherever it stands",
        arguments: [
            "Forgot password?", "Reset my password", "Create account", "Sign up", "Register", "Continue with Google",
            "Sign in with GitHub", "Cancel", "Back", "Passwort vergessen",
        ])
    func loginButton(label: String) async {
        let page = """
            <form method=post><input name=username><input type=password name=pw>
            <button name=a value=1>\(label)</button><button name=a value=2>Log in</button></form>
            """
        let site = PageSite([
            "GET login.example/start": { _ in PageSite.html("Sign in", page) },
            "POST login.example/start": { _ in PageSite.redirect(PageSite.callback) },
        ])
        _ = await site.walk()
        #expect(site.requests.last.map(PageSite.body) == "username=ada&pw=a+fake+password&a=2")
    }

    @Test(
        "sends no form for a new password or a new account",
        arguments: [
            "<form method=post action=/password/reset><input name=email><button>Go</button></form>",
            "<form method=post><input name=email><button>Send reset link</button></form>",
            "<form method=post id=signup-form><input name=email><input type=password name=p><button>Go</button></form>",
            "<form method=post><input type=password name=a><input type=password name=b><button>Save</button></form>",
            "<h1>Create your account</h1><form method=post><input name=email><input type=password name=p></form>",
        ])
    func asides(html: String) async {
        let site = PageSite(["GET login.example/start": { _ in PageSite.html("Notes", html) }])
        if case .callback = await site.walk() { Issue.record("a callback") }
        #expect(site.requests.allSatisfy { $0.method == "GET" })
    }

    @Test("tells which other host gets the password, before it does", arguments: ["https://elsewhere.test/in", "/in"])
    func otherHost(action: String) async {
        let page = StoppedSignIn.login.replacing("/login", with: action)
        let site = PageSite([
            "GET login.example/start": { _ in PageSite.html("Sign in", page) },
            "POST login.example/in": { _ in PageSite.redirect(PageSite.callback) },
            "POST elsewhere.test/in": { _ in PageSite.redirect(PageSite.callback) },
        ])
        let told = BrowserSignInTests.Told()
        let browser = PageBrowser(redirectURI: PageSite.callback, cookies: CookieJar()) { site.send($0) }
        var walk = FormSignIn(
            browser: browser, user: "ada", password: ProbeSecret("a fake password"),
            warn: { text in
                #expect(site.requests.allSatisfy { $0.method == "GET" })
                told.add(text)
            })
        _ = await walk.walk(from: "https://login.example/start")
        #expect(told.all.count == (action == "/in" ? 0 : 1) && told.all.allSatisfy { $0.contains("elsewhere.test") })
    }

    @Test(
        "keeps the password from plain http and from redirects to others",
        arguments: ["http://login.example/in", "https://login.example/307", "https://login.example/308"])
    func withheld(action: String) async {
        let page = StoppedSignIn.login.replacing("/login", with: action)
        let site = PageSite([
            "GET login.example/start": { _ in PageSite.html("Sign in", page) },
            "POST login.example/307": { _ in PageSite.redirect("https://elsewhere.test/in", status: 307) },
            "POST login.example/308": { _ in PageSite.redirect("https://login.example:8443/in", status: 308) },
        ])
        guard case .stopped(let stop) = await site.walk() else {
            Issue.record("it went on")
            return
        }
        #expect(stop.reason == .unsafe && stop.isServersFault)
        #expect(site.requests.count { $0.method == "POST" } == (action.hasPrefix("https") ? 1 : 0))
        #expect(!site.requests.contains { $0.url.contains("elsewhere") || $0.url.contains("8443") })
    }

    @Test("ends when its time is over")
    func late() async {
        let page = "<form method=post><button>Continue</button></form>"
        let browser = PageBrowser(redirectURI: PageSite.callback, cookies: CookieJar()) { request in
            #expect(request.timeout <= .milliseconds(100))
            try? await Task.sleep(for: .milliseconds(40))
            return .success(PageSite.html("Again", page))
        }
        var walk = FormSignIn(
            browser: browser, user: "ada", password: ProbeSecret("a fake password"), limit: .milliseconds(100))
        let outcome = await walk.walk(from: "https://login.example/start")
        guard case .stopped(let stop) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(stop.reason == .tooManySteps)
    }

    @Test("sends nothing to any callback of the client")
    func ownCallbacks() async {
        let own = "https://chatgpt.com/aip/g-1/oauth/callback"
        let site = PageSite(["GET login.example/start": { _ in PageSite.redirect(own + "?error=x") }])
        var browser = PageBrowser(redirectURI: "https://evil.test/cb", cookies: CookieJar(), ownCallbacks: [own]) {
            site.send($0)
        }
        guard case .leaves(let target) = await browser.open("https://login.example/start") else {
            Issue.record("it went on")
            return
        }
        #expect(target == own + "?error=x" && site.requests.count == 1)
    }

    @Test(
        "ends on any page",
        arguments: ["", "<", "<form", "<form><input type=password", "<form><button>x", "\u{0}<!--<form>"])
    func malformed(html: String) async {
        let site = PageSite([
            "GET login.example/start": { _ in PageSite.html("", html) },
            "POST login.example/start": { _ in PageSite.html("", html) },
        ])
        if case .callback = await site.walk() { Issue.record("a callback out of nothing") }
        #expect(site.requests.count <= 21)
    }
}
