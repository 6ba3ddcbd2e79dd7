import Testing

@testable import DoorwardDocuments

@Suite("Web addresses")
struct WebAddressTests {
    @Test("A URL is taken apart")
    func takesApart() throws {
        let address = try #require(WebAddress("HTTPS://user:word@Api.Example.org:8443/a/b.json?c=d?e#f#g"))
        #expect(address.scheme == "https")
        #expect(address.userInfo == "user:word")
        #expect(address.host == "api.example.org")
        #expect(address.writtenHost == "Api.Example.org")
        #expect(address.port == 8443)
        #expect(address.path == "/a/b.json")
        #expect(address.query == "c=d?e")
        #expect(address.fragment == "f#g")
        #expect(address.origin == "https://api.example.org:8443")
        #expect(address.target == "/a/b.json?c=d?e")
        #expect(address.lastSegment == "b.json")
    }

    @Test("IPv6 addresses stand in brackets", arguments: ["::1", "2001:db8::7", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8"])
    func readsIPv6(_ host: String) throws {
        let address = try #require(WebAddress("http://[\(host)]:80/"))
        #expect(address.host == host)
        #expect(address.port == 80)
        #expect(address.bracketedHost == "[\(host)]")
        #expect(WebAddress("http://\(host)/") == nil)
    }

    @Test(
        "What is no URL is told apart",
        arguments: [
            ("", WebAddress.Fault.empty), ("hello@legal.example", .mailAddress), ("/openapi.json", .relative),
            ("openapi.json", .relative), ("./a", .relative), ("?a", .relative), ("legal.example", .noScheme),
            ("legal.example/terms", .noScheme), ("localhost:5003/logo.png", .noScheme),
            ("//legal.example/terms", .schemeRelative), ("data:image/png;base64,AA==", .opaque(scheme: "data")),
            ("mailto:a@b.example", .opaque(scheme: "mailto")), ("https:legal.example", .noHost), ("https://", .noHost),
            ("https:///path", .noHost), ("https://a b.example/", .badCharacter),
            ("https://a.example\\b", .badCharacter),
            ("https://a..example/", .badHost), ("https://-a.example/", .badHost), ("https://a%2eb/", .badHost),
            ("https://[::1/", .badHost), ("https://[::1]x/", .badPort), ("https://[1::2::3]/", .badHost),
            ("https://[a.example]/", .badHost), ("https://256.1.1.1/", .badHost), ("https://1.2.3/", .badHost),
            ("https://a.example:65536/", .badPort), ("https://a.example:80x/", .badPort),
            ("https://<host>/", .badHost), ("https://a.example:/x", nil), ("https://a_b.example./", nil),
            ("https://münchen.example/", nil), ("https://x/", nil), ("ftp://a.example/", nil),
        ] as [(String, WebAddress.Fault?)])
    func tellsFaults(_ text: String, _ expected: WebAddress.Fault?) {
        var found: WebAddress.Fault?
        do throws(WebAddress.Fault) { _ = try WebAddress(parsing: text) } catch { found = error }
        #expect(found == expected)
        #expect((WebAddress(text) == nil) == (expected != nil))
    }

    @Test("A combining mark behind a slash does not hide it")
    func goesByBytes() throws {
        let address = try #require(WebAddress("https://a.example/\u{301}x?\u{301}y#\u{301}z"))
        #expect(address.host == "a.example")
        #expect(address.path == "/\u{301}x")
        #expect(address.query == "\u{301}y")
        #expect(address.fragment == "\u{301}z")
        #expect(WebAddress("https://a.example@\u{301}evil.example/")?.host != "a.example")
    }

    @Test(
        "References are resolved as RFC 3986 section 5.4 has it",
        arguments: [
            ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
            ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("..", "http://a/b/"), ("../g", "http://a/b/g"), ("../../../g", "http://a/g"), (".", "http://a/b/c/"),
            ("https://h/x", "https://h/x"),
        ])
    func resolves(_ reference: String, _ expected: String) throws {
        let base = try #require(WebAddress("http://a/b/c/d;p?q"))
        #expect(base.resolving(reference)?.text == expected)
    }
}

@Suite("Host names")
struct HostNameTests {
    @Test(
        "This machine is known by all its names",
        arguments: [
            "localhost", "api.localhost", "127.0.0.1", "127.8.8.8", "0.0.0.0", "::1", "::", "0:0:0:0:0:0:0:1",
            "::ffff:127.0.0.1",
        ])
    func loopback(_ host: String) { #expect(HostName.isLoopback(host)) }

    @Test(
        "Other hosts are not this machine",
        arguments: ["localhost.example", "128.0.0.1", "::2", "notlocalhost", "1.0.0.127"])
    func notLoopback(_ host: String) { #expect(!HostName.isLoopback(host)) }

    @Test(
        "Private addresses and local names are told from public ones",
        arguments: [
            ("10.1.2.3", true), ("172.16.0.1", true), ("172.32.0.1", false), ("192.168.1.1", true),
            ("169.254.1.1", true),
            ("100.64.0.1", true), ("8.8.8.8", false), ("fd00::1", true), ("fe80::1", true), ("2001:db8::1", false),
            ("intranet", true), ("nas.local", true), ("api.example.org", false),
        ])
    func tellsPrivate(_ host: String, _ isPrivate: Bool) { #expect(HostName.isPrivate(host) == isPrivate) }

    @Test(
        "The root domain is the host without port and one `www.`",
        arguments: [
            ("www.example.org", "example.org"), ("www.www.example.org", "www.example.org"),
            ("Example.org:8443", "example.org"), ("[::1]:80", "::1"), ("::1", "::1"),
            ("api.example.org", "api.example.org"),
        ])
    func findsRoot(_ host: String, _ root: String) { #expect(HostName.root(of: host) == root) }

    @Test("A host under another ends with a dot and its name")
    func tellsUnder() {
        #expect(HostName.isSame("a.example.org", orUnder: "example.org"))
        #expect(HostName.isSame("example.org", orUnder: "example.org"))
        #expect(!HostName.isSame("badexample.org", orUnder: "example.org"))
        #expect(!HostName.isSame("example.org", orUnder: "a.example.org"))
        #expect(!HostName.isSame("1.10.0.0.1", orUnder: "10.0.0.1"))
    }

    @Test(
        "The registered domain is found, but not on platforms that lend names",
        arguments: [
            ("a.b.example.org", "example.org"), ("a.example.co.uk", "example.co.uk"),
            ("a.example.com.au", "example.com.au"),
            ("example.org", "example.org"), ("co.uk", nil), ("weather.vercel.app", nil), ("10.0.0.1", nil),
            ("::1", nil),
            ("localhost", nil), ("a.example.io", "example.io"),
        ] as [(String, String?)])
    func findsRegistered(_ host: String, _ expected: String?) { #expect(HostName.registered(host) == expected) }
}
