internal import NIOCore

/// A request that waits until somebody has been asked about its token, or about its user's.
final class Judgement {
    private let head: RequestHead
    /// The bytes of the head.
    private let bytes: ByteBuffer
    private var client: GateConnection?
    private var task: Task<Void, Never>?

    init(_ head: RequestHead, _ bytes: ByteBuffer, for client: GateConnection) {
        self.head = head
        self.bytes = bytes
        self.client = client
    }

    /// Asks, and goes on with the answer on the event loop unless the request is over by then.
    func start<Answer: Sendable>(
        on loop: GateLoop, _ ask: @escaping @Sendable () async -> Answer,
        then goOn: @escaping (GateConnection, Answer, RequestHead, ByteBuffer) -> Void
    ) {
        let eventLoop = loop.eventLoop
        let bound = NIOLoopBound((self, goOn), eventLoop: eventLoop)
        task = Task(executorPreference: loop.executor) {
            let answer = await ask()
            eventLoop.execute {
                let (judgement, goOn) = bound.value
                guard let client = judgement.client else { return }
                judgement.client = nil
                goOn(client, answer, judgement.head, judgement.bytes)
            }
        }
    }

    func cancel() {
        client = nil
        task?.cancel()
    }
}

extension GateConnection {
    /// Asks about a token; the request's body waits meanwhile.
    func judge(_ token: [UInt8], by resolver: any TokenResolver, _ head: RequestHead, _ bytes: ByteBuffer) {
        let now = loop.clock.unixSeconds
        wait(
            with: head, bytes, { await resolver.verdict(on: token, now: now) },
            then: { client, verdict, head, bytes in
                client.goOn {
                    bytes.withUnsafeReadableBytes { client.decide(head, in: $0, of: bytes, judged: verdict) }
                }
            })
    }

    /// Lets a request wait for an answer.
    func wait<Answer: Sendable>(
        with head: RequestHead, _ bytes: ByteBuffer, _ ask: @escaping @Sendable () async -> Answer,
        then goOn: @escaping (GateConnection, Answer, RequestHead, ByteBuffer) -> Void
    ) {
        let judgement = Judgement(head, bytes, for: self)
        exchange = .judging(judgement)
        deadline = .distantFuture
        judgement.start(on: loop, ask, then: goOn)
    }

    /// The answer that a request waited for is there.
    func goOn(_ decide: () -> Void) {
        guard phase == .exchange, case .judging = exchange else { return }
        exchange = .none
        loop.refreshTime()
        if case .complete = requestBody {} else { deadline = loop.now + loop.timeouts.body }
        decide()
        advance()
        flushUnlessReading()
        resumeReading()
    }
}
