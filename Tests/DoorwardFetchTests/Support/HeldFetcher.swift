import Synchronization

@testable import DoorwardFetch

/// Holds every fetch until it is let go, and counts.
final class HeldFetcher: DocumentFetching {
    private struct State {
        var begun: [String] = []
        var held: [(url: String, continuation: CheckedContinuation<Void, Never>)] = []
        var isOpen: Bool
        var cancelled = 0
        var answer: Result<FetchedDocument, FetchFailure> = .success(FetchedDocument(status: 200))
    }

    private let state: Mutex<State>

    /// - Parameter isOpen: whether nothing is held.
    init(isOpen: Bool = false) { state = Mutex(State(isOpen: isOpen)) }

    var begun: [String] { state.withLock { $0.begun } }
    var cancelled: Int { state.withLock { $0.cancelled } }

    func set(_ answer: Result<FetchedDocument, FetchFailure>) { state.withLock { $0.answer = answer } }

    /// Lets the oldest fetch of an address go on, or the oldest of all.
    func release(_ url: String? = nil) {
        let one = state.withLock { state in
            state.held.firstIndex { url == nil || $0.url == url }.map { state.held.remove(at: $0) }
        }
        one?.continuation.resume()
    }

    func open() {
        let all = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        for one in all { one.continuation.resume() }
    }

    func fetch(_ request: FetchRequest) async throws(FetchFailure) -> FetchedDocument {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    state.begun.append(request.url)
                    if !state.isOpen { state.held.append((request.url, continuation)) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.cancelled += 1 }
            release(request.url)
        }
        return try state.withLock { $0.answer }.get()
    }
}

/// A clock that stands still.
final class ManualSeconds: Sendable {
    private let value: Mutex<Int64>

    init(_ value: Int64 = 1_000_000) { self.value = Mutex(value) }

    var now: Int64 { value.withLock { $0 } }

    func advance(by seconds: Int64) { value.withLock { $0 += seconds } }
}
