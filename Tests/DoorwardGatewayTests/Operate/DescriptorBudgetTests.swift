import Testing

@testable import DoorwardGateway

@Suite("The budget of open files")
struct DescriptorBudgetTests {
    @Test("gives what is wanted where the limit is high")
    func plenty() {
        let budget = DescriptorBudget(limit: 1 << 20, loops: 2, callers: 10_000, upstream: 128)
        #expect(budget.callers == 5_000)
        #expect(budget.upstream == 128)
    }

    @Test(
        "never spends the last descriptors", arguments: [200, 256, 512, 1_024, 4_096, 65_536], [1, 2, 8])
    func reserve(limit: Int, loops: Int) {
        let budget = DescriptorBudget(limit: limit, loops: loops, callers: 10_000, upstream: 10_000)
        #expect(budget.callers >= 1)
        #expect(budget.upstream >= 1)
        #expect((budget.callers + budget.upstream) * loops <= limit - DescriptorBudget.reserve)
    }

    @Test("leaves room for one caller even where the limit is absurdly low")
    func tiny() {
        let budget = DescriptorBudget(limit: 10, loops: 2, callers: 10_000, upstream: 128)
        #expect(budget.callers >= 1)
        #expect(budget.upstream >= 1)
    }

    @Test("knows the process's limit")
    func limit() { #expect(DescriptorBudget.openFiles() > 16) }
}
