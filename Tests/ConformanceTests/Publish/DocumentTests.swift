import Testing

@Suite("The published OpenAPI document", .gate())
struct DocumentTests {
    static let yamlPaths = ["/openapi.yaml", "/.well-known/openapi.yaml", "/specification.yaml"]

    @Test("names the public address as its only server")
    func servers() async throws {
        let gate = try #require(Gate.shared)
        let document = try gate.get("/openapi.json").json()
        #expect(document["servers"]?.array.count == 1)
        #expect(document["servers"]?[0]?["url"] == .string("https://api.example.com"))
    }

    @Test("says how to authenticate")
    func security() async throws {
        let gate = try #require(Gate.shared)
        let document = try gate.get("/openapi.json").json()
        let schemes = try #require(document["components"]?["securitySchemes"])
        let name = try #require(schemes.names.first)
        #expect(schemes[name]?["type"] == .string("http"))
        #expect(schemes[name]?["scheme"] == .string("bearer"))
        #expect(document["security"]?[0]?.names == [name])
    }

    @Test("keeps members it does not know, and the order of all of them")
    func order() async throws {
        let gate = try #require(Gate.shared)
        let document = try gate.get("/openapi.json").json()
        let own = ["openapi", "x-zebra", "info", "servers", "paths", "components", "x-apple"]
        #expect(document.names.filter(own.contains) == own)
        let zebra = try JSONValue(parsing: #"{"b":1,"a":[true,null,1.50]}"#)
        #expect(document["x-zebra"] == zebra)
        #expect(document["info"]?.names == ["title", "version", "x-owner"])
        #expect(document["paths"]?.names.prefix(4) == ["/hello", "/echo", "/pets/{petId}", "/status/{code}"])
        #expect(document["components"]?["schemas"]?["Pet"] != nil)
        let hello = document["paths"]?["/hello"]?["get"]
        #expect(hello?["x-openai-isConsequential"] == .bool(false))
    }

    @Test("has no header parameters, which assistants cannot send")
    func headerParameters() async throws {
        let gate = try #require(Gate.shared)
        let hello = try gate.get("/openapi.json").json()["paths"]?["/hello"]?["get"]
        let names = hello?["parameters"]?.array.compactMap { $0["name"]?.string }
        #expect(names == ["greeting"])
    }

    @Test("is served as YAML under every name people use", arguments: yamlPaths)
    func yaml(_ path: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get(path)
        #expect(answer.status == 200)
        #expect(["application/yaml", "text/yaml"].contains(answer.mediaType ?? ""))
        #expect(answer.text.contains("https://api.example.com"))
        #expect(!answer.text.contains("internal.example"))
        #expect(!answer.text.contains("X-Debug"))
    }

    @Test("says the same in JSON and in YAML")
    func same() async throws {
        let gate = try #require(Gate.shared)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("openapi.yaml", try gate.get("/openapi.yaml").body)
        try folder.write("openapi.json", try gate.get("/openapi.json").body)
        // The gate must be able to read what it wrote, from either.
        var summaries: [JSONValue] = []
        for name in ["openapi.yaml", "openapi.json"] {
            let again = GateConfiguration().with("upstream.openapi", "\"file:\(folder.path)/\(name)\"")
            try await Gate.with(again) { summaries.append(try $0.get("/openapi.json").json()) }
        }
        #expect(summaries.count == 2)
        #expect(summaries.first == summaries.last)
    }
}

@Suite("Where the OpenAPI document comes from", .ownThreads)
struct DocumentSourceTests {
    @Test("may be a YAML file beside the configuration")
    func yamlFile() async throws {
        let text = """
            openapi: 3.1.0
            info: {title: Beside, version: "1"}
            paths:
              /hello:
                get: {operationId: hello, responses: {"200": {description: OK}}}
            """
        let configuration = GateConfiguration().with(file: "beside.yaml", text).with("upstream.openapi", "beside.yaml")
        try await Gate.with(configuration) { gate in
            let document = try gate.get("/openapi.json").json()
            #expect(document["info"]?["title"] == .string("Beside"))
            #expect(document["info"]?["version"] == .string("1"))
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
            #expect(try gate.get("/echo", [gate.bearer]).status == 404)
        }
    }

    @Test("may be a YAML path on the upstream")
    func yamlPath() async throws {
        try await Gate.with(GateConfiguration().with("upstream.openapi", "/openapi.yaml")) { gate in
            let document = try gate.get("/openapi.json").json()
            #expect(document["x-apple"] == .string("after paths"))
            #expect(document["x-zebra"]?["a"]?[2] == .number("1.50"))
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
        }
    }

    @Test("has its other names from the configuration")
    func aliases() async throws {
        let configuration = GateConfiguration().with("publish.openapi_aliases", "[/api/spec.yaml]")
        try await Gate.with(configuration) { gate async throws in
            #expect(try gate.get("/api/spec.yaml").status == 200)
            #expect(try gate.get("/openapi.yaml").status == 200)
            #expect(try gate.get("/specification.yaml").status == 404)
        }
    }
}
