/// Lets everybody who wants the same thing at the same time wait for one fetch.
actor SharedFetches<Value: Sendable> {
    private var underWay: [String: Task<Value, Never>] = [:]
    private let capacity: Int

    /// - Parameter capacity: how many different things are fetched at once.
    init(capacity: Int) { self.capacity = capacity }

    /// What the fetch gives, this caller's or the one that is under way; nil when too many are, or none may begin.
    ///
    /// - Parameter mayBegin: asked only for a fetch that would begin; who waits for another's costs nothing.
    func value(
        for key: String, mayBegin: @Sendable () -> Bool, fetch: @escaping @Sendable () async -> Value
    ) async -> Value? {
        if let task = underWay[key] { return await task.value }
        guard underWay.count < capacity, mayBegin() else { return nil }
        // A task of its own: whoever asked first may go away, and the others still want the answer.
        let task = Task { await fetch() }
        underWay[key] = task
        let value = await task.value
        underWay[key] = nil
        return value
    }
}
