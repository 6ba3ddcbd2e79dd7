import DoorwardDocuments
import Synchronization
import Testing

@testable import DoorwardDoctor

@Suite("Servers that a document names")
struct OtherServerTests {
    private func world(servers: [String]) -> PluginWorld {
        var world = PluginWorld()
        let list = servers.map { "{\"url\": \"\($0)\"}" }.joined(separator: ",")
        world.serve("/openapi.json", PluginWorld.json(world.document(servers: "[\(list)]")))
        return world
    }

    /// The hosts that were asked, with http in front where it was that.
    private func asked(_ world: PluginWorld) async throws -> (urls: [String], report: ExaminationReport) {
        let report = try await world.examine()
        return (report.steps.flatMap(\.exchanges).map(\.request.url), report)
    }

    @Test("are asked, but never more than five")
    func five() async throws {
        let others = (1...40).map { "https://other\($0).example.test" }
        let (urls, _) = try await asked(world(servers: ["https://api.example.test"] + others))
        let hosts = Set(urls.compactMap { WebAddress($0)?.host }).filter { $0.hasPrefix("other") }
        #expect(
            hosts == [
                "other1.example.test", "other2.example.test", "other3.example.test", "other4.example.test",
                "other5.example.test",
            ])
    }

    @Test(
        "are not asked when they are private or plain",
        arguments: [
            "http://other.example.test", "https://169.254.169.254", "https://10.0.0.1", "https://192.168.1.1",
            "https://127.0.0.1:8443", "http://localhost:9000", "https://[::1]", "https://[fd00::1]",
        ])
    func hidden(server: String) async throws {
        let (urls, _) = try await asked(world(servers: ["https://api.example.test", server]))
        #expect(!urls.contains { $0.hasPrefix(server) })
    }

    @Test("are not asked when their names lead into a private network")
    func privateName() async throws {
        struct Split: ProbeTransport {
            let world: PluginWorld
            func send(_ request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure> {
                await world.send(request)
            }
            func addresses(of host: String) async -> Result<[String], ProbeFailure> {
                .success([host == "inside.example.test" ? "10.1.2.3" : "192.0.2.7"])
            }
            func handshake(host: String, port: Int) async -> Result<TLSReport, ProbeFailure> { world.report }
            func acceptsOnlyOldTLS(host: String, port: Int) async -> Bool { false }
            func isMapped(host: String, port: Int) -> Bool { false }
        }
        let servers = ["https://api.example.test", "https://inside.example.test", "https://outside.example.test"]
        let examination = Examination(
            target: try #require(WebAddress("https://api.example.test")),
            profile: try #require(ClientProfile.named("chatgpt-plugin")),
            options: DoctorOptions(secret: ProbeSecret(PluginWorld.secret), verificationToken: PluginWorld.token),
            transport: Split(world: world(servers: servers)),
            environment: ExaminationEnvironment(
                now: { 1_767_000_000 }, random: { [UInt8](repeating: 7, count: $0) }, sleep: { _ in },
                openBrowser: { _ in false }))
        let urls = await examination.run().steps.flatMap(\.exchanges).map(\.request.url)
        #expect(!urls.contains { $0.contains("inside.") } && urls.contains { $0.contains("outside.") })
    }

    @Test(
        "are no way around the door when something else answers there",
        arguments: [
            ("{\"status\":\"ok\",\"version\":1}", []), ("[1,2]", []), ("\"hello\"", []),
            ("{\"hello\":\"somebody\"}", ["A08"]), ("{\"hello\":\"x\",\"more\":1}", ["A08"]),
        ])
    func unrelated(body: String, faults: [String]) async throws {
        var world = world(servers: ["https://api.example.test", "https://other.example.test"])
        world.answers["GET https://other.example.test/hello"] = { _ in .success(PluginWorld.json(body)) }
        let (_, report) = try await asked(world)
        #expect(report.failures == faults, "\(report.everything)")
    }

    @Test(
        "get no call when they are faulty",
        arguments: ["http://api.example.test", "https://api.example.test:8443", "https://else.example.test"])
    func faulty(server: String) throws {
        let document = JSONValue(dictionaryLiteral: ("servers", [["url": .string(server)]]))
        let address = try #require(WebAddress("https://api.example.test/openapi.json"))
        let list = ServerList(of: document, at: address, root: "api.example.test")
        #expect(list.isFallback && list.base == "https://api.example.test")
    }

    @Test("get no call for a GPT when they are private", arguments: ["https://10.0.0.1", "https://169.254.169.254/v1"])
    func privateAction(server: String) throws {
        let document = JSONValue(dictionaryLiteral: ("servers", [["url": .string(server)]]))
        let address = try #require(WebAddress("https://api.example.test/openapi.json"))
        #expect(ServerList(of: document, at: address, root: nil).isFallback)
    }
}
