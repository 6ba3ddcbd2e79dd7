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

    @Test("has as many event loops as the limit is enough for, one at least")
    func loops() {
        for limit in [10, 24, 28, 64, 1_024, 65_536] {
            let most = DescriptorBudget.mostLoops(limit: limit)
            #expect(most >= 1)
            #expect(most == 1 || DescriptorBudget.least(loops: most) <= limit)
            #expect(DescriptorBudget.least(loops: most + 1) > limit)
        }
        // Each of many loops needs descriptors of its own.
        let few = DescriptorBudget(limit: 1_024, loops: 8, callers: 10_000, upstream: 10)
        let many = DescriptorBudget(limit: 1_024, loops: 64, callers: 10_000, upstream: 10)
        #expect((many.callers + many.upstream) * 64 <= (few.callers + few.upstream) * 8 - 3 * 56)
    }

    @Test("knows the process's limit")
    func limit() { #expect(DescriptorBudget.openFiles() > 16) }
}
