import Testing

@Suite("A forwarded request's headers", .gate())
struct RequestHeaderTests {
    @Test(
        "lose what concerns this connection only (RFC 9110 §7.6.1)",
        arguments: [
            ("Connection", "keep-alive"), ("Keep-Alive", "timeout=5"), ("Proxy-Connection", "keep-alive"),
            ("Proxy-Authorization", "Basic eDp5"), ("Proxy-Authenticate", "Basic"), ("TE", "gzip"),
            ("Upgrade", "foo/1"),
        ])
    func hopByHop(_ name: String, _ value: String) async throws {
        let gate = try #require(Gate.shared)
        let echo = try gate.echo("GET", "/echo", [(name, value)])
        #expect(!echo.values(name).contains(value))
        #expect(echo.values("X-Forwarded-For").count == 1)
    }

    @Test("lose what the Connection header names")
    func named() async throws {
        let gate = try #require(Gate.shared)
        let headers = [("Connection", "X-Private, x-other"), ("X-Private", "1"), ("X-OTHER", "2"), ("X-Public", "3")]
        let echo = try gate.echo("GET", "/echo", headers)
        #expect(echo.values("X-Private") == [])
        #expect(echo.values("X-Other") == [])
        #expect(echo.values("X-Public") == ["3"])
    }

    @Test("never hold the client's credential")
    func authorization() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/echo", [gate.bearer])
        #expect(try Echo(answer.json()).values("Authorization") == [])
        #expect(!answer.text.contains(gate.secret))
    }

    @Test(
        "never hold a name of Doorward's that came from outside",
        arguments: [
            "Doorward-Subject", "doorward-auth", "DOORWARD-ADMIN", "Doorward-X", "Doorward_Subject", "doorward_auth",
        ])
    func forged(_ name: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/echo", [gate.bearer, (name, "mallory")])
        #expect([200, 400].contains(answer.status))
        #expect(!answer.text.contains("mallory"))
    }

    @Test("say who called and how it was proved")
    func identity() async throws {
        let gate = try #require(Gate.shared)
        let echo = try gate.echo()
        #expect(echo.values("Doorward-Auth") == ["service_http"])
        #expect(echo.values("Doorward-Subject").count <= 1)
    }

    static let tricks = [
        "close, authorization", "Authorization", "Doorward-Subject", "Doorward-Auth", "X-Forwarded-For", "X-Request-ID",
        "Forwarded", "traceparent", "Host", "Content-Length", "close, Host, Doorward-Auth",
    ]

    @Test("cannot be taken away by naming them in Connection", arguments: tricks)
    func connectionTricks(_ value: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.request("POST", "/echo", [gate.bearer, ("Connection", value)], body: Array("body".utf8))
        // Refusing is fine; forwarding without what the gate vouches for is not.
        guard answer.status != 400 else { return }
        #expect(answer.status == 200)
        let echo = try Echo(answer.json())
        for name in ["Doorward-Auth", "X-Forwarded-For", "Forwarded", "X-Request-ID", "traceparent", "Host"] {
            #expect(echo.values(name).count == 1, "\(name) with Connection: \(value)")
        }
        #expect(echo.values("Authorization") == [])
        #expect(echo.length == 4)
    }

    @Test("keep the caller's labels, cookies and everything else, in order and spelt as they came")
    func kept() async throws {
        let gate = try #require(Gate.shared)
        let headers = [
            ("openai-conversation-id", "c-1"), ("Accept", "text/html;q=0.5, */*"), ("X-Many", "a"), ("X-Many", "b"),
            ("Cookie", "session=1; theme=dark"), ("User-Agent", "Test/1"), ("X-Empty", ""), ("X-Obs", "caf\u{e9}"),
        ]
        let echo = try gate.echo("GET", "/echo", headers)
        for (name, _) in headers {
            #expect(echo.values(name) == headers.filter { $0.0 == name }.map(\.1), "\(name)")
        }
    }

    @Test("hold the length of a body, and only that")
    func framing() async throws {
        let gate = try #require(Gate.shared)
        let echo = try gate.echo("POST", "/echo", [], body: Array("12345".utf8))
        #expect(echo.values("Content-Length") == ["5"])
        #expect(echo.values("Transfer-Encoding") == [])
        let empty = try gate.echo("GET", "/echo")
        #expect(empty.values("Transfer-Encoding") == [])
        #expect(empty.length == 0)
    }

    @Test("name the upstream's host and the address the caller used")
    func hosts() async throws {
        let gate = try #require(Gate.shared)
        let echo = try gate.echo()
        #expect(echo.values("Host").count == 1)
        #expect(echo.values("X-Forwarded-Host") == ["api.example.com"])
        #expect(echo.values("X-Forwarded-Proto").count == 1)
        #expect(["http", "https"].contains(echo.values("X-Forwarded-Proto").first ?? ""))
        #expect(echo.values("X-Forwarded-For") == ["127.0.0.1"])
        let forwarded = try #require(echo.values("Forwarded").first).lowercased()
        #expect(forwarded.contains("for=127.0.0.1") || forwarded.contains("for=\"127.0.0.1"))
        #expect(forwarded.contains("host=api.example.com") || forwarded.contains("host=\"api.example.com"))
        #expect(forwarded.contains("proto=http"))
    }

    @Test("believe a trusted proxy about the caller's address")
    func trusted() async throws {
        let gate = try #require(Gate.shared)
        let echo = try gate.echo("GET", "/echo", [("X-Forwarded-For", "203.0.113.9")])
        #expect(echo.values("X-Forwarded-For").count == 1)
        #expect(echo.values("X-Forwarded-For").first?.hasPrefix("203.0.113.9") == true)
        #expect(echo.values("Forwarded").joined(separator: ", ").contains("203.0.113.9"))
    }

    @Test("replace the addresses a stranger claims")
    func untrusted() async throws {
        try await Gate.with(GateConfiguration().with("trusted_proxies", "[\"203.0.113.0/24\"]")) { gate in
            let echo = try gate.echo(
                "GET", "/echo",
                [
                    ("X-Forwarded-For", "198.51.100.7"), ("Forwarded", "for=198.51.100.7"),
                    ("X-Forwarded-Host", "evil.example"),
                    ("X-Forwarded-Proto", "gopher"), ("X-Real-IP", "198.51.100.7"),
                ])
            #expect(echo.values("X-Forwarded-For") == ["127.0.0.1"])
            for name in ["Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"] {
                let all = echo.values(name).joined()
                for claim in ["198.51.100.7", "evil.example", "gopher"] {
                    #expect(!all.contains(claim), "\(name): \(all)")
                }
            }
        }
    }
}
