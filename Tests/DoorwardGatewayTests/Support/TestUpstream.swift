import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

@testable import DoorwardGateway

/// An upstream on loopback that does with each complete request head what a script says.
final class TestUpstream: Sendable {
    /// What the script sees: the head's text, the connection's number and the request's number on it.
    struct Request: Sendable {
        let head: String
        let connection: Int
        let number: Int
    }

    enum Reaction: Sendable {
        /// Answers at once and keeps the connection.
        case answer(String)
        /// Answers and closes.
        case answerAndClose(String)
        /// Closes without a word.
        case close
        /// Sends back the body, chunk by chunk as it comes.
        case echo
        /// Reads the body, then answers.
        case answerAfterBody(String)
        case silence
    }

    struct State {
        var connections = 0
        var requests: [Request] = []
        var bodyBytes = 0
    }

    private let channel: any Channel
    let state: NIOLockedValueBox<State>

    var address: SocketAddress? { channel.localAddress }
    var requests: [Request] { state.withLockedValue { $0.requests } }

    func target(connections: Int = 16) -> UpstreamTarget {
        UpstreamTarget(host: "127.0.0.1", port: address?.port ?? 0, connections: connections)
    }

    private init(_ channel: any Channel, _ state: NIOLockedValueBox<State>) {
        self.channel = channel
        self.state = state
    }

    static func start(_ script: @escaping @Sendable (Request) -> Reaction) async throws -> TestUpstream {
        let state = NIOLockedValueBox(State())
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 128)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = state.withLockedValue { state in
                        state.connections += 1
                        return state.connections
                    }
                    try channel.pipeline.syncOperations.addHandler(UpstreamScript(script, state, connection: number))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return TestUpstream(channel, state)
    }

    func stop() async { try? await channel.close().get() }
}

private final class UpstreamScript: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: @Sendable (TestUpstream.Request) -> TestUpstream.Reaction
    private let state: NIOLockedValueBox<TestUpstream.State>
    private let connection: Int
    private var number = 0
    private var inbound = ByteBuffer()
    private var reaction: TestUpstream.Reaction?
    private var framing = BodyFraming.none
    private var remaining = 0
    private var decoder = ChunkedBodyDecoder()

    init(
        _ script: @escaping @Sendable (TestUpstream.Request) -> TestUpstream.Reaction,
        _ state: NIOLockedValueBox<TestUpstream.State>, connection: Int
    ) {
        self.script = script
        self.state = state
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        inbound.writeBuffer(&bytes)
        while inbound.readableBytes > 0 || reaction != nil {
            let progressed = reaction == nil ? readHead(context) : readBody(context)
            if !progressed { break }
        }
        context.flush()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ text: String, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    private func readHead(_ context: ChannelHandlerContext) -> Bool {
        var parser = RequestHeadParser()
        guard inbound.withUnsafeReadableBytes({ parser.parse($0, limits: HeadLimits()) }) == .complete else {
            return false
        }
        let text = inbound.readString(length: parser.head.length) ?? ""
        number += 1
        let request = TestUpstream.Request(head: text, connection: connection, number: number)
        state.withLockedValue { $0.requests.append(request) }
        framing = parser.head.framing
        if case .length(let length) = framing { remaining = length }
        decoder = ChunkedBodyDecoder()
        reaction = script(request)
        switch reaction {
        case .answer(let answer): send(answer, context)
        case .answerAndClose(let answer):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer))).assumeIsolated().whenComplete { _ in
                context.close(promise: nil)
            }
        case .close: context.close(promise: nil)
        case .echo: send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", context)
        case .answerAfterBody, .silence, nil: break
        }
        return true
    }

    /// Takes what there is of the body; true when it is complete and there may be another request.
    private func readBody(_ context: ChannelHandlerContext) -> Bool {
        switch framing {
        case .none, .untilClose: return bodyEnded(context)
        case .length:
            guard let piece = inbound.readSlice(length: min(remaining, inbound.readableBytes)) else { return false }
            remaining -= piece.readableBytes
            took(piece, context)
            return remaining == 0 ? bodyEnded(context) : false
        case .chunked:
            while true {
                switch decoder.next(&inbound) {
                case .needMore: return false
                case .data(let piece): took(piece, context)
                case .end: return bodyEnded(context)
                case .refused:
                    context.close(promise: nil)
                    return false
                }
            }
        }
    }

    private func took(_ piece: ByteBuffer, _ context: ChannelHandlerContext) {
        state.withLockedValue { $0.bodyBytes += piece.readableBytes }
        guard case .echo = reaction, piece.readableBytes > 0 else { return }
        var size = ByteBuffer()
        size.writeChunkSize(piece.readableBytes)
        context.write(wrapOutboundOut(size), promise: nil)
        context.write(wrapOutboundOut(piece), promise: nil)
        send("\r\n", context)
    }

    private func bodyEnded(_ context: ChannelHandlerContext) -> Bool {
        if case .echo = reaction { send("0\r\n\r\n", context) }
        if case .answerAfterBody(let answer) = reaction { send(answer, context) }
        reaction = nil
        return true
    }
}
