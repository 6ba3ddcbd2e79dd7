import Doorward
import Hummingbird
import NIOCore
import NIOHTTP1
import Testing

@Suite("A plugin written in Swift")
struct GuardedPluginTests {
    private struct Broken: Error {}

    private static func plugin() -> GuardedPlugin {
        var plugin = GuardedPlugin(title: "Pets", description: "Knows pets.")
        plugin.on(.get, "/pets/{name}", id: "getPet", summary: "Gets a pet.") { _, context in
            "\(try context.parameters.require("name")) for \(context.caller.subject ?? "nobody")"
        }
        plugin.on(.post, "/pets", id: "addPet", summary: "Adds a pet.") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            return Response(status: .created, body: .init(byteBuffer: body))
        }
        plugin.on(.get, "/open", id: "open", summary: "Open to all.", isPublic: true) { _, context in
            "\(context.caller.authentication) \(context.caller.subject ?? "nobody")"
        }
        plugin.on(.get, "/teapot", id: "teapot", summary: "Fails politely.") { _, _ -> String in
            throw HTTPError(.conflict, message: "taken")
        }
        plugin.on(.get, "/broken", id: "broken", summary: "Fails.") { _, _ -> String in throw Broken() }
        plugin.on(.get, "/stream", id: "stream", summary: "Streams.") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    for _ in 0..<300 { try await writer.write(ByteBuffer(repeating: 0x61, count: 32 << 10)) }
                    try await writer.finish(nil)
                })
        }
        plugin.router.get("hidden") { _, _ in "not documented" }
        return plugin
    }

    @Test("is reached with the secret, and knows who calls")
    func answers() async throws {
        try await RunningPlugin.with(Self.plugin()) { plugin in
            let answer = try await plugin.call(.GET, "/pets/rex")
            #expect(answer.status == 200)
            #expect(answer.body == "rex for service")
        }
    }

    @Test("is not reached without the secret, with a wrong one, or where nothing is documented")
    func isGuarded() async throws {
        try await RunningPlugin.with(Self.plugin()) { plugin in
            let none = try await plugin.call(.GET, "/pets/rex", token: nil)
            #expect(none.status == 401)
            #expect(none.body == #"{"detail":"Not authenticated"}"#)
            let wrong = try await plugin.call(.GET, "/pets/rex", token: "wrong")
            #expect(wrong.status == 403)
            #expect(try await plugin.call(.GET, "/hidden").status == 404)
        }
    }

    @Test("may have operations that need no secret")
    func publicOperation() async throws {
        try await RunningPlugin.with(Self.plugin()) { plugin in
            let answer = try await plugin.call(.GET, "/open", token: nil)
            #expect(answer.status == 200)
            #expect(answer.body == "none nobody")
        }
    }

    @Test("gets the body whole and answers with a status of its own")
    func body() async throws {
        try await RunningPlugin.with(Self.plugin()) { plugin in
            let body = String(repeating: "pet ", count: 100_000)
            let answer = try await plugin.call(.POST, "/pets", body: body)
            #expect(answer.status == 201)
            #expect(answer.body == body)
            let tooLarge = try await plugin.call(.POST, "/pets", body: String(repeating: "x", count: 3 << 20))
            #expect(tooLarge.status == 413)
        }
    }

    @Test("streams an answer larger than any buffer")
    func streams() async throws {
        try await RunningPlugin.with(Self.plugin()) { plugin in
            let answer = try await plugin.call(.GET, "/stream")
            #expect(answer.status == 200)
            #expect(answer.body.utf8.count == 300 * (32 << 10))
        }
    }

    @Test("answers errors that know their status with it, and others with 500 and the request id")
    func errors() async throws {
        try await RunningPlugin.with(Self.plugin()) { plugin in
            #expect(try await plugin.call(.GET, "/teapot").status == 409)
            let broken = try await plugin.call(.GET, "/broken")
            #expect(broken.status == 500)
            #expect(broken.headers.first(name: "content-type") == "application/problem+json")
            let identifier = try #require(broken.headers.first(name: "x-request-id"))
            #expect(broken.body.contains(identifier))
            #expect(try await plugin.call(.GET, "/pets/rex").status == 200)
        }
    }

    @Test("publishes what its code says, under the public address")
    func publishes() async throws {
        try await RunningPlugin.with(Self.plugin()) { plugin in
            let document = try await plugin.call(.GET, "/openapi.json", token: nil).body
            #expect(document.contains(#""operationId": "getPet""#))
            #expect(document.contains("https://api.example.com"))
            let manifest = try await plugin.call(.GET, "/.well-known/ai-plugin.json", token: nil).body
            #expect(manifest.contains(#""name_for_human": "Pets""#))
            #expect(try await plugin.call(.HEAD, "/pets/rex").status == 200)
        }
    }

    @Test("does not start with a secret that is missing or short", arguments: ["", "short"])
    func refusesToStart(secret: String) async throws {
        let source = try Self.plugin().source(environment: ["PLUGIN_SECRET": secret]) {
            () throws(ConfigurationFailure) in
            let text = """
                public_url: https://api.example.com
                listen: 127.0.0.1:0
                upstream: {url: "http://127.0.0.1:9"}
                auth: service_http
                service: {secrets: ["env:PLUGIN_SECRET"]}
                database: none
                """
            return try ConfigurationLoader.load(text: Array(text.utf8))
        }
        do {
            let door = try await Door.open(source, sink: CollectedLines())
            await door.close()
            Issue.record("the door opened")
        } catch {
            #expect(error.status == .configuration)
            #expect(error.problems.count == 1)
            #expect(error.description.contains("env:PLUGIN_SECRET"))
        }
    }
}
