internal import NIOCore

/// One request that the own API answers: collects its body, and asks on the connection's event loop, so that an answer from
/// memory costs no hop.
final class OwnExchange {
    let endpoints: OwnEndpoints
    private let head: OwnRequest
    private let eventLoop: any EventLoop
    private let executor: LoopTaskExecutor
    private var client: GateConnection?
    private var body: [UInt8] = []
    private var task: Task<Void, Never>?

    init(_ endpoints: OwnEndpoints, head: OwnRequest, for client: GateConnection, on loop: GateLoop) {
        self.endpoints = endpoints
        self.head = head
        self.client = client
        eventLoop = loop.eventLoop
        executor = loop.executor
    }

    func append(_ piece: ByteBuffer) { body.append(contentsOf: piece.readableBytesView) }

    /// The request is complete.
    func start() {
        let request = OwnRequest(
            method: head.method, path: head.path, query: head.query, fields: head.fields, body: body,
            client: head.client, requestID: head.requestID)
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        task = Task(executorPreference: executor) { [api = endpoints.api, eventLoop] in
            let response = await api.respond(to: request)
            if eventLoop.inEventLoop {
                bound.value.answered(response)
            } else {
                eventLoop.execute { bound.value.answered(response) }
            }
        }
    }

    /// Nobody waits for the answer any more. What it was about to change may have been changed.
    func cancel() {
        client = nil
        task?.cancel()
    }

    private func answered(_ response: OwnResponse) {
        guard let client else { return }
        self.client = nil
        client.ownAnswered(response)
    }
}
