import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("A correct plugin")
struct CorrectPluginTests {
    @Test("is told nothing but good")
    func manifest() async throws {
        let report = try await PluginWorld().examine()
        #expect(report.failures.isEmpty, "\(report.everything)")
        #expect(report.remarks(.warned).isEmpty, "\(report.everything)")
        #expect(report.everything.contains("It is the one that the client's page shows."))
        #expect(report.everything.contains("Call GET /hello with the right token"))
        #expect(report.everything.contains("It answers with status 200"))
    }

    @Test("its secret is never in a remark, and is to be masked")
    func masked() async throws {
        let report = try await PluginWorld().examine()
        #expect(!report.everything.contains(PluginWorld.secret))
        #expect(report.masked.contains(PluginWorld.secret))
    }

    @Test("without a secret the rightful call is left out, and nothing is wrong with that")
    func noSecret() async throws {
        let report = try await PluginWorld().examine(options: DoctorOptions())
        #expect(report.failures.isEmpty)
        #expect(report.everything.contains("--secret-from"))
    }

    @Test("without authentication it is called as it is")
    func open() async throws {
        var world = PluginWorld(auth: "{\"type\": \"none\"}")
        world.serve("/hello", PluginWorld.json("{}"))
        let report = try await world.examine(options: DoctorOptions())
        #expect(report.failures.isEmpty && report.remarks(.warned).isEmpty, "\(report.everything)")
        #expect(report.everything.contains("Call GET /hello as the client does"))
    }

    @Test("as an action is found by its host, and told nothing but good")
    func action() async throws {
        var world = PluginWorld()
        let scheme = """
            , "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}, "security": [{"key": []}]
            """
        world.serve("/openapi.json", PluginWorld.json(world.document(more: scheme)))
        let report = try await world.examine("gpt-action")
        #expect(report.failures.isEmpty && report.remarks(.warned).isEmpty, "\(report.everything)")
        #expect(report.everything.contains("It is at https://api.example.test/openapi.json"))
        #expect(report.everything.contains("Call GET /hello with the right token"))
    }

    @Test("at localhost answers the browser's question")
    func local() async throws {
        let report = try await LocalWorld.good().examine()
        #expect(report.failures.isEmpty && report.remarks(.warned).isEmpty, "\(report.everything)")
        #expect(report.everything.contains("may call manifest, document and API"))
    }
}

enum LocalWorld {
    static let fields = [
        (name: "Access-Control-Allow-Origin", value: "https://chat.openai.com"),
        (name: "Access-Control-Allow-Methods", value: "GET, POST, OPTIONS"),
        (
            name: "Access-Control-Allow-Headers",
            value: "Content-Type, Authorization, openai-conversation-id, openai-ephemeral-user-id"
        ),
    ]

    /// A server on a developer's machine, whose answers all have these fields.
    static func good(
        auth: String = "{\"type\": \"none\"}", fields: [(name: String, value: String)] = fields, preflight: Int = 200
    ) -> PluginWorld {
        var world = PluginWorld(host: "localhost:8000", scheme: "http", auth: auth)
        world.serve("/hello", PluginWorld.json("{}"))
        for (key, answer) in world.answers {
            world.answers[key] = { request in
                answer(request).map { response in
                    var response = response
                    response.headers += fields
                    return response
                }
            }
        }
        world.fallback = { request in
            .success(ProbeResponse(status: request.method == "OPTIONS" ? preflight : 404, headers: fields))
        }
        return world
    }
}
