import DoorwardFetch
import Synchronization

/// Answers fetches as the test says, and counts them.
final class ScriptedFetcher: DocumentFetching {
    private struct State {
        var answers: [String: Result<FetchedDocument, FetchFailure>] = [:]
        var requests: [FetchRequest] = []
        var isHeld = false
    }

    private let state = Mutex(State())

    func fetch(_ request: FetchRequest) async throws(FetchFailure) -> FetchedDocument {
        state.withLock { $0.requests.append(request) }
        while state.withLock({ $0.isHeld }) { await Task.yield() }
        let answer = state.withLock { $0.answers[request.url] }
        guard let answer else { throw .unreachable("nobody is there") }
        return try answer.get()
    }

    /// What is at an address from now on.
    func put(
        _ body: String, at url: String, status: Int = 200, type: String = "application/json",
        cacheControl: String? = nil
    ) {
        var fields = [(name: "content-type", value: type)]
        if let cacheControl { fields.append((name: "cache-control", value: cacheControl)) }
        let document = FetchedDocument(status: status, fields: fields, body: Array(body.utf8))
        state.withLock { $0.answers[url] = .success(document) }
    }

    func fail(_ failure: FetchFailure, at url: String) { state.withLock { $0.answers[url] = .failure(failure) } }

    /// Whether fetches wait instead of being answered.
    func hold(_ isHeld: Bool) { state.withLock { $0.isHeld = isHeld } }

    var requests: [FetchRequest] { state.withLock { $0.requests } }

    var count: Int { requests.count }
}
