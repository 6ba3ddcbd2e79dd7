import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("The OpenAPI document and the pictures of a plugin")
struct DocumentTests {
    private static let manifestPath = "/.well-known/ai-plugin.json"
    private static let none = "{\"type\": \"none\"}"

    private func world(api: String) -> PluginWorld {
        var world = PluginWorld(auth: Self.none)
        world.serve("/hello", PluginWorld.json("{}"))
        let text = world.manifest(Self.none)
        world.serve(
            Self.manifestPath,
            PluginWorld.json(
                text.replacing("\"url\": \"https://api.example.test/openapi.json\"", with: "\"url\": \"\(api)\"")))
        return world
    }

    @Test("is found by a relative address, too", arguments: ["/openapi.json", "https://api.example.test/openapi.json"])
    func relative(api: String) async throws {
        let report = try await world(api: api).examine()
        #expect(report.failures.isEmpty, "\(report.everything)")
        #expect(report.everything.contains("One operation; calls go to https://api.example.test."))
    }

    @Test("may be at a subdomain", arguments: ["docs.api.example.test"])
    func subdomain(host: String) async throws {
        var world = world(api: "https://\(host)/openapi.json")
        let document = world.document()
        world.answers["GET https://\(host)/openapi.json"] = { _ in .success(PluginWorld.json(document)) }
        #expect(!(try await world.examine().failures.contains("P04")))
    }

    @Test(
        "elsewhere is refused",
        arguments: ["https://raw.githubusercontent.com/a/b/openapi.json", "https://example.test/o.json"])
    func elsewhere(api: String) async throws {
        #expect(try await world(api: api).examine().failures == ["P04"])
    }

    @Test(
        "in plain http or at another port is refused",
        arguments: ["http://api.example.test/o.json", "https://api.example.test:444/o.json"])
    func plain(api: String) async throws {
        #expect(try await world(api: api).examine().failures == ["P05"])
    }

    @Test(
        "fails when something else comes",
        arguments: [
            (PluginWorld.json("", 404), "There is nothing"), (PluginWorld.page("<html>App"), "a page for people"),
            (PluginWorld.json("", 401), "credentials"),
            (ProbeResponse(status: 403, headers: [("cf-mitigated", "challenge")]), "Cloudflare"),
        ])
    func notThere(response: ProbeResponse, words: String) async throws {
        var world = PluginWorld()
        world.serve("/openapi.json", response)
        let report = try await world.examine()
        #expect(report.failures == ["A10"] && report.everything.contains(words), "\(report.everything)")
        world.fail("/openapi.json", .timedOut(after: .seconds(15)))
        #expect(try await world.examine().failures == ["A10"])
    }

    @Test("that is reached by a redirect is warned")
    func redirect() async throws {
        var world = PluginWorld()
        world.serve("/v1/openapi.json", PluginWorld.json(world.document()))
        world.serve("/openapi.json", PluginWorld.redirect("/v1/openapi.json"))
        let report = try await world.examine()
        #expect(report.failures.isEmpty)
        #expect(report.remarks(.warned).contains { $0.text.contains("should not be relied on") })
    }

    @Test("that cannot be read is what importers drop", arguments: ["{\"openapi\": \"3.1.0\"", "[]", "openapi: [", ""])
    func broken(text: String) async throws {
        var world = PluginWorld()
        world.serve("/openapi.json", PluginWorld.json(text))
        let report = try await world.examine()
        #expect(report.failures == ["A01"], "\(report.everything)")
        #expect(!report.steps.contains { $0.section == .calls })
    }

    @Test("names servers, of which the first under the root is called")
    func servers() throws {
        let home = try #require(WebAddress("https://example.test/docs/openapi.json"))
        let list = { (text: String) throws in
            ServerList(of: try JSONValue(document: Array(text.utf8)), at: home, root: "example.test")
        }
        #expect(try list("{}").base == "https://example.test")
        #expect(try list("{\"servers\": [{\"url\": \"/v1/\"}]}").base == "https://example.test/v1")
        let several = try list(
            "{\"servers\": [{\"url\": \"https://other.test\"}, {\"url\": \"https://api.example.test/v2\"}]}")
        #expect(several.base == "https://api.example.test/v2" && !several.isFallback)
        #expect(several.addresses.count == 2)
        let none = try list("{\"servers\": [{\"url\": \"https://other.test/x\"}]}")
        #expect(none.base == "https://example.test" && none.isFallback)
        let variable = try list(
            "{\"servers\": [{\"url\": \"https://{r}.example.test\", \"variables\": {\"r\": {\"default\": \"eu\"}}}]}")
        #expect(variable.base == "https://eu.example.test")
    }

    @Test(
        "a logo that is none is warned of",
        arguments: [
            (PluginWorld.json("", 404), "status 404"), (PluginWorld.page("<html>"), "no image"),
            (ProbeResponse(status: 200, body: Array("GIF89a".utf8)), "GIF"),
        ])
    func logo(response: ProbeResponse, words: String) async throws {
        var world = PluginWorld()
        world.serve("/logo.png", response)
        let report = try await world.examine()
        #expect(report.failures.isEmpty)
        #expect(report.remarks(.warned).contains { $0.text.contains(words) }, "\(report.everything)")
    }

    @Test("a legal page that is not there is warned of")
    func legal() async throws {
        var world = PluginWorld()
        world.fail("/legal", .nameNotFound(host: "x"))
        #expect(try await world.examine().remarks(.warned).count == 1)
        world.serve("/legal", PluginWorld.json("", 404))
        let report = try await world.examine()
        #expect(report.failures.isEmpty && report.remarks(.warned).count == 1)
    }

    @Test("images are told by their first bytes")
    func images() {
        #expect(ImageKind(of: [0xFF, 0xD8, 0xFF, 0xE0]) == .jpeg)
        #expect(ImageKind(of: Array("RIFF1234WEBPVP8".utf8)) == .webp)
        #expect(ImageKind(of: Array("<?xml version='1.0'?><svg xmlns=''>".utf8)) == .svg)
        #expect(ImageKind(of: [0, 0, 1, 0, 1]) == .icon)
        #expect(ImageKind(of: []) == nil)
    }

    @Test("localhost works only without authentication")
    func localAuthentication() async throws {
        let auth = """
            {"type": "service_http", "authorization_type": "bearer", "verification_tokens": {"openai": "\(PluginWorld.token)"}}
            """
        var world = LocalWorld.good(auth: auth)
        world.answers["GET \(world.origin)/hello"] = { request in
            .success(PluginWorld.guarded(request)).map { response in
                var response = response
                response.headers += LocalWorld.fields
                return response
            }
        }
        #expect(try await world.examine().failures == ["P06"])
    }

    @Test(
        "localhost must answer the browser",
        arguments: [
            (LocalWorld.good(fields: []), "no Access-Control-Allow-Origin"),
            (LocalWorld.good(preflight: 405), "status 405"),
            (
                LocalWorld.good(fields: [("Access-Control-Allow-Origin", "https://example.com")]),
                "not https://chat.openai.com"
            ),
            (
                LocalWorld.good(fields: [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Headers", "*")]),
                "does not name authorization"
            ),
            (
                LocalWorld.good(fields: [
                    ("Access-Control-Allow-Origin", "*"),
                    ("Access-Control-Allow-Headers", "content-type, authorization"),
                ]), "openai-conversation-id, openai-ephemeral-user-id"
            ),
        ])
    func cors(world: PluginWorld, words: String) async throws {
        let report = try await world.examine()
        #expect(report.failures == ["P07"], "\(report.everything)")
        #expect(report.everything.contains(words), "\(report.everything)")
    }
}
