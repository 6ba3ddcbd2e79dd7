import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("Counting answers")
struct GateTallyTests {
    private func request(_ label: String, _ status: Int) -> RequestContext {
        let request = RequestContext()
        request.operation = label
        request.status = status
        return request
    }

    @Test("Counts come out by label and status, whichever way they went in")
    func labels() {
        var metrics = GateMetrics()
        metrics.startTally(operations: ["list", "add", "list"])
        for (index, label, status) in [
            (0, "list", 200), (0, "list", 200), (1, "add", 201), (2, "list", 200), (nil, "list", 200), (nil, "", 404),
        ] as [(Int?, String, Int)] {
            metrics.count(request(label, status), at: index, took: .microseconds(5))
        }
        let settled = metrics.settled()
        #expect(
            settled.requests == [
                .init(operation: "list", status: 200): 4, .init(operation: "add", status: 201): 1,
                .init(operation: "", status: 404): 1,
            ])
        #expect(settled.total.count == 6)
    }

    @Test("Another policy's operations begin at nothing, and nothing is lost")
    func change() {
        var metrics = GateMetrics()
        metrics.startTally(operations: ["old"])
        metrics.count(request("old", 200), at: 0, took: .zero)
        metrics.startTally(operations: ["new", "old"])
        metrics.count(request("new", 200), at: 0, took: .zero)
        metrics.count(request("old", 200), at: 1, took: .zero)
        #expect(
            metrics.settled().requests == [
                .init(operation: "old", status: 200): 2, .init(operation: "new", status: 200): 1,
            ])
    }

    @Test("More statuses than there are columns are counted all the same, and so is an operation that a policy lost")
    func overflow() {
        var metrics = GateMetrics()
        metrics.startTally(operations: ["only"])
        for status in 200..<260 {
            metrics.count(request("only", status), at: 0, took: .zero)
            metrics.count(request("only", status), at: 0, took: .zero)
        }
        metrics.count(request("gone", 200), at: 7, took: .zero)
        let settled = metrics.settled()
        for status in 200..<260 { #expect(settled.requests[.init(operation: "only", status: status)] == 2) }
        #expect(settled.requests[.init(operation: "gone", status: 200)] == 1)
    }

    @Test(
        "The cores that a process may use are counted from what the system says",
        arguments: [
            ("Name:\tx\nCpus_allowed:\tf\nCpus_allowed_list:\t0-3\n", 4), ("Cpus_allowed:\t2\n", 1),
            ("Cpus_allowed:\tffffffff,00000001\n", 33), ("Cpus_allowed:\t0\n", nil), ("Name:\tx\n", nil), ("", nil),
        ] as [(String, Int?)])
    func cores(status: String, count: Int?) { #expect(ProcessorAffinity.count(inStatus: status) == count) }
}
