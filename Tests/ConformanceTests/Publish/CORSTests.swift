import Testing

@Suite("Cross-origin requests", .gate())
struct CORSTests {
    static let origins = ["https://chat.openai.com", "https://chatgpt.com"]

    private func preflight(_ gate: Gate, _ path: String, origin: String) throws -> Response {
        try gate.request(
            "OPTIONS", path,
            [
                ("Origin", origin), ("Access-Control-Request-Method", "GET"),
                ("Access-Control-Request-Headers", "authorization,openai-conversation-id,openai-ephemeral-user-id"),
            ])
    }

    @Test("are preflighted by the gate itself for ChatGPT's origins", arguments: origins, ["/hello", "/pets/7"])
    func preflight(_ origin: String, _ path: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try preflight(gate, path, origin: origin)
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        #expect(answer.header("Access-Control-Allow-Origin") == origin)
        #expect(answer.list("Access-Control-Allow-Methods").contains("get"))
        #expect(
            answer.list("Access-Control-Allow-Headers").isSuperset(of: [
                "content-type", "authorization", "openai-conversation-id", "openai-ephemeral-user-id",
            ]))
        #expect(answer.list("Vary").contains("origin"))
        #expect(try !gate.upstream.seen().targets.contains { $0.hasPrefix("/pets/7") })
    }

    @Test(
        "from elsewhere get no permission",
        arguments: [
            "https://evil.example", "null", "https://chat.openai.com.evil.example", "http://chat.openai.com",
            "https://chatgpt.com:8443", "https://sub.chatgpt.com",
        ])
    func stranger(_ origin: String) async throws {
        let gate = try #require(Gate.shared)
        for answer in [
            try preflight(gate, "/hello", origin: origin), try gate.get("/hello", [gate.bearer, ("Origin", origin)]),
            try gate.get("/openapi.json", [("Origin", origin)]),
        ] {
            let permissions = answer.headers.map { $0.name.lowercased() }.filter { $0.hasPrefix("access-control-") }
            #expect(permissions == [])
            #expect(answer.list("Vary").contains("origin"))
        }
    }

    @Test("are permitted on every answer, refusals too", arguments: origins)
    func answers(_ origin: String) async throws {
        let gate = try #require(Gate.shared)
        for (path, headers, status) in [
            ("/hello", [gate.bearer], 200), ("/hello", [], 401), ("/hello", [("Authorization", "Bearer wrong")], 403),
            ("/undocumented", [gate.bearer], 404), ("/.well-known/ai-plugin.json", [], 200), ("/openapi.yaml", [], 200),
        ] {
            let answer = try gate.get(path, headers + [("Origin", origin)])
            #expect(answer.status == status)
            #expect(answer.header("Access-Control-Allow-Origin") == origin, "\(path) \(status)")
            #expect(answer.list("Vary").contains("origin"), "\(path) \(status)")
        }
    }

    @Test("never see a wildcard beside credentials")
    func wildcard() async throws {
        let gate = try #require(Gate.shared)
        for origin in Self.origins + ["https://evil.example"] {
            for path in ["/hello", "/openapi.json", "/.well-known/ai-plugin.json"] {
                let answer = try gate.get(path, [gate.bearer, ("Origin", origin)])
                if answer.header("Access-Control-Allow-Credentials") != nil {
                    #expect(answer.header("Access-Control-Allow-Origin") != "*")
                }
            }
        }
    }

    @Test("are from the configured origins where there are any")
    func configured() async throws {
        let configuration = GateConfiguration().with("cors.origins", "[\"https://console.example\"]")
        try await Gate.with(configuration) { gate in
            let own = try preflight(gate, "/hello", origin: "https://console.example")
            #expect(own.status == 204)
            #expect(own.header("Access-Control-Allow-Origin") == "https://console.example")
            let other = try preflight(gate, "/hello", origin: "https://chatgpt.com")
            #expect(other.header("Access-Control-Allow-Origin") == nil)
        }
    }
}
