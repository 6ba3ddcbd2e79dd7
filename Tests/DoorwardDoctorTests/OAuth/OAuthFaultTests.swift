import Testing

@testable import DoorwardDoctor

@Suite("The catalogue of OAuth's faults")
struct OAuthFaultTests {
    @Test("has O01 to O11, each with cause, fix and the words of stacks")
    func complete() {
        let ids = (1...11).map { $0 < 10 ? "O0\($0)" : "O\($0)" }
        #expect(Fault.oauthFaults.map(\.id) == ids)
        for fault in Fault.oauthFaults {
            #expect(fault.title.count >= 20 && fault.cause.count >= 100 && fault.fix.count >= 80, "\(fault.id)")
            #expect(fault.stacks.count >= 3 && fault.stacks.allSatisfy { !$0.fix.isEmpty }, "\(fault.id)")
            #expect(!fault.cause.contains("\n") && !fault.fix.contains("  "), "\(fault.id)")
        }
        #expect(Fault.named("O01")?.shown == "Missing state param in response from OAuth provider")
    }
}
