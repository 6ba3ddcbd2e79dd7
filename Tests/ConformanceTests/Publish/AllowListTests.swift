import Testing

@Suite("What the OpenAPI document does not name", .serialized, .gate())
struct AllowListTests {
    @Test(
        "is 404 with a problem document and never reaches the upstream",
        arguments: [
            "/undocumented", "/_count", "/hello/", "/hello/more", "/Hello", "/pets", "/pets/", "/pets/1/2",
            "/status", "/admin", "/.env", "/doorward.yaml", "/hello.json",
        ])
    func unknown(_ path: String) async throws {
        let gate = try #require(Gate.shared)
        let before = try gate.upstream.seen()
        let answer = try gate.get(path, [gate.bearer])
        #expect(answer.status == 404)
        #expect(answer.mediaType == "application/problem+json")
        #expect(try gate.upstream.seen() == before)
    }

    @Test("is 404 too where the credential is absent or wrong", arguments: [nil, "Bearer wrong"])
    func credential(_ authorization: String?) async throws {
        let gate = try #require(Gate.shared)
        let before = try gate.upstream.seen()
        let headers = authorization.map { [("Authorization", $0)] } ?? []
        #expect(try gate.get("/undocumented", headers).status == 404)
        #expect(try gate.upstream.seen() == before)
    }

    @Test("is 405 with Allow where only the method is not named", arguments: ["POST", "PUT", "PATCH", "DELETE"])
    func method(_ method: String) async throws {
        let gate = try #require(Gate.shared)
        let before = try gate.upstream.seen()
        let answer = try gate.request(method, "/hello", [gate.bearer], body: [])
        #expect(answer.status == 405)
        let allowed = answer.list("Allow")
        #expect(allowed.isSuperset(of: ["get", "head"]))
        #expect(!allowed.contains(method.lowercased()))
        #expect(answer.mediaType == "application/problem+json")
        #expect(try gate.upstream.seen() == before)
    }

    @Test(
        "is matched by its templates",
        arguments: [("/pets/42", "42"), ("/pets/a%20b", "a%20b"), ("/pets/%C3%A9", "%C3%A9"), ("/pets/a:b@c", "a:b@c")])
    func template(_ path: String, _ id: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get(path, [gate.bearer])
        #expect(answer.status == 200)
        #expect(try answer.json()["id"] == .string(id))
    }
}

@Suite("Exposing everything", .gate(.init().with("expose", "all")))
struct ExposeAllTests {
    @Test("lets a path through that the document does not name, to those who may")
    func undocumented() async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.get("/undocumented", [gate.bearer]).status == 200)
        #expect(try gate.get("/undocumented").status == 401)
    }

    @Test("still keeps Doorward's own paths", arguments: ["/.well-known/ai-plugin.json", "/healthz", "/legal"])
    func own(_ path: String) async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.get(path).status == 200)
        #expect(try !gate.upstream.seen().targets.contains(path))
    }
}
