import Testing

@Suite("A published resource", .gate())
struct PublishTests {
    static let resources: [(path: String, types: [String])] = [
        ("/.well-known/ai-plugin.json", ["application/json"]),
        ("/openapi.json", ["application/json"]),
        ("/openapi.yaml", ["application/yaml", "text/yaml"]),
        ("/logo.png", ["image/png"]),
        ("/legal", ["text/html", "text/plain"]),
        ("/docs", ["text/html"]),
    ]

    @Test("has a fitting content type, an ETag and a Cache-Control", arguments: resources.indices)
    func headers(_ index: Int) async throws {
        let (path, types) = Self.resources[index]
        let gate = try #require(Gate.shared)
        let answer = try gate.get(path)
        #expect(answer.status == 200)
        #expect(types.contains(answer.mediaType ?? "none"))
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
        #expect(answer.header("Cache-Control") != nil)
        let tag = try #require(answer.header("ETag"))
        #expect(tag.hasPrefix("\"") || tag.hasPrefix("W/\""))
        #expect(tag.hasSuffix("\""))
        #expect(!answer.body.isEmpty)
    }

    @Test("is not sent again to someone who has it", arguments: resources.map(\.path))
    func notModified(_ path: String) async throws {
        let gate = try #require(Gate.shared)
        let tag = try #require(try gate.get(path).header("ETag"))
        for condition in [tag, "\"other\", \(tag)", "*", tag.hasPrefix("W/") ? tag : "W/" + tag] {
            let answer = try gate.get(path, [("If-None-Match", condition)])
            #expect(answer.status == 304, "If-None-Match: \(condition)")
            #expect(answer.header("ETag") == tag)
        }
        #expect(try gate.get(path, [("If-None-Match", "\"other\"")]).status == 200)
    }

    @Test("answers HEAD as GET without a body", arguments: resources.map(\.path))
    func head(_ path: String) async throws {
        let gate = try #require(Gate.shared)
        let full = try gate.get(path)
        let connection = try RawConnection(port: gate.port)
        try connection.send(Gate.bytes("HEAD", path, [("Connection", "close")]))
        let head = try #require(try ResponseReader(connection: connection).response(to: "HEAD"))
        #expect(head.status == 200)
        #expect(head.header("Content-Type") == full.header("Content-Type"))
        #expect(head.header("Content-Length") == "\(full.body.count)")
        #expect(head.header("ETag") == full.header("ETag"))
        #expect(connection.closes(within: .seconds(5)), "bytes after the head of an answer to HEAD")
    }

    @Test(
        "refuses another method with 405 and says which are allowed", arguments: resources.map(\.path),
        ["POST", "PUT", "DELETE"])
    func method(_ path: String, _ method: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.request(method, path, [gate.bearer], body: [])
        #expect(answer.status == 405)
        #expect(answer.list("Allow").isSuperset(of: ["get", "head"]))
        #expect(answer.mediaType == "application/problem+json")
    }

    @Test("is a page that runs only scripts of its own")
    func docs() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/docs")
        let policy = try #require(answer.header("Content-Security-Policy"))
        #expect(policy.contains("default-src 'none'") || policy.contains("default-src 'self'"))
        #expect(!policy.contains("unsafe-inline"))
        #expect(!policy.contains("unsafe-eval"))
        #expect(!policy.contains("*"))
        for text in ["/hello", "Says hello", "/pets/{petId}"] { #expect(answer.text.contains(text)) }
        for foreign in ["src=\"http", "href=\"https://cdn", "//unpkg", "//cdn."] {
            #expect(!answer.text.contains(foreign), "the page fetches from elsewhere: \(foreign)")
        }
        #expect(!answer.text.contains(gate.secret))
    }

    @Test("may leave the page of operations out")
    func noDocs() async throws {
        try await Gate.with(GateConfiguration().with("publish.docs", "false")) { gate async throws in
            #expect(try gate.get("/docs").status == 404)
            #expect(try gate.get("/openapi.json").status == 200)
        }
    }

    @Test("may be a logo and a legal text of one's own")
    func own() async throws {
        let svg = #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>"#
        let configuration = GateConfiguration()
            .with(file: "mark.svg", svg).with("manifest.logo", "mark.svg")
            .with(file: "legal.txt", "Nothing <b>here</b> & there.").with("manifest.legal_file", "legal.txt")
        try await Gate.with(configuration) { gate in
            let url = try #require(try gate.get("/.well-known/ai-plugin.json").json()["logo_url"]?.string)
            let logo = try gate.get(String(url.dropFirst("https://api.example.com".count)))
            #expect(logo.status == 200)
            #expect(logo.mediaType == "image/svg+xml")
            #expect(logo.text == svg)
            let legal = try gate.get("/legal")
            #expect(legal.status == 200)
            if legal.mediaType == "text/html" {
                #expect(legal.text.contains("Nothing &lt;b&gt;here&lt;/b&gt; &amp; there."))
            } else {
                #expect(legal.text.contains("Nothing <b>here</b> & there."))
            }
        }
    }
}
