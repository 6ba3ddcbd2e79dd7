internal import NIOCore
internal import NIOSSL

/// One connection to the API: reads answers for the exchange that has it, and rests in the pool between two.
final class UpstreamConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Never
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Body {
        case head
        case length(remaining: Int)
        case chunked(ChunkedBodyDecoder)
        case untilClose
        /// The answer is over; whatever comes now was not asked for.
        case idle
    }

    private let pool: UpstreamPool
    private var context: ChannelHandlerContext?
    private var client: GateConnection?
    private var parser = ResponseHeadParser()
    private var inbound = ByteBuffer()
    private var body = Body.idle
    private var answersHEAD = false
    private var mayReadOn = true
    private var readIsPending = false
    private var needsFlush = false
    private var isClosed = false
    /// Whether the API takes what is sent, as the channel told last.
    private(set) var isWritable = true
    /// Whether the API's end of the connection is told by an event of its own, so that any other end is a broken one.
    var tellsItsEnd = false
    /// Whether the pool counts it: not once the pool leads to another API.
    var isCurrent = false
    private var isKeptAlive = true
    /// Whether the connection has carried an exchange before the one it has now.
    private(set) var isReused = false
    /// When the pool lets go of it.
    var idleUntil = NIODeadline.distantFuture

    init(pool: UpstreamPool) {
        self.pool = pool
    }

    var isActive: Bool { !isClosed }

    // MARK: For the exchange

    func begin(for client: GateConnection, answersHEAD: Bool) {
        self.client = client
        self.answersHEAD = answersHEAD
        parser.reset()
        body = .head
        isKeptAlive = true
    }

    func send(_ part: ByteBuffer) {
        needsFlush = true
        context?.write(wrapOutboundOut(part), promise: nil)
    }

    func flush() {
        guard needsFlush else { return }
        needsFlush = false
        context?.flush()
    }

    /// Goes on or stops reading the answer, as the caller keeps up or not.
    func setReading(_ isWanted: Bool) {
        mayReadOn = isWanted
        guard isWanted, readIsPending, let context else { return }
        readIsPending = false
        context.read()
    }

    /// Ends the exchange: back to the pool, or closed when it cannot carry another.
    func giveBack() {
        let now = client?.loop.now ?? .now()
        client = nil
        isReused = true
        setReading(true)
        guard isActive, isKeptAlive, inbound.readableBytes == 0 else { return close() }
        body = .idle
        pool.takeBack(self, at: now)
    }

    /// Ends the exchange and the connection at once.
    func abort() {
        client = nil
        close()
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        body = .idle
        context?.close(promise: nil)
        pool.lost(self)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func read(context: ChannelHandlerContext) {
        if mayReadOn { context.read() } else { readIsPending = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if isWritable { client?.upstreamBecameWritable() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        client?.loop.refreshTime()
        var bytes = unwrapInboundIn(data)
        if inbound.readableBytes == 0 { inbound = bytes } else { inbound.writeBuffer(&bytes) }
        advance()
    }

    func channelReadComplete(context: ChannelHandlerContext) { client?.flushAnswer() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { inputEnded() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        client?.loop.refreshTime()
        // A write that fails closes the channel without an error being told: what came before is not the whole answer.
        if tellsItsEnd, case .untilClose = body { return fail(.closedDuringAnswer) }
        inputEnded()
    }

    private func inputEnded() {
        client?.loop.refreshTime()
        let failure: UpstreamFailure? =
            switch body {
            case .idle: nil
            case .head: .closedBeforeAnswer
            case .length, .chunked: .closedDuringAnswer
            case .untilClose: nil
            }
        if case .untilClose = body { end(trailers: []) }
        fail(failure)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        client?.loop.refreshTime()
        let failure: UpstreamFailure? =
            switch body {
            case .idle: nil
            case .head: Self.isAboutTLS(error) ? .untrusted : .closedBeforeAnswer
            default: .closedDuringAnswer
            }
        fail(failure)
    }

    private static func isAboutTLS(_ error: any Error) -> Bool {
        error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError
    }

    private func fail(_ failure: UpstreamFailure?) {
        let client = client
        self.client = nil
        close()
        if let failure { client?.upstreamFailed(failure) }
    }

    // MARK: Reading answers

    private func advance() {
        while inbound.readableBytes > 0 {
            switch body {
            case .idle:
                // Bytes nobody asked for: the connection cannot be trusted.
                return fail(nil)
            case .head: guard readHead() else { return }
            case .length(let remaining):
                let count = min(remaining, inbound.readableBytes)
                guard let piece = inbound.readSlice(length: count) else { return }
                body = .length(remaining: remaining - count)
                client?.upstreamSent(piece)
                if count == remaining { end(trailers: []) }
            case .chunked(var decoder):
                let step = decoder.next(&inbound)
                body = .chunked(decoder)
                switch step {
                case .needMore: return
                case .data(let piece): client?.upstreamSent(piece)
                case .end(let trailers): end(trailers: trailers)
                case .refused(let refusal): return fail(.malformed(refusal))
                }
            case .untilClose:
                let piece = inbound
                inbound = ByteBuffer()
                client?.upstreamSent(piece)
            }
        }
    }

    private func readHead() -> Bool {
        let outcome = inbound.withUnsafeReadableBytes { parser.parse($0, answersHEAD: answersHEAD) }
        switch outcome {
        case .incomplete: return false
        case .refused(let refusal):
            fail(.malformed(refusal))
            return false
        case .complete: break
        }
        let head = parser.head
        if head.status == 101 {
            fail(.malformed(.statusLine))
            return false
        }
        let bodyLength = Self.lengthToCopy(head, available: inbound.readableBytes - head.length)
        guard let bytes = inbound.readSlice(length: head.length + (bodyLength ?? 0)) else { return false }
        if inbound.readableBytes == 0 { inbound = ByteBuffer() }
        bytes.withUnsafeReadableBytes { bytes in
            client?.upstreamAnswered(
                head, in: bytes[slice: 0..<head.length],
                body: bodyLength.map { bytes[slice: head.length..<head.length + $0] })
        }
        guard !isClosed else { return false }
        if head.isInterim {
            parser.reset()
            return true
        }
        isKeptAlive = head.keepAlive
        switch head.framing {
        case .none: end(trailers: [])
        case .length where bodyLength != nil: end(trailers: [])
        case .length(let length): body = .length(remaining: length)
        case .chunked: body = .chunked(ChunkedBodyDecoder(refusal: .responseChunk))
        case .untilClose: body = .untilClose
        }
        return true
    }

    /// The length of a body that is here already, and so small that one write with its head is cheaper than two buffers.
    private static func lengthToCopy(_ head: ResponseHead, available: Int) -> Int? {
        guard case .length(let length) = head.framing, length <= available, length <= 4096 else { return nil }
        return length
    }

    private func end(trailers: [UInt8]) {
        body = .idle
        client?.upstreamEnded(trailers: trailers)
    }
}
