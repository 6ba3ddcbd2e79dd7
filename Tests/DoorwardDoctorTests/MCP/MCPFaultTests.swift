import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

/// A server with one thing wrong.
struct BrokenApp: Sendable, CustomTestStringConvertible {
    let fault: String
    let name: String
    var profile = "chatgpt-app"
    var options = AppExamination.signingIn
    let change: @Sendable (ProbeRequest, inout ProbeResponse) -> Void

    init(
        _ fault: String, _ name: String, as profile: String = "chatgpt-app",
        options: DoctorOptions = AppExamination.signingIn,
        changing change: @escaping @Sendable (ProbeRequest, inout ProbeResponse) -> Void
    ) {
        self.fault = fault
        self.name = name
        self.profile = profile
        self.options = options
        self.change = change
    }

    var testDescription: String { "\(fault): \(name)" }

    /// Changes the answers of one place.
    static func at(
        _ place: String, _ fault: String, _ name: String, as profile: String = "chatgpt-app",
        changing change: @escaping @Sendable (ProbeRequest, inout ProbeResponse) -> Void
    ) -> BrokenApp {
        BrokenApp(fault, name, as: profile) { request, response in
            if request.place.hasSuffix(place) { change(request, &response) }
        }
    }

    /// Changes a metadata document.
    static func metadata(
        _ fault: String, _ name: String, _ document: String = "oauth-authorization-server",
        as profile: String = "chatgpt-app",
        changing change: @escaping @Sendable (inout JSONObject) -> Void
    ) -> BrokenApp {
        BrokenApp(fault, name, as: profile) { request, response in
            if request.place.contains(document) { response.edit(change) }
        }
    }
}

@Suite("Faults of MCP servers")
struct MCPFaultTests {
    @Test(
        "A server with one fault is told that fault and no other",
        arguments: BrokenApp.discovery + BrokenApp.clients + BrokenApp.authorization + BrokenApp.calls)
    func oneFault(app: BrokenApp) async throws {
        let seen = try await AppExamination(as: app.profile, options: app.options, changing: app.change)
        #expect(seen.failed == [app.fault], "\(seen.complaints)")
    }

    @Test("Every fault of the reference is in the catalogue, with words for cause and fix")
    func catalogue() {
        let ids = (1...18).map { $0 < 10 ? "M0\($0)" : "M\($0)" }
        #expect(Set(Fault.mcpFaults.map(\.id)) == Set(ids))
        #expect(Fault.mcpFaults.count == ids.count)
        for fault in Fault.mcpFaults {
            #expect(fault.cause.hasSuffix(".") && fault.fix.contains("."), "\(fault.id)")
            #expect(!fault.cause.contains("\n") && !fault.fix.contains("\n"), "\(fault.id)")
        }
    }
}
