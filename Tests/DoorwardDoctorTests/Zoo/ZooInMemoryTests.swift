import DoorwardDoctor
import Testing

@Suite("The zoo, without sockets")
struct ZooInMemoryTests {
    @Test("A server with one fault is told exactly that fault", arguments: ZooVisit.all(ZooAnimal.broken))
    func namesTheFault(visit: ZooVisit) async throws {
        let (world, profile, options) = try visit.prepare()
        let report = try await visit.examine(profile, options, by: ZooTransport(world))
        let expected = try #require(visit.animal.fault)
        #expect(report.failed == [expected], "\(visit.animal.sentence)\n\(report.complaints)")
    }

    @Test("A server without a fault is told none", arguments: ZooVisit.all(ZooAnimal.correct))
    func leavesTheCorrectAlone(visit: ZooVisit) async throws {
        let (world, profile, options) = try visit.prepare()
        let report = try await visit.examine(profile, options, by: ZooTransport(world))
        #expect(report.complaints == "  nothing")
    }

    @Test(
        "A server that is right is examined to the end",
        arguments: [
            ("plugin with OAuth, JSON", "POST https://auth.example.test/oauth/token"),
            ("plugin with OAuth, JSON", "GET https://api.example.test/todos"),
            ("plugin with a service token", "GET https://api.example.test/todos"),
            ("action with OAuth", "POST https://api.example.test/oauth/token"),
            ("app", "POST https://auth.example.test/oauth/token"),
            ("app with registration", "POST https://auth.example.test/oauth/register"),
            ("app", "POST https://mcp.example.test/mcp"),
            ("localhost", "OPTIONS http://localhost/openapi.json"),
        ])
    func goesAllTheWay(name: String, request: String) async throws {
        let animal = try #require(ZooAnimal.correct.first { $0.name == name })
        let (world, profile, options) = try ZooVisit(animal: animal, profile: animal.profiles[0]).prepare()
        let visit = ZooVisit(animal: animal, profile: animal.profiles[0])
        _ = try await visit.examine(profile, options, by: ZooTransport(world))
        let requests = world.state.with { $0.requests }
        #expect(requests.contains(request), "asked was: \(requests)")
    }
}
