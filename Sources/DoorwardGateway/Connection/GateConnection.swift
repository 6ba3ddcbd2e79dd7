internal import NIOCore

/// One caller's connection: bytes in, decisions, bytes out, all on the connection's event loop.
///
/// The handler owns the phases; what is decided is ``CompiledPolicy``'s, how messages are read is the parsers'. It awaits
/// nothing: while an upstream or a local handler works, it is simply in the phase ``Phase/exchange``.
final class GateConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Never
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        /// Waiting for a request head, or in the middle of one.
        case head
        /// A request is under way: its body is arriving, its answer is awaited or being sent.
        case exchange
        /// The last answer is out; what still comes is thrown away until the caller closes (RFC 9112 §9.6).
        case lingering
        case closed
    }

    /// Who makes the answer.
    enum Exchange {
        case none
        /// The gate has answered; the rest of the request's body is of no interest.
        case answered
        /// The API; nil while a connection to it is being had.
        case remote(UpstreamConnection?)
        /// A handler in this process.
        case local(LocalExchange)
    }

    /// How much of the request's body is still to come.
    enum RequestBody {
        case complete
        case length(remaining: Int)
        case chunked(ChunkedBodyDecoder)
    }

    let loop: GateLoop
    let peer: PeerAddress
    var context: ChannelHandlerContext?
    /// Where this connection stands in ``GateLoop/connections``.
    var slot = -1

    var phase = Phase.head
    var parser = RequestHeadParser()
    /// Bytes that have come and are not used yet.
    var inbound = ByteBuffer()
    var requestBody = RequestBody.complete
    var exchange = Exchange.none
    var request = RequestContext()
    /// The policy of the request under way: a reload does not change it half-way.
    var policy: CompiledPolicy

    /// Counts exchanges, so that a late callback knows that its own is over.
    var serial = 0
    var responseStarted = false
    var responseFraming = DownstreamResponseHead.Framing.asUpstream
    var responseDone = false
    var closesAfterResponse = false
    var inputClosed = false
    var isReading = false
    var isAdvancing = false
    var readIsPending = false

    /// Parts for the API that wait for a connection to it.
    var outgoing: [ByteBuffer] = []
    var outgoingBytes = 0
    /// What was sent on a reused connection, in case it turns out to be dead; nil when it cannot be sent again.
    var replay: [ByteBuffer]?

    var deadline = NIODeadline.distantFuture
    var totalDeadline = NIODeadline.distantFuture

    init(loop: GateLoop, peer: PeerAddress) {
        self.loop = loop
        self.peer = peer
        policy = loop.policy
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(on: context) }
    }

    func channelActive(context: ChannelHandlerContext) { begin(on: context) }

    /// The loop knows a connection from when it is active until it is not: one that never was would never be heard of again.
    private func begin(on context: ChannelHandlerContext) {
        guard slot < 0 else { return }
        guard loop.hasRoom else { return context.close(promise: nil) }
        loop.add(self)
        deadline = .now() + loop.timeouts.idle
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        var bytes = unwrapInboundIn(data)
        switch phase {
        case .lingering, .closed: return
        case .head, .exchange: break
        }
        if inbound.readableBytes == 0 {
            inbound = bytes
        } else {
            inbound.writeBuffer(&bytes)
        }
        advance()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        if case .remote(let upstream?) = exchange { upstream.flush() }
        context.flush()
    }

    func read(context: ChannelHandlerContext) {
        if mayRead {
            context.read()
        } else {
            readIsPending = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        switch exchange {
        case .remote(let upstream?): upstream.setReading(context.channel.isWritable)
        case .local(let local): if context.channel.isWritable { local.resume() }
        default: break
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { inputEnded() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finishAbruptly(reason: "client_closed")
        loop.remove(self)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset, a broken pipe: the caller is gone, and there is nobody to tell.
        close()
    }

    // MARK: Back-pressure

    /// Whether more bytes of the caller are wanted.
    var mayRead: Bool {
        guard phase == .exchange else { return phase != .closed }
        if case .complete = requestBody { return inbound.readableBytes < 16 << 10 }
        guard outgoingBytes < 256 << 10 else { return false }
        if case .remote(let upstream?) = exchange { return upstream.isWritable }
        return true
    }

    func resumeReading() {
        guard readIsPending, mayRead, let context else { return }
        readIsPending = false
        context.read()
    }

    // MARK: Advancing

    /// Works through what has come as far as it goes. Never enters itself: pipelined requests are a loop, not a recursion.
    func advance() {
        guard !isAdvancing else { return }
        isAdvancing = true
        defer { isAdvancing = false }
        while inbound.readableBytes > 0 {
            switch phase {
            case .head:
                if !parser.hasBegun { deadline = .now() + loop.timeouts.head }
                let limits = loop.policy.headLimits
                let outcome = inbound.withUnsafeReadableBytes { parser.parse($0, limits: limits) }
                switch outcome {
                case .incomplete: return
                case .refused(let refusal): return refuse(refusal)
                case .complete: begin()
                }
            case .exchange:
                if case .complete = requestBody { return }
                guard readBody() else { return }
            case .lingering, .closed:
                inbound.clear()
                return
            }
        }
    }

    private func inputEnded() {
        inputClosed = true
        switch phase {
        case .head: close()
        case .exchange:
            if case .complete = requestBody { return }
            if case .answered = exchange { return close() }
            finishAbruptly(reason: "client_closed")
            close()
        case .lingering: close()
        case .closed: break
        }
    }

    // MARK: Ends

    /// Ends the request if both its sides are done.
    func finishIfDone() {
        guard phase == .exchange, responseDone else { return }
        if case .complete = requestBody {
            endExchange()
            if closesAfterResponse || inputClosed || loop.isDraining { return closeGently() }
            phase = .head
            parser.reset()
            inbound.discardReadBytes()
            deadline = .now() + loop.timeouts.idle
            totalDeadline = .distantFuture
            advance()
            resumeReading()
        } else if case .answered = exchange, !closesAfterResponse {
            return
        } else {
            endExchange()
            closeGently()
        }
    }

    /// Writes down the request and gives back what it held.
    func endExchange() {
        guard phase == .exchange else { return }
        loop.record(request)
        exchange = .none
        outgoing.removeAll(keepingCapacity: true)
        outgoingBytes = 0
        replay = nil
        serial &+= 1
    }

    /// The caller is gone or must go: the API is told by an aborted connection.
    func finishAbruptly(reason: String) {
        guard phase == .exchange else { return }
        switch exchange {
        case .remote(let upstream):
            upstream?.abort()
            loop.pool.cancel(self)
        case .local(let local): local.cancel()
        case .none, .answered: break
        }
        if !responseDone {
            if request.refusal.isEmpty { request.refusal = reason }
            if request.status == 0 { request.status = 499 }
        }
        endExchange()
        phase = .closed
    }

    /// Ends the connection so that the last answer arrives: closing with unread bytes would reset it (RFC 9112 §9.6).
    func closeGently() {
        guard let context, phase != .closed else { return }
        phase = .lingering
        inbound.clear()
        deadline = .now() + .seconds(2)
        totalDeadline = .distantFuture
        context.flush()
        if inputClosed {
            close()
        } else {
            context.close(mode: .output, promise: nil)
            readIsPending = false
            context.read()
        }
    }

    func close() {
        finishAbruptly(reason: "client_closed")
        phase = .closed
        context?.close(promise: nil)
    }

    func flushUnlessReading() {
        if !isReading { context?.flush() }
    }
}
