import Testing

@testable import DoorwardOAuth

@Suite("Redirect URIs: what may be registered, and what matches")
struct RedirectTests {
    static func profile(_ name: String) -> ClientProfile { ClientProfile.named(name) ?? ClientProfile.all[0] }

    @Test(
        "Sound addresses are registered as they are",
        arguments: [
            ("web", "https://app.example/callback"), ("web", "https://app.example"),
            ("web", "https://app.example/?a=b&codex=1"), ("web", "https://[2001:db8::7]/cb"),
            ("web", "https://[1:2:3:4:5:6:7:8]/"), ("web", "https://[2001:db8::]:8443/"),
            ("web", "https://a_b-c.app.example./..a/b../.well-known/cb"),
            ("web", "http://127.0.0.1:8080/cb"), ("web", "http://localhost/cb"), ("native", "http://[::1]/cb"),
            ("native", "com.example.app:/cb"), ("mcp", "cursor://anysphere.cursor-retrieval/oauth/callback"),
            ("mcp", "https://claude.ai/api/mcp/auth_callback"),
            ("mcp", "https://chatgpt.com/connector_platform_oauth_redirect"),
            ("mcp", "https://chatgpt.com/connector/oauth/OUbdUMlL15Ct"), ("plugin", "https://runtime.example/cb"),
        ])
    func registers(profile: String, uri: String) throws {
        #expect(try RedirectRegistration.uris([uri], profile: Self.profile(profile)) == [uri])
    }

    @Test(
        "Everything else is refused, each with its reason",
        arguments: [
            ("web", "/callback", "absolute"), ("web", "app.example/callback", "absolute"), ("web", "", "absolute"),
            ("web", "https://app.example/ x", "absolute"), ("web", "https://app.example/%zz", "absolute"),
            ("web", "https://app.example/*", "pattern"), ("web", "https://*.example/cb", "pattern"),
            ("web", "https://app.example/{id}", "pattern"), ("web", "https://app.example/cb#x", "fragment"),
            ("web", "https://app.example/cb#", "fragment"), ("web", "https://user@app.example/cb", "user name"),
            ("web", "https://trusted.example@evil.example/", "user name"), ("web", "https:///cb", "host"),
            ("web", "https:cb", "host"), ("web", "https://app.example:0/cb", "port"),
            ("web", "https://app.example:000/cb", "port"),
            ("web", "https://app.example:/cb", "port"), ("web", "https://app.example:99999/cb", "absolute"),
            ("web", "https://a.example/cb?code=1", "twice"), ("web", "https://a.example/cb?x=1&i%73s=evil", "twice"),
            ("web", "https://a.example/cb?state", "twice"), ("native", "com.example.app:/cb?error=x", "twice"),
            ("web", "https://chatgpt.com./aip/x", "exact"), ("web", "https://www.chatgpt.com/aip/", "exact"),
            ("web", "https://WWW.chat.openai.com./aip/", "exact"), ("web", "https://chatgpt.com%2e/aip", "not a host"),
            ("web", "https://chatgpt.com../aip", "not a host"), ("web", "https://.a.example/", "not a host"),
            ("web", "https://a.example,b.example/", "not a host"), ("web", "https://a'b.example/", "not a host"),
            ("web", "https://a;b.example/", "not a host"), ("web", "https://[junk]/cb", "not a host"),
            ("web", "https://[::1::2]/cb", "not a host"), ("web", "https://[1:2:3]/cb", "not a host"),
            ("web", "https://[1:2:3:4:5:6:7:8:9]/cb", "not a host"), ("web", "https://[:1:2:3:4:5:6:7]/", "not a host"),
            ("web", "https://[::12345]/cb", "not a host"), ("web", "https://[]/cb", "not a host"),
            ("web", "https://a.example/../cb", "elsewhere"), ("web", "https://a.example/x/%2E%2e/cb", "elsewhere"),
            ("web", "https://a.example/./cb", "elsewhere"), ("web", "https://a.example/cb/.%2e", "elsewhere"),
            ("web", "http://app.example/cb", "loopback"), ("web", "http://127.0.0.1.evil.example/cb", "loopback"),
            ("web", "http://localhost.evil.example/cb", "loopback"), ("web", "javascript:alert(1)", "scripts"),
            ("web", "JavaScript:alert(1)", "scripts"), ("native", "data:text/html,x", "scripts"),
            ("native", "file:///etc/passwd", "scripts"), ("web", "com.example.app:/cb", "native and mcp"),
            ("native", "myapp:/cb", "domain name"), ("plugin", "https://chat.openai.com/aip/", "exact"),
            ("plugin", "https://chatgpt.com/", "exact"),
            ("web", "https://chat.openai.com/aip/g-1/oauth/callback", "exact"),
            ("web", "https://ChatGPT.com/cb", "exact"), ("resource", "https://app.example/cb", "no redirect"),
        ])
    func refuses(profile: String, uri: String, reason: String) {
        do {
            _ = try RedirectRegistration.uris([uri], profile: Self.profile(profile))
            Issue.record("\(uri) was registered")
        } catch {
            #expect(error.description.contains(reason), "\(error)")
        }
    }

