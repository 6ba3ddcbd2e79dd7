internal import Synchronization

/// Fetches by another fetcher, never more than the limits let, and equal GET requests only once at a time.
///
/// The limits are for what strangers name; what the configuration names passes, since nobody else decides how often.
/// Nothing is remembered once it is there.
public final class FetchGovernor: DocumentFetching {
    private enum Turn: Sendable {
        case go, givenUp
        case overloaded(retryAfter: Int64)
    }

    private struct State {
        var book: FetchBook<CheckedContinuation<Turn, Never>>
        var flights: [FetchKey: Flight] = [:]
        var lastID: UInt64 = 0
    }

    private static let start = ContinuousClock.now

    /// The clock that is used when no other is given: it cannot be set.
    public static var secondsSinceStart: Int64 { start.duration(to: .now).components.seconds }

    private let fetcher: any DocumentFetching
    private let limits: FetchLimits
    private let now: @Sendable () -> Int64
    private let state: Mutex<State>

    /// - Parameters:
    ///   - fetcher: does the work.
    ///   - now: seconds of any clock.
    public init(
        _ fetcher: any DocumentFetching, limits: FetchLimits = FetchLimits(),
        now: @escaping @Sendable () -> Int64 = { FetchGovernor.secondsSinceStart }
    ) {
        self.fetcher = fetcher
        self.limits = limits
        self.now = now
        state = Mutex(State(book: FetchBook(limits)))
    }

    /// - Throws: ``FetchFailure``; `overloaded` when a limit is reached and waiting does not help soon.
    public func fetch(_ request: FetchRequest) async throws(FetchFailure) -> FetchedDocument {
        // What is refused by that counts against nobody: it would not be fetched anyway.
        try check(request)
        guard let key = FetchKey(request) else { return try await governed(request).get() }
        let flight = join(key, request)
        let result = await withTaskCancellationHandler {
            await flight.task.value
        } onCancel: {
            leave(key, flight)
        }
        return try result.get()
    }

    public func check(_ request: FetchRequest) throws(FetchFailure) { try fetcher.check(request) }

    // MARK: - Equal requests

    private func join(_ key: FetchKey, _ request: FetchRequest) -> Flight {
        state.withLock { state in
            if let flight = state.flights[key] {
                flight.passengers.withLock { $0 += 1 }
                return flight
            }
            state.lastID += 1
            let id = state.lastID
            let flight = Flight(
                id: id,
                task: Task {
                    let result = await self.governed(request)
                    self.remove(key, id)
                    return result
                })
            state.flights[key] = flight
            return flight
        }
    }

    /// How many wait for one fetch.
    func passengers(_ request: FetchRequest) -> Int {
        guard let key = FetchKey(request) else { return 0 }
        return state.withLock { $0.flights[key]?.passengers.withLock { $0 } ?? 0 }
    }

    private func remove(_ key: FetchKey, _ id: UInt64) {
        state.withLock { if $0.flights[key]?.id == id { $0.flights[key] = nil } }
    }

    /// Stops a fetch that nobody waits for any longer; who comes later gets a new one.
    private func leave(_ key: FetchKey, _ flight: Flight) {
        let isEmpty = state.withLock { state in
            let left = flight.passengers.withLock { count in
                count -= 1
                return count
            }
            if left == 0, state.flights[key]?.id == flight.id { state.flights[key] = nil }
            return left == 0
        }
        if isEmpty { flight.task.cancel() }
    }

    // MARK: - Limits

    private func governed(_ request: FetchRequest) async -> Result<FetchedDocument, FetchFailure> {
        do throws(FetchFailure) {
            guard request.trust == .stranger else { return .success(try await fetcher.fetch(request)) }
            let origin = try FetchAddress(request.url).origin
            switch await turn(origin) {
            case .go: break
            case .givenUp: throw .unreachable("the fetch was given up")
            case .overloaded(let seconds): throw .overloaded(retryAfter: seconds)
            }
            defer { end(origin) }
            return .success(try await fetcher.fetch(request))
        } catch {
            return .failure(error)
        }
    }

    private func turn(_ origin: String) async -> Turn {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let alarm = Task { [limits] in
            try? await Task.sleep(for: limits.patience)
            if !Task.isCancelled { self.withdraw(id, .overloaded(retryAfter: 1)) }
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let admission = state.withLock { $0.book.admit(id, continuation, origin: origin, at: now()) }
                switch admission {
                case .go: continuation.resume(returning: .go)
                case .overloaded(let seconds): continuation.resume(returning: .overloaded(retryAfter: seconds))
                // Whoever was stopped before standing in line was not found there.
                case .wait: if Task.isCancelled { withdraw(id, .givenUp) }
                }
            }
        } onCancel: {
            withdraw(id, .givenUp)
        }
    }

    private func withdraw(_ id: UInt64, _ turn: Turn) {
        state.withLock { $0.book.withdraw(id) }?.resume(returning: turn)
    }

    private func end(_ origin: String) {
        for next in state.withLock({ $0.book.end(origin: origin) }) { next.resume(returning: .go) }
    }
}

/// One fetch, and how many wait for it.
private final class Flight: Sendable {
    let id: UInt64
    let task: Task<Result<FetchedDocument, FetchFailure>, Never>
    let passengers = Mutex(1)

    init(id: UInt64, task: Task<Result<FetchedDocument, FetchFailure>, Never>) {
        self.id = id
        self.task = task
    }
}
