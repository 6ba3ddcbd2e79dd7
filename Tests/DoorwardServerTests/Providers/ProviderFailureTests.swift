import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Synchronization
import Testing

@testable import DoorwardServer

@Suite("A provider that is down, or lies")
struct ProviderFailureTests {
    static let failures: [(ProviderFailure, Int, String, String, String)] = [
        (
            .unavailable("connection refused by 192.0.2.1"), 503, "provider_unavailable", "temporarily_unavailable",
            "192.0.2.1"
        ),
        (.untrue("wrong_nonce"), 502, "provider_untrue", "server_error", "wrong_nonce"),
        (.denied, 400, "user_denied", "access_denied", ""),
    ]

    @Test(
        "gets a page with the number of the request, and a button that tells the client", arguments: failures,
        [true, false])
    func pages(
        failure: (ProviderFailure, Int, String, String, String), isLeaving: Bool
    ) async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: AllowRules(everyone: true)))
        acme.fails(leaving: isLeaving ? failure.0 : nil, coming: isLeaving ? nil : failure.0)
        let world = try PeopleWorld(providers: [acme])
        try await world.add()
        let words = Mutex<[String?]>([])
        var browser = world.browser { response in words.withLock { $0.append(response.refusal) } }
        try await browser.open(PeopleWorld.authorize(state: "s 1"))
        try await browser.choose()
        try await browser.allow()
        if !isLeaving { try await browser.arrive(as: "ada") }
        #expect(browser.response.status == failure.1 && !browser.isElsewhere)
        #expect(words.withLock { $0.last } == failure.2)
        #expect(browser.page.text.contains("req-7") && browser.page.text.contains("Go back to Plant helper"))
        if !failure.4.isEmpty {
            #expect(!browser.response.text.contains(failure.4) && world.reported.joined().contains(failure.4))
        }
        #expect(world.audit.map(\.kind) == ["sign-in.refused"])
        // Two more ways on, and neither leads to the provider by itself.
        let links = browser.page.tags("a").compactMap { $0["href"] }
        #expect(
            links.contains { $0.hasPrefix("/oauth/sign-in?flow=") } && links.contains { $0.hasSuffix("&provider=acme") }
        )
        for link in links {
            var other = browser
            try await other.open(link)
            #expect(other.response.status == 200 && !other.isElsewhere)
        }
        let page = browser
        try await browser.submit(to: "/oauth/provider")
        let reason = page.page.forms.first?.buttons.first?.value ?? ""
        browser = page
        try await browser.submit(to: "/oauth/provider", button: ("back", reason))
        #expect(browser.address.hasPrefix("https://app.example/back?error=\(failure.3)&"))
        #expect(browser.address.contains("state=s%201") && browser.address.contains("iss="))
        // Once.
        browser = page
        try await browser.submit(to: "/oauth/provider", button: ("back", reason))
        #expect(browser.response.status == 400 && browser.page.text.contains("This sign-in is over"))
    }

    @Test("can be tried again, and the way on is the same as before")
    func again() async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: AllowRules(everyone: true)))
        acme.knows("ada", email: "ada@example.com")
        acme.fails(coming: .unavailable("slow"))
        let world = try PeopleWorld(providers: [acme])
        try await world.add()
        var browser = world.browser()
        try await browser.signInElsewhere(as: "ada")
        #expect(browser.response.status == 503)
        acme.fails()
        let link = try #require(
            browser.page.tags("a").compactMap { $0["href"] }.first { $0.hasSuffix("&provider=acme") })
        try await browser.open(link)
        try await browser.allow()
        try await browser.arrive(as: "ada")
        #expect(browser.address.hasPrefix("https://app.example/back?code="))
    }

    @Test("who may not come in is told so, can go back to the app, and is not sent round in circles")
    func refused() async throws {
        let acme = ScriptedProvider(rules: ProviderRules(allow: AllowRules(domains: ["example.com"])))
        acme.knows("eve", email: "eve@elsewhere.example")
        let world = try PeopleWorld(providers: [acme], hasLocalAccounts: false)
        try await world.add()
        var browser = world.browser()
        try await browser.signInElsewhere(as: "eve")
        #expect(browser.response.status == 403 && browser.redirects.isEmpty)
        let link = try #require(
            browser.page.tags("a").compactMap { $0["href"] }.first { $0.hasPrefix("/oauth/sign-in?flow=") })
        var other = browser
        try await other.open(link)
        #expect(other.redirects.isEmpty && other.page.text.contains("Continue with Acme"))
        try await browser.submit(to: "/oauth/provider", button: ("back", "not-allowed"))
        #expect(browser.address.hasPrefix("https://app.example/back?error=access_denied&"))
    }

    @Test("without a client waiting there is the way to sign in, and to the account")
    func withoutClient() async throws {
        let acme = ScriptedProvider()
        acme.fails(leaving: .unavailable("down"))
        let world = try PeopleWorld(providers: [acme])
        try await world.add(user: "ada")
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.choose()
        #expect(browser.response.status == 503 && browser.page.forms.isEmpty)
        #expect(browser.page.tags("a").map { $0["href"] } == ["/oauth/sign-in"])
        browser = try await world.browser(of: "ada")
        try await browser.submit(to: "/account/identities", button: ("link", "acme"))
        #expect(browser.response.status == 503 && browser.page.tags("a").map { $0["href"] } == ["/account"])
    }

    @Test(
        "does not get the browser sent to what is no address",
        arguments: [
            "javascript:alert(1)", "https://login.example/\r\nSet-Cookie: a=b", "//login.example", "",
            "data:text/html,x",
            "https://login.example/ä",
        ])
    func locations(location: String) async throws {
        let acme = ScriptedProvider()
        acme.sends(to: location)
        let world = try PeopleWorld(providers: [acme])
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        try await browser.choose()
        #expect(browser.response.status == 502 && browser.redirects.isEmpty)
    }

    @Test("the button that goes back needs its token, and takes no reason of a stranger's")
    func backSafety() async throws {
        let acme = ScriptedProvider()
        acme.fails(leaving: .unavailable("down"))
        let world = try PeopleWorld(providers: [acme])
        try await world.add()
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.choose()
        try await browser.allow()
        let page = browser
        try await browser.submit(["csrf": "x"], to: "/oauth/provider", button: ("back", "denied"))
        #expect(browser.response.status == 400 && !browser.isElsewhere)
        browser = page
        try await browser.submit(to: "/oauth/provider", button: ("back", "<script>"))
        #expect(browser.address.hasPrefix("https://app.example/back?error=access_denied&"))
    }
}
