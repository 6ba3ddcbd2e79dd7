internal import NIOCore

/// A request that waits until somebody has been asked about its token.
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

    func start(_ token: [UInt8], by resolver: any TokenResolver, now: Int64, on loop: GateLoop) {
        let eventLoop = loop.eventLoop
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        task = Task(executorPreference: loop.executor) {
            let verdict = await resolver.verdict(on: token, now: now)
            eventLoop.execute { bound.value.judged(verdict) }
        }
    }

    func cancel() {
        client = nil
        task?.cancel()
    }

    private func judged(_ verdict: TokenVerdict) {
        guard let client else { return }
        self.client = nil
        client.judged(verdict, head, bytes)
    }
}

extension GateConnection {
    /// Asks about a token; the request's body waits meanwhile.
    func judge(_ token: [UInt8], by resolver: any TokenResolver, _ head: RequestHead, _ bytes: ByteBuffer) {
        let judgement = Judgement(head, bytes, for: self)
        exchange = .judging(judgement)
        deadline = .distantFuture
        judgement.start(token, by: resolver, now: loop.clock.unixSeconds, on: loop)
    }

    func judged(_ verdict: TokenVerdict, _ head: RequestHead, _ bytes: ByteBuffer) {
        guard phase == .exchange, case .judging = exchange else { return }
        exchange = .none
        loop.refreshTime()
        if case .complete = requestBody {} else { deadline = loop.now + loop.timeouts.body }
        bytes.withUnsafeReadableBytes { decide(head, in: $0, of: bytes, judged: verdict) }
        advance()
        flushUnlessReading()
        resumeReading()
    }
}