    @Test(
        "The id of a plugin or GPT gives both callbacks",
        arguments: [
            "plugin-01234567-89ab-4cde-8f01-23456789abcd", "g-AbC123xyZ", "g-" + String(repeating: "0a", count: 16),
        ])
    func assistants(id: String) throws {
        let both = [
            "https://chat.openai.com/aip/\(id)/oauth/callback", "https://chatgpt.com/aip/\(id)/oauth/callback",
        ]
        #expect(try RedirectRegistration.uris([], assistantID: id, profile: Self.profile("action")) == both)
        #expect(try RedirectRegistration.uris([both[1]], profile: Self.profile("plugin")) == both)
    }

    @Test(
        "Other ids are refused",
        arguments: [
            "", "plugin-", "g-", "g-12345678", "g-1234567890", "plugin-01234567-89ab-4cde-8f01-23456789abcg",
            "g-../../x", "g-12345678*", "plugin-01234567089ab-4cde-8f01-23456789abcd", "G-AbC123xyZ",
        ])
    func otherIDs(id: String) {
        #expect(throws: RedirectRefusal.malformedAssistantID(id)) {
            try RedirectRegistration.uris([], assistantID: id, profile: Self.profile("plugin"))
        }
    }

    @Test("A client for people needs an address, a service and an API do not")
    func needed() throws {
        #expect(throws: RedirectRefusal.missing(profile: "native")) {
            try RedirectRegistration.uris([], profile: Self.profile("native"))
        }
        #expect(try RedirectRegistration.uris([], profile: Self.profile("web")) == [])
        #expect(try RedirectRegistration.uris([], profile: Self.profile("resource")) == [])
        #expect(throws: RedirectRefusal.assistantIDNotForProfile("web")) {
            try RedirectRegistration.uris([], assistantID: "g-AbC123xyZ", profile: Self.profile("web"))
        }
    }

    @Test(
        "A loopback address matches on any port",
        arguments: [
            ("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb", true),
            ("http://127.0.0.1:1/cb", "http://127.0.0.1/cb", true), ("http://[::1]/cb", "http://[::1]:65535/cb", true),
            ("http://localhost:1/cb", "http://localhost:2/cb", true),
            ("http://localhost", "http://localhost:2", true),
            ("http://localhost/cb", "http://127.0.0.1/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:1/cb/", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:1/cb?x", false),
            ("http://127.0.0.1/cb", "https://127.0.0.1:1/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:99999/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:0/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:00000/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:00001/cb", true),
            ("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1.evil.example/cb", false),
            ("http://localhost/cb", "http://localhostevil.example/cb", false),
            ("https://app.example/cb", "https://app.example:8443/cb", false),
            ("https://app.example/cb", "https://APP.example/cb", false),
            ("https://app.example/caf\u{65}\u{301}", "https://app.example/caf\u{e9}", false),
        ])
    func loopback(registered: String, requested: String, matches: Bool) {
        let client = Fixture.client("native", redirects: [registered])
        #expect(((try? RedirectMatching.match(requested, of: client)) != nil) == matches)
    }

    @Test("What is remembered of an address is its origin, without the port of loopback")
    func origins() {
        #expect(ValidatedRedirect(uri: "https://app.example:8443/cb?x")?.origin == "https://app.example:8443")
        #expect(ValidatedRedirect(uri: "http://127.0.0.1:4242/cb")?.origin == "http://127.0.0.1")
        #expect(ValidatedRedirect(uri: "http://127.0.0.1:4242/cb")?.formAction == "http://127.0.0.1:4242")
        #expect(ValidatedRedirect(uri: "com.example.app:/cb")?.origin == "com.example.app:")
        #expect(ValidatedRedirect(uri: "http://[::1]:4242/cb")?.formAction == "http:")
    }
}
