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
        /// The gate's own API.
        case own(OwnExchange)
        /// Somebody has to be asked about the access token before anything else happens.
        case judging(Judgement)
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
    let request = RequestContext()
    /// The policy of the request under way: a reload does not change it half-way.
    var policy: CompiledPolicy

    /// Counts exchanges, so that a late callback knows that its own is over.
    var serial = 0
    var responseStarted = false
    var responseFraming = DownstreamResponseHead.Framing.asUpstream
    var responseDone = false
    var isEventStream = false
    var closesAfterResponse = false
    var inputClosed = false
    /// Whether the caller reads its answers, as the channel told last.
    private(set) var isWritable = true
    var isReading = false
    /// Whether something is written that is not sent yet.
    private var needsFlush = false
    var isAdvancing = false
    var readIsPending = false

    /// The head for the API; its memory serves one request after the other.
    var upstreamHead = ByteBuffer()
    /// Parts for the API that wait for a connection to it.
    var outgoing: [ByteBuffer] = []
    var outgoingBytes = 0
    /// Whether the request can be sent again, because it went out on a reused connection that may turn out to be dead.
    var canReplay = false
    /// What was sent behind its head, for that case.
    var replay: [ByteBuffer] = []
    var replayBytes = 0
    /// Whether the peer is a trusted proxy, by the policy that was asked last.
    var peerIsTrusted = false
    var trustedBy: CompiledPolicy?
    /// How much of the length that a local handler told is still to come; nil when it told none.
    var localRemaining: Int?
    /// Whether everything is out after which the connection ends.
    private var outputEnded = false
    /// Whether the caller is given time to read and close by itself.
    private var lingers = true

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
        loop.refreshTime()
        deadline = loop.now + loop.timeouts.idle
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        loop.refreshTime()
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
        flush(on: context)
    }

    func read(context: ChannelHandlerContext) {
        if mayRead {
            context.read()
        } else {
            readIsPending = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        loop.refreshTime()
        switch exchange {
        case .remote(let upstream?): upstream.setReading(isWritable)
        case .local(let local): if isWritable { local.resume() }
        default: break
        }
        // A stream whose caller does not read it is given up after a while, one that is merely silent is not.
        if isEventStream, phase == .exchange { deadline = isWritable ? .distantFuture : loop.now + loop.timeouts.idle }
        if isWritable, phase == .head {
            advance()
            flushUnlessReading()
            resumeReading()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else { return }
        loop.refreshTime()
        inputEnded()
    }

    func channelInactive(context: ChannelHandlerContext) {
        loop.refreshTime()
        finishAbruptly(reason: "client_closed")
        loop.remove(self)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset, a broken pipe: the caller is gone, and there is nobody to tell.
        loop.refreshTime()
        close()
    }

    // MARK: Back-pressure

    /// Whether more bytes of the caller are wanted.
    var mayRead: Bool {
        guard phase == .exchange else { return phase == .lingering || phase == .head && isWritable }
        if case .judging = exchange { return inbound.readableBytes < 16 << 10 }
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
        work()
        isAdvancing = false
        endIfInputEnded()
    }

    private func work() {
        while inbound.readableBytes > 0 {
            switch phase {
            case .head:
                // A caller that only asks is not answered further, and not read further either.
                guard isWritable else { return }
                if !parser.hasBegun { deadline = loop.now + loop.timeouts.head }
                let limits = loop.policy.headLimits
                let outcome = inbound.withUnsafeReadableBytes { parser.parse($0, limits: limits) }
                switch outcome {
                case .incomplete: return
                case .refused(let refusal): return refuse(refusal)
                case .complete: begin()
                }
            case .exchange:
                if case .complete = requestBody { return }
                if case .judging = exchange { return }
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
        case .head: endIfInputEnded()
        case .exchange:
            if case .complete = requestBody { return inputEndedAfterRequest() }
            if case .answered = exchange {
                endExchange()
                return closeGently()
            }
            finishAbruptly(reason: "client_closed")
            close()
        case .lingering: if outputEnded { close() }
        case .closed: break
        }
    }

    /// How long an answer may take for a caller that sends no more.
    static let graceAfterInput = TimeAmount.seconds(10)

    /// A caller that sends no more may still read its answer, but mostly it is gone: an event stream to it would hold a
    /// connection to the API for ever, and any other answer for as long as the API takes.
    private func inputEndedAfterRequest() {
        guard isEventStream else {
            totalDeadline = min(totalDeadline, loop.now + Self.graceAfterInput)
            return
        }
        finishAbruptly(reason: "client_closed")
        close()
    }

    /// Ends the connection of a caller that sends no more, once all that it asked for is answered.
    private func endIfInputEnded() {
        guard inputClosed, phase == .head, !isAdvancing, inbound.readableBytes == 0 || isWritable else { return }
        closeGently()
    }

    // MARK: Ends

    /// Ends the request if both its sides are done.
    func finishIfDone() {
        guard phase == .exchange, responseDone else { return }
        if case .complete = requestBody {
            endExchange()
            if closesAfterResponse || loop.isDraining { return closeGently() }
            phase = .head
            parser.reset()
            // The channel reads into the same memory again where nobody holds it.
            if inbound.readableBytes == 0 { inbound = ByteBuffer() } else { inbound.discardReadBytes() }
            deadline = loop.now + loop.timeouts.idle
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
        loop.record(request, under: policy)
        exchange = .none
        if !outgoing.isEmpty { outgoing.removeAll(keepingCapacity: true) }
        outgoingBytes = 0
        forgetReplay()
        upstreamHead.shrink()
        serial &+= 1
    }

    /// Tells whoever makes the answer that nobody wants it any more.
    func cancelExchange() {
        switch exchange {
        case .remote(let upstream):
            upstream?.abort()
            loop.pool.cancel(self)
        case .local(let local): local.cancel()
        case .own(let own): own.cancel()
        case .judging(let judgement): judgement.cancel()
        case .none, .answered: break
        }
    }

    /// The caller is gone or must go: the API is told by an aborted connection.
    func finishAbruptly(reason: String) {
        guard phase == .exchange else { return }
        cancelExchange()
        if !responseDone {
            if request.refusal.isEmpty { request.refusal = reason }
            if request.status == 0 { request.status = 499 }
        }
        endExchange()
        phase = .closed
    }

    /// Writes the request down and ends the connection behind half an answer: only its end tells the caller so. What was
    /// answered before, and is still on its way to a caller that reads slowly, arrives.
    func endAbruptly() {
        endExchange()
        // An answer whose end is the connection's would look whole (RFC 9112 §8).
        if responseFraming == .untilClose { reset() } else { closeGently() }
    }

    /// Ends the connection so that the last answer arrives: closing with unread bytes would reset it (RFC 9112 §9.6).
    ///
    /// - Parameter lingers: false for a connection on which nothing is under way: once all is out, it goes.
    func closeGently(lingers: Bool = true) {
        guard let context, phase == .head || phase == .exchange else { return }
        self.lingers = lingers
        phase = .lingering
        inbound.clear()
        // A caller may take its time to read the last answer: nothing is shut before everything is out.
        loop.refreshTime()
        deadline = loop.now + loop.timeouts.idle
        totalDeadline = .distantFuture
        readIsPending = false
        if !inputClosed { context.read() }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in self.shutOutput() }
    }

    private func shutOutput() {
        guard phase == .lingering else { return }
        outputEnded = true
        deadline = .now() + .seconds(2)
        if inputClosed || !lingers { close() } else { context?.close(mode: .output, promise: nil) }
    }

    func close() {
        finishAbruptly(reason: "client_closed")
        phase = .closed
        context?.close(promise: nil)
    }

    /// Writes to the caller, without sending yet.
    func write(_ piece: ByteBuffer, on context: ChannelHandlerContext) {
        needsFlush = true
        context.write(wrapOutboundOut(piece), promise: nil)
    }

    private func flush(on context: ChannelHandlerContext) {
        guard needsFlush else { return }
        needsFlush = false
        context.flush()
    }

    /// Sends what has been written; while bytes are being read, that is done once for all of them.
    func flushUnlessReading() {
        if !isReading, let context { flush(on: context) }
    }
}
