/// A body that waits for its turn on a connection, and whoever waits for its outcome.
///
/// Unchecked: it is handed from the caller to one worker, and only that worker touches it until ``finish()``.
class Work: @unchecked Sendable {
    /// Why the last run failed, `nil` when it did not or when what the body threw was not the database's.
    fileprivate(set) var failure: SQLFailure?

    /// Runs the body and keeps what came of it; `false` when it threw. It may be run again.
    func run(_ session: any SQLSession) -> Bool { false }

    /// Replaces the outcome by a failure: the transaction around the body was not committed.
    func fail(_ failure: SQLFailure) {}

    /// Hands the outcome to whoever waits; to be called once.
    func finish() {}
}

/// ``Work`` with a result of its own type.
final class Job<T: Sendable>: Work, @unchecked Sendable {
    private let name: String
    private let doing: String
    private let body: @Sendable (any SQLSession) throws -> T
    private let continuation: UnsafeContinuation<Result<T, StoreError>, Never>
    private var outcome: Result<T, StoreError>?

    init(
        name: String, doing: String, body: @escaping @Sendable (any SQLSession) throws -> T,
        continuation: UnsafeContinuation<Result<T, StoreError>, Never>
    ) {
        self.name = name
        self.doing = doing
        self.body = body
        self.continuation = continuation
    }

    override func run(_ session: any SQLSession) -> Bool {
        failure = nil
        do {
            outcome = .success(try body(session))
            return true
        } catch {
            failure = error as? SQLFailure
            outcome = .failure(StoreError(error, name: name, doing: doing))
            return false
        }
    }

    override func fail(_ failure: SQLFailure) {
        outcome = .failure(StoreError(failure, name: name, doing: doing))
    }

    override func finish() {
        continuation.resume(returning: outcome ?? .failure(.failed(path: name, doing: doing, cause: "it was not run")))
    }
}

extension StoreError {
    /// What callers get to see of an error that a body threw.
    init(_ error: any Error, name: String, doing: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as SQLFailure where error.kind == .duplicate: self = .duplicate(path: name, what: doing)
        case let error as SQLFailure: self = .failed(path: name, doing: doing, cause: error.message)
        default: self = .failed(path: name, doing: doing, cause: "\(type(of: error))")
        }
    }
}
