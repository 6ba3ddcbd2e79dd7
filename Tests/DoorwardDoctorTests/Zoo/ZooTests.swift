import DoorwardDoctor
import Testing

/// Every animal behind real sockets, seen through the transport that people use.
@Suite("The zoo")
struct ZooTests {
    @Test("A server with one fault is told exactly that fault", arguments: ZooVisit.all(ZooAnimal.broken))
    func namesTheFault(visit: ZooVisit) async throws {
        let report = try await ZooTurnstile.visits.letting { try await examine(visit) }
        let expected = try #require(visit.animal.fault)
        #expect(report.failed == [expected], "\(visit.animal.sentence)\n\(report.complaints)")
    }

    @Test("A server without a fault is told none", arguments: ZooVisit.all(ZooAnimal.correct))
    func leavesTheCorrectAlone(visit: ZooVisit) async throws {
        let report = try await ZooTurnstile.visits.letting { try await examine(visit) }
        #expect(report.complaints == "  nothing")
    }

    private func examine(_ visit: ZooVisit) async throws -> ExaminationReport {
        let (world, profile, options) = try visit.prepare()
        let listener = try await ZooListener.open(world)
        let mappings = try listener.mappings.map { try #require(ConnectMapping(parsing: $0)) }
        let transport = HTTPProbeTransport(connectTo: mappings, additionalRoots: try ZooCertificates.root.get())
        let report = try await visit.examine(profile, options, by: ZooPatience(transport))
        await transport.shutdown()
        try await listener.close()
        return report
    }
}
