internal import NIOCore

/// One request that a handler in this process answers: collects its body, runs the handler in a task, and passes on what it
/// writes. Everything but the handler happens on the connection's event loop.
final class LocalExchange {
    private let api: any LocalAPI
    private let method: String
    private let target: String
    private let fields: [(name: String, value: String)]
    private let eventLoop: any EventLoop
    private var client: GateConnection?
    private var body = ByteBuffer()
    private var task: Task<Void, Never>?
    private var waiting: EventLoopPromise<Void>?
    private var headWritten = false
    private var isDone = false

    init(
        _ api: any LocalAPI, method: String, target: String, fields: [(name: String, value: String)],
        for client: GateConnection, on eventLoop: any EventLoop
    ) {
        self.api = api
        self.method = method
        self.target = target
        self.fields = fields
        self.client = client
        self.eventLoop = eventLoop
    }

    func append(_ piece: ByteBuffer) {
        var piece = piece
        body.writeBuffer(&piece)
    }

    /// The request is complete: the handler may have it.
    func start() {
        let request = LocalRequest(method: method, target: target, fields: fields, body: body)
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        let writer = LocalResponseWriter(bound, on: eventLoop)
        task = Task { [api, eventLoop] in
            do {
                try await api.respond(to: request, writer: writer)
                try? await eventLoop.submit { bound.value.handlerReturned() }.get()
            } catch {
                try? await eventLoop.submit { bound.value.handlerFailed() }.get()
            }
        }
    }

    /// The caller reads again.
    func resume() {
        waiting?.succeed()
        waiting = nil
    }

    /// Nobody waits for the answer any more.
    func cancel() {
        client = nil
        isDone = true
        task?.cancel()
        waiting?.fail(CancellationError())
        waiting = nil
    }

    // MARK: What the handler writes

    func writeHead(status: Int, fields: [(name: String, value: String)]) throws {
        guard let client, !isDone else { throw CancellationError() }
        guard !headWritten else { return }
        headWritten = true
        client.localAnswered(status: status, fields: fields)
    }

    func write(_ piece: ByteBuffer) -> EventLoopFuture<Void> {
        guard let client, !isDone, headWritten else { return eventLoop.makeFailedFuture(CancellationError()) }
        guard client.localSent(piece) else {
            let promise = waiting ?? eventLoop.makePromise()
            waiting = promise
            return promise.futureResult
        }
        return eventLoop.makeSucceededVoidFuture()
    }

    func finish() throws {
        guard let client, !isDone else { throw CancellationError() }
        guard headWritten else { return handlerFailed() }
        isDone = true
        self.client = nil
        client.localEnded()
    }

    private func handlerReturned() {
        guard !isDone else { return }
        if headWritten { try? finish() } else { handlerFailed() }
    }

    private func handlerFailed() {
        guard let client, !isDone else { return }
        isDone = true
        self.client = nil
        client.localFailed()
    }
}
