import Testing

@Suite("A forwarded address that is no address", .gate(.init().with("public_url", "auto")))
struct HostileAddressTests {
    static let hosts = [
        "\"evil.example\"", "evil.example\" x", "evil.example extra", "<script>alert(1)</script>",
        "evil.example<script>", "evil.example'", "evil.example/path", "evil.example?query", "evil.example#fragment",
        "user@evil.example", "evil.example\\", "evil.example%0d%0aX-Evil: 1", "evil.example\tx", "evil.example;x",
        "{{evil}}", "evil.example&amp;", "javascript:alert(1)", "https://evil.example", "evil.example:port",
        "evil.example:99999", "evil.example:-1", "evil.example:80:80", "[::1", "::1", "[[::1]]", "]", ":", ".", "..",
        "evil..example", "ev\u{ef}l.example", "evil.example, good.example", "good.example,evil.example\"",
        String(repeating: "evil", count: 75), String(repeating: "e", count: 300) + ".example", "",
    ]
    static let protos = [
        "javascript", "https\"", "https,http", "https, javascript", "<script>", "ftp", "https://", "https\tx", "",
        String(repeating: "https", count: 60),
    ]
    static let paths = ["/.well-known/ai-plugin.json", "/openapi.json", "/openapi.yaml", "/docs", "/legal", "/"]

    @Test("is never shown as a host", arguments: hosts)
    func host(_ host: String) async throws {
        let gate = try #require(Gate.shared)
        for path in Self.paths {
            let answer = try gate.get(path, [("X-Forwarded-Host", host), ("X-Forwarded-Proto", "https")])
            try check(answer, path, against: host)
        }
        try checkUpstream(gate, [("X-Forwarded-Host", host), ("X-Forwarded-Proto", "https")])
    }

    @Test("is never shown as a scheme", arguments: protos)
    func proto(_ proto: String) async throws {
        let gate = try #require(Gate.shared)
        for path in Self.paths {
            let answer = try gate.get(path, [("X-Forwarded-Host", "good.example"), ("X-Forwarded-Proto", proto)])
            try check(answer, path, against: proto.hasPrefix("https") ? "\(proto)://" : proto)
        }
        try checkUpstream(gate, [("X-Forwarded-Host", "good.example"), ("X-Forwarded-Proto", proto)])
    }

    @Test("cannot bring line ends", arguments: ["evil.example\r\n evil: 1", "evil.example\nevil: 1", "a\rb", "a\0b"])
    func lines(_ host: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/.well-known/ai-plugin.json", [("X-Forwarded-Host", host)])
        #expect(answer.status == 400)
        #expect(answer.header("evil") == nil)
        #expect(!answer.text.contains("evil"))
    }

    @Test("given twice is not put together")
    func twice() async throws {
        let gate = try #require(Gate.shared)
        let headers = [("X-Forwarded-Host", "a.example"), ("X-Forwarded-Host", "b.example\"")]
        try check(try gate.get("/openapi.json", headers), "/openapi.json", against: "b.example")
    }

    private func check(_ answer: Response, _ path: String, against value: String) throws {
        if answer.status == 400 { return }
        #expect(answer.status == 200, "\(path)")
        if value.count > 3 {
            let showsValue = answer.text.contains(value)
            #expect(!showsValue, "\(path) shows \(value)")
            #expect(!answer.headers.contains { $0.value.contains(value) })
        }
        let showsPlaceholder = answer.text.contains("doorward.invalid")
        #expect(!showsPlaceholder, "\(path)")
        guard path.hasSuffix(".json") else { return }
        let json = try answer.json()
        let addresses = [json["servers"]?[0]?["url"]?.string, json["logo_url"]?.string, json["api"]?["url"]?.string]
        for address in addresses.compactMap({ $0 }) {
            #expect(Self.isAddress(address), "\(path): \(address)")
        }
    }

    private func checkUpstream(_ gate: Gate, _ headers: Gate.Headers) throws {
        let answer = try gate.get("/echo", [gate.bearer] + headers)
        if answer.status == 400 { return }
        let echo = try Echo(answer.json())
        let host = try #require(echo.values("X-Forwarded-Host").first)
        #expect(echo.values("X-Forwarded-Host").count == 1)
        #expect(echo.values("X-Forwarded-Proto").count == 1)
        let proto = try #require(echo.values("X-Forwarded-Proto").first)
        #expect(Self.isAddress("\(proto)://\(host)"), "\(proto)://\(host)")
        #expect(echo.values("Forwarded").count == 1)
        let forwarded = try #require(echo.values("Forwarded").first)
        let form = /for=127\.0\.0\.1;host="?[a-z0-9.:\[\]-]+"?;proto=https?/
        #expect(forwarded.wholeMatch(of: form) != nil, "\(forwarded)")
    }

    /// Whether it is an http or https URL with a host that could exist.
    static func isAddress(_ text: String) -> Bool {
        let form = /https?:\/\/([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:([0-9]{1,5}))?(\/[a-z.\/-]*)?/
        guard let match = text.wholeMatch(of: form) else { return false }
        return match.4.map { (1...65_535).contains(Int($0) ?? 0) } ?? true
    }
}

@Suite(
    "A forwarded address from someone who is not trusted",
    .gate(.init().with("public_url", "auto").with("trusted_proxies", "[192.0.2.1]")))
struct UntrustedAddressTests {
    @Test("is not believed", arguments: HostileAddressTests.paths)
    func published(_ path: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get(path, [("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https")])
        #expect(answer.status == 200)
        for absent in ["evil.example", "https://api.example.com", "doorward.invalid"] {
            let isShown = answer.text.contains(absent)
            #expect(!isShown, "\(path) shows \(absent)")
        }
    }

    @Test("is not passed on")
    func forwarded() async throws {
        let gate = try #require(Gate.shared)
        let echo = try gate.echo(
            "GET", "/echo",
            [
                ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"),
                ("Forwarded", "host=evil.example"),
                ("X-Forwarded-For", "198.51.100.7"),
            ])
        #expect(!echo.headers.contains { $0.value.contains("evil.example") || $0.value.contains("198.51.100.7") })
        #expect(echo.values("X-Forwarded-Proto") == ["http"])
    }
}
