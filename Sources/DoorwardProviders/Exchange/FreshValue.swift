internal import DoorwardOAuth

/// A document of a provider that is kept for a while: one fetch at a time however many ask, and the last good one for a
/// day when there is no new one to be had.
actor FreshValue<Value: Sendable> {
    /// For how many seconds nobody asks again.
    static var lifetime: Int64 { 600 }
    /// For how many seconds a good one serves when there is no other.
    static var longest: Int64 { 86_400 }
    /// After how many seconds is asked again when that failed and the last good one serves.
    static var pause: Int64 { 30 }
    /// How many seconds lie between fetches that are not due.
    static var refetchPause: Int64 { 10 }

    typealias Outcome = Result<Value, ProviderFailure>

    private let load: @Sendable () async -> Outcome
    private var kept: (value: Value, at: Int64, edition: Int)?
    private var flight: Task<Outcome, Never>?
    private var retryAt: Int64 = .min
    private var refetchedAt: Int64?

    init(load: @escaping @Sendable () async -> Outcome) { self.load = load }

    /// The value, and which edition it is.
    func value(now: Int64) async throws(ProviderFailure) -> (value: Value, edition: Int) {
        if let kept, now < kept.at + Self.lifetime || now < retryAt { return (kept.value, kept.edition) }
        switch await fetched(now: now) {
        case .success(let fetched): return fetched
        case .failure(let failure):
            guard let kept, now < kept.at + Self.longest else { throw failure }
            retryAt = now + Self.pause
            return (kept.value, kept.edition)
        }
    }

    /// A newer edition than one that did not do; nil when there was a fetch for that reason just now.
    func newer(than edition: Int, now: Int64) async throws(ProviderFailure) -> Value? {
        if let kept, kept.edition > edition { return kept.value }
        if flight == nil {
            if let refetchedAt, now < refetchedAt + Self.refetchPause { return nil }
            refetchedAt = now
        }
        return try await fetched(now: now).get().value
    }

    private func fetched(now: Int64) async -> Result<(value: Value, edition: Int), ProviderFailure> {
        let task: Task<Outcome, Never>
        if let flight {
            task = flight
        } else {
            task = Task { [load] in await load() }
            flight = task
        }
        let outcome = await task.value
        // The first one back puts it down for all who waited.
        if flight == task {
            flight = nil
            if case .success(let value) = outcome { kept = (value, now, (kept?.edition ?? 0) + 1) }
        }
        return outcome.map { ($0, kept?.edition ?? 0) }
    }
}
