import Testing

@Suite("A public address that each request tells", .gate(.init().with("public_url", "auto")))
struct AutoAddressTests {
    static let paths = [
        "/.well-known/ai-plugin.json", "/openapi.json", "/openapi.yaml", "/.well-known/openapi.yaml",
        "/specification.yaml", "/docs", "/legal", "/",
    ]
    static let tunnel = [("X-Forwarded-Host", "a1b2.tunnel.example"), ("X-Forwarded-Proto", "https")]

    @Test("is a loopback proxy's in everything that is published", arguments: paths)
    func published(_ path: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get(path, Self.tunnel)
        #expect(answer.status == 200)
        // Neither a placeholder nor what the Host field says.
        for absent in ["doorward.invalid", "https://api.example.com"] {
            let isShown = answer.text.contains(absent)
            #expect(!isShown, "\(path) shows \(absent)")
        }
        if path != "/legal", path != "/" { #expect(answer.text.contains("https://a1b2.tunnel.example")) }
    }

    @Test("is the one server of the document, and the address of all that the manifest names")
    func exact() async throws {
        let gate = try #require(Gate.shared)
        let document = try gate.get("/openapi.json", Self.tunnel).json()
        #expect(document["servers"]?.array.count == 1)
        #expect(document["servers"]?[0]?["url"] == .string("https://a1b2.tunnel.example"))
        let manifest = try gate.get("/.well-known/ai-plugin.json", Self.tunnel).json()
        #expect(manifest["api"]?["url"] == .string("https://a1b2.tunnel.example/openapi.json"))
        #expect(manifest["legal_info_url"] == .string("https://a1b2.tunnel.example/legal"))
        #expect(manifest["logo_url"]?.string?.hasPrefix("https://a1b2.tunnel.example/logo.") == true)
        #expect(manifest["contact_email"]?.string?.contains("invalid") == false)
    }

    @Test("is told to the API too")
    func upstream() async throws {
        let gate = try #require(Gate.shared)
        let echo = try gate.echo("GET", "/echo", Self.tunnel)
        #expect(echo.values("X-Forwarded-Host") == ["a1b2.tunnel.example"])
        #expect(echo.values("X-Forwarded-Proto") == ["https"])
        let forwarded = try #require(echo.values("Forwarded").first)
        #expect(echo.values("Forwarded").count == 1)
        #expect(forwarded.contains("host=a1b2.tunnel.example") || forwarded.contains("host=\"a1b2.tunnel.example\""))
        #expect(forwarded.contains("proto=https"))
    }

    @Test("is the Host field's over http where no proxy says more, with its port")
    func host() async throws {
        let gate = try #require(Gate.shared)
        let manifest = try gate.get("/.well-known/ai-plugin.json", [("Host", "localhost:\(gate.port)")]).json()
        #expect(manifest["api"]?["url"] == .string("http://localhost:\(gate.port)/openapi.json"))
    }

    @Test("is another for the next request: nothing is remembered, and a tag is of one address")
    func changes() async throws {
        let gate = try #require(Gate.shared)
        var tags: Set<String> = []
        for name in ["one.example", "two.example"] {
            let answer = try gate.get("/openapi.json", [("X-Forwarded-Host", name), ("X-Forwarded-Proto", "https")])
            #expect(try answer.json()["servers"]?[0]?["url"] == .string("https://\(name)"))
            tags.insert(try #require(answer.header("ETag")))
        }
        #expect(tags.count == 2)
    }

    @Test("has a tag that is not modified when it comes back with the same address, and modified with another")
    func revalidation() async throws {
        let gate = try #require(Gate.shared)
        let tag = try #require(try gate.get("/openapi.json", Self.tunnel).header("ETag"))
        let again = try gate.get("/openapi.json", Self.tunnel + [("If-None-Match", tag)])
        #expect(again.status == 304)
        let other = try gate.get(
            "/openapi.json",
            [("X-Forwarded-Host", "b.example"), ("X-Forwarded-Proto", "https"), ("If-None-Match", tag)]
        )
        #expect(other.status == 200)
    }

    @Test(
        "is not kept by caches that do not know who asked", arguments: ["/.well-known/ai-plugin.json", "/openapi.json"])
    func caches(_ path: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get(path, Self.tunnel)
        let control = answer.list("Cache-Control")
        let isPrivate = !control.isDisjoint(with: ["no-store", "no-cache", "private"])
        let varies = answer.list("Vary").isSuperset(of: ["x-forwarded-host", "x-forwarded-proto"])
        #expect(isPrivate || varies, "one caller's address may be shown to the next: \(control)")
    }

    @Test("stops the start together with oauth")
    func oauth() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("doorward.yaml", "public_url: auto\nupstream: {url: \"http://127.0.0.1:9\"}\nauth: oauth\n")
        let run = try CommandLineTool.doorward(["serve"], in: folder)
        #expect(run.status == 78)
        let line = run.everything.split(separator: "\n").first { $0.contains("public_url") }
        #expect(line?.contains("auto") == true && line?.contains("oauth") == true, "\(run.everything)")
    }
}

@Suite("A public address that is configured", .gate())
struct FixedAddressTests {
    @Test("does not change with what a proxy says", arguments: AutoAddressTests.paths)
    func documents(_ path: String) async throws {
        let gate = try #require(Gate.shared)
        let plain = try gate.get(path)
        let forwarded = try gate.get(path, AutoAddressTests.tunnel + [("Forwarded", "host=c.example;proto=https")])
        #expect(plain.status == 200)
        #expect(plain.body == forwarded.body)
        #expect(plain.header("ETag") == forwarded.header("ETag"))
    }

    @Test("is what the API is told")
    func upstream() async throws {
        let gate = try #require(Gate.shared)
        let echo = try gate.echo("GET", "/echo", [("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "http")])
        #expect(echo.values("X-Forwarded-Host") == ["api.example.com"])
        #expect(echo.values("X-Forwarded-Proto") == ["https"])
        #expect(!echo.headers.contains { $0.value.contains("evil.example") })
    }
}
