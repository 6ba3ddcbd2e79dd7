import DoorwardForms
import DoorwardJOSE
import DoorwardOAuth
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("An authorization request that was pushed")
struct AuthorizationPushedTests {
    private static let uri = OpaqueToken.requestURI.make { [UInt8](repeating: 5, count: $0) }

    private static func world(
        _ use: AuthorizationFeatures.Use = .on, client: String = "app", extra: String = ""
    ) async throws -> PeopleWorld {
        let world = try PeopleWorld(features: AuthorizationFeatures(pushedRequests: use, keyBinding: .on))
        try await world.add(user: "ada")
        try await world.add()
        try await world.add(client: "other", redirect: "https://other.example/back")
        let query = PeopleWorld.authorize(extra: extra).split(separator: "?").last.map(String.init) ?? ""
        try await world.store.create(
            PushedRequest(
                digest: try #require(OpaqueToken.requestURI.digest(of: uri)), clientID: client, query: query,
                createdAt: world.now, expiresAt: world.now + 90))
        return world
    }

    private static func authorize(_ client: String = "app", uri: String = uri, extra: String = "") -> String {
        "/oauth/authorize?client_id=\(client)&request_uri=\(FormEncoding.encode(uri))\(extra)"
    }

    @Test("leads to a code, with what was pushed and nothing that stands beside it")
    func code() async throws {
        let world = try await Self.world()
        var browser = world.browser()
        try await browser.open(
            Self.authorize(extra: "&state=evil&scope=odd&redirect_uri=https%3A%2F%2Fevil.example%2F"))
        try await browser.signIn("ada")
        #expect(browser.page.text.contains("Change your plants") && browser.page.text.contains("app.example"))
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.address.hasPrefix("https://app.example/back?code=") && browser.address.contains("state=s-1"))
    }

    @Test("is used up by its answer, not by being looked at, and whoever has begun may finish")
    func once() async throws {
        let world = try await Self.world()
        var browser = world.browser()
        try await browser.open(Self.authorize())
        try await browser.open(Self.authorize())
        var second = browser
        try await second.open(Self.authorize())
        world.advance(600)
        try await browser.signIn("ada")
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.address.contains("code="))
        // The sign-in that began with the same one meanwhile has no answer left.
        second.cookies = browser.cookies
        try await second.signIn("ada")
        #expect(!second.isElsewhere && second.response.status == 400 && second.heading == "This request is over")
        try await browser.open(Self.authorize())
        #expect(browser.response.status == 400 && browser.heading == "This request is over")
    }

    @Test("is used up by a denial, and by an error that is told at once")
    func errors() async throws {
        let world = try await Self.world()
        var browser = world.browser()
        try await browser.open(Self.authorize())
        try await browser.signIn("ada")
        try await browser.submit(to: "/oauth/consent", button: ("decision", "deny"))
        #expect(browser.address.contains("error=access_denied"))
        try await browser.open(Self.authorize())
        #expect(browser.heading == "This request is over")
        let silent = try await Self.world(extra: "&prompt=none")
        browser = silent.browser()
        try await browser.open(Self.authorize())
        #expect(browser.address.contains("error=login_required"))
        try await browser.open(Self.authorize())
        #expect(browser.heading == "This request is over")
    }

    @Test("of another client, unknown or over is a page", arguments: ["other", "unknown", "late", "foreign", "short"])
    func unknown(kind: String) async throws {
        let world = try await Self.world()
        if kind == "late" { world.advance(90) }
        let uri =
            switch kind {
            case "unknown": OpaqueToken.requestURI.make { [UInt8](repeating: 6, count: $0) }
            case "foreign": "https://evil.example/request"
            case "short": "urn:ietf:params:oauth:request_uri:x"
            default: Self.uri
            }
        var browser = world.browser()
        try await browser.open(Self.authorize(kind == "other" ? "other" : "app", uri: uri))
        #expect(
            browser.response.status == 400 && browser.heading == "This request is over" && browser.redirects.isEmpty)
    }

    @Test("may be the only kind there is, and is none where it is off")
    func required() async throws {
        let world = try await Self.world(.required)
        var browser = world.browser()
        try await browser.open(PeopleWorld.authorize())
        try await browser.signIn("ada")
        #expect(browser.address.hasPrefix("https://app.example/back?error=invalid_request&"))
        try await browser.open(Self.authorize())
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.address.contains("code="))
        let off = try await Self.world(.off)
        browser = off.browser()
        try await browser.open(Self.authorize())
        try await browser.signIn("ada")
        #expect(browser.address.contains("error=request_uri_not_supported"))
    }

    @Test("keeps the key that its code is bound to, and begins anew in another browser")
    func keyAndRebinding() async throws {
        let thumbprint = Base64URL.encode([UInt8](repeating: 1, count: 32))
        let world = try await Self.world(extra: "&dpop_jkt=\(thumbprint)")
        var first = world.browser()
        try await first.open(Self.authorize())
        var browser = world.browser()
        try await browser.open(first.address)
        try await browser.signIn("ada")
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        let code = try #require(
            browser.address.split(separator: "?").last?.split(separator: "&").first { $0.hasPrefix("code=") }?
                .dropFirst(5))
        let bound = try await world.codeRecord(String(code))
        #expect(bound?.keyThumbprint == thumbprint)
        // The other one has no answer left.
        try await first.signIn("ada")
        #expect(first.response.status == 400 && first.heading == "This request is over")
    }
}

extension PeopleWorld {
    /// What the store knows about a code, without using it.
    func codeRecord(_ code: String) async throws -> AuthorizationCodeRecord? {
        let (records, found) = AsyncStream.makeStream(of: AuthorizationCodeRecord?.self)
        _ = try await store.redeem(code: OpaqueToken.digest(of: code), at: now, tokensEndBy: now) { record in
            found.yield(record)
            return .reject(.codeUnknown)
        }
        found.finish()
        return await records.first { _ in true } ?? nil
    }
}
