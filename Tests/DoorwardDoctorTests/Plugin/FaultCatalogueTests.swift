import Testing

@testable import DoorwardDoctor

@Suite("The catalogue of faults for plugins and APIs")
struct FaultCatalogueTests {
    static let catalogue = Fault.pluginFaults + Fault.apiFaults

    @Test("has every row of the reference and the doctor's own, each once")
    func ids() {
        let wanted = (1...13).map { $0 < 10 ? "P0\($0)" : "P\($0)" } + (1...12).map { $0 < 10 ? "A0\($0)" : "A\($0)" }
        #expect(Self.catalogue.map(\.id) == wanted)
    }

    @Test("says in whole sentences what is likely wrong and what to do", arguments: catalogue.map(\.id))
    func texts(id: String) throws {
        let fault = try #require(Fault.named(id))
        #expect(!fault.title.hasSuffix("."))
        for text in [fault.cause, fault.fix] {
            #expect(text.utf8.count > 30)
            #expect(!text.contains("\n") && !text.contains("  "), "\(text)")
        }
        #expect(fault.cause.hasSuffix("."))
        for stack in fault.stacks { #expect(!stack.fix.contains("\n") && !stack.fix.contains("  "), "\(stack.fix)") }
    }
}
