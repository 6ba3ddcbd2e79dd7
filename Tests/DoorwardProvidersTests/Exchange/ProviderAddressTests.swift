import Testing

@testable import DoorwardProviders

@Suite("Addresses of providers")
struct ProviderAddressTests {
    static let sound: [(String, host: String, origin: String, isLoopback: Bool)] = [
        ("https://id.example.com", "id.example.com", "https://id.example.com", false),
        ("https://ID.Example.com:8443/a/b?c=d", "id.example.com", "https://id.example.com:8443", false),
        ("http://localhost:9400/", "localhost", "http://localhost:9400", true),
        ("http://127.0.0.1/x", "127.0.0.1", "http://127.0.0.1", true),
        ("http://127.9.8.7/x", "127.9.8.7", "http://127.9.8.7", true),
        ("https://[::1]:8443/", "[::1]", "https://[::1]:8443", true),
        ("https://127.0.0.1.example.com/", "127.0.0.1.example.com", "https://127.0.0.1.example.com", false),
        ("https://127.1/", "127.1", "https://127.1", false),
        ("https://localhost.example.com?a", "localhost.example.com", "https://localhost.example.com", false),
        ("https://[fe80::1]/", "[fe80::1]", "https://[fe80::1]", false),
    ]

    @Test("are read as they are written", arguments: sound.indices)
    func reads(_ index: Int) throws {
        let (text, host, origin, isLoopback) = Self.sound[index]
        let address = try #require(ProviderAddress(text))
        #expect(address.text == text)
        #expect(address.host == host)
        #expect(address.origin == origin)
        #expect(address.isLoopback == isLoopback)
        #expect(address.isSecure == text.hasPrefix("https"))
    }

    @Test(
        "are nothing that a browser or a resolver could read in another way",
        arguments: [
            "", "https://", "https:///path", "HTTPS://id.example.com", "ftp://id.example.com", "//id.example.com",
            "id.example.com", "https:id.example.com", "https://user@id.example.com", "https://user:pw@id.example.com",
            "https://id.example.com#x", "https://id.example.com\\@evil.net", "https://id.example.com:", "https://a:0/",
            "https://a:65536/", "https://a:-1/", "https://a:80x/", "https://a:1:2/", "https://[::1", "https://[::1]x/",
            "https://[v1.x]/", "https://[fe80::1%25eth0]/", "https://a b/", "https://a/\u{0}", "https://a/\nb",
            "https://b\u{00FC}cher.example/", "https://%65xample.com/", "https://a,b/", "https://a'b/", "https://a/\"",
            "https://a/<x>", "https://a/{tenantid}", "javascript:alert(1)", "data:text/html,x",
            "https://" + String(repeating: "a", count: 254) + "/", "https://a/" + String(repeating: "a", count: 2_048),
        ])
    func refuses(_ text: String) {
        #expect(ProviderAddress(text) == nil)
    }

    @Test("get parameters behind those they have")
    func adding() throws {
        let parameters = [(name: "a b", value: "c&d=é"), (name: "x", value: "")]
        #expect(
            try #require(ProviderAddress("https://a/b")).adding(parameters) == "https://a/b?a%20b=c%26d%3D%C3%A9&x=")
        #expect(
            try #require(ProviderAddress("https://a/b?q=1")).adding(parameters)
                == "https://a/b?q=1&a%20b=c%26d%3D%C3%A9&x=")
    }
}
