/// Counts the requests to stop: the first asks for a graceful end, the second for a quick one.
actor StopRequests {
    private(set) var count = 0
    private var waiting: [Int: (number: Int, continuation: CheckedContinuation<Void, Never>)] = [:]
    private var nextIdentifier = 0

    /// Another request has come.
    func note() {
        count += 1
        for (identifier, waiter) in waiting where count >= waiter.number {
            waiting[identifier] = nil
            waiter.continuation.resume()
        }
    }

    /// Waits until so many requests have come, or the waiting task is cancelled.
    func reached(_ number: Int) async {
        guard count < number else { return }
        let identifier = nextIdentifier
        nextIdentifier += 1
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    waiting[identifier] = (number, continuation)
                }
            }
        } onCancel: {
            Task { await self.giveUp(identifier) }
        }
    }

    private func giveUp(_ identifier: Int) { waiting.removeValue(forKey: identifier)?.continuation.resume() }
}
