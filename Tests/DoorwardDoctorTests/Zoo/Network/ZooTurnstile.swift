/// Lets so many in at a time: a client that waits for a processor looks like a slow server.
actor ZooTurnstile {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    static let visits = ZooTurnstile(letting: 4)

    init(letting count: Int) { free = count }

    func letting<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result {
        await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
