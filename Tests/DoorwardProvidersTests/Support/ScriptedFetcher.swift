import DoorwardFetch
import Synchronization

/// Answers requests as a closure says, and remembers them.
final class ScriptedFetcher: DocumentFetching {
    typealias Answer = @Sendable (FetchRequest) -> Result<FetchedDocument, FetchFailure>

    private struct State {
        var requests: [FetchRequest] = []
        var answer: Answer
    }

    private let state: Mutex<State>

    init(_ answer: @escaping Answer) { state = Mutex(State(answer: answer)) }

    var requests: [FetchRequest] { state.withLock { $0.requests } }
    /// The methods and addresses of all requests.
    var lines: [String] { requests.map { "\($0.method) \($0.url)" } }
    /// How many requests went to an address.
    func count(_ url: String) -> Int { requests.count { $0.url == url } }
    func answer(_ answer: @escaping Answer) { state.withLock { $0.answer = answer } }

    func fetch(_ request: FetchRequest) async throws(FetchFailure) -> FetchedDocument {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answer
        }
        // Gives others the chance to ask for the same.
        await Task.yield()
        return try answer(request).get()
    }
}

extension FetchRequest {
    /// Everything of a request in one text.
    var text: String {
        let who = trust == .configured ? "configured" : "stranger"
        let head = "\(method) \(url) (\(who), \(limit) bytes, \(timeout.components.seconds) s)"
        let lines = [head] + fields.map { "\($0.name): \($0.value)" }
        return lines.joined(separator: "\n") + (body.isEmpty ? "" : "\n\n" + String(decoding: body, as: UTF8.self))
    }
}

extension FetchedDocument {
    static func json(_ bytes: [UInt8], status: Int = 200) -> FetchedDocument {
        FetchedDocument(status: status, fields: [("content-type", "application/json; charset=utf-8")], body: bytes)
    }

    static func json(_ text: String, status: Int = 200) -> FetchedDocument { json(Array(text.utf8), status: status) }

    static let html = FetchedDocument(
        status: 200, fields: [("content-type", "text/html")], body: Array("<!doctype html><title>Sign in".utf8))
}

/// A clock that a test turns by hand.
final class ManualClock: Sendable {
    private let time: Mutex<Int64>

    init(_ now: Int64 = 1_800_000_000) { time = Mutex(now) }

    var now: Int64 { time.withLock { $0 } }
    func advance(_ seconds: Int64) { time.withLock { $0 += seconds } }
}

/// Bytes that are different each time and the same in each run: 32 times 1, 32 times 2, …
final class CountingRandom: Sendable {
    private let last = Mutex<UInt8>(0)

    func bytes(_ count: Int) -> [UInt8] {
        let byte = last.withLock { last in
            last &+= 1
            return last
        }
        return [UInt8](repeating: byte, count: count)
    }
}
