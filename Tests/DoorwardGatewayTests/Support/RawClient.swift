import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A client that sends bytes and keeps what comes back.
final class RawClient: Sendable {
    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let state: NIOLockedValueBox<State>

        init(_ state: NIOLockedValueBox<State>) { self.state = state }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).readableBytesView)
            state.withLockedValue { $0.bytes += bytes }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { state.withLockedValue { $0.hasEnded = true } }
        }

        func channelInactive(context: ChannelHandlerContext) { state.withLockedValue { $0.hasEnded = true } }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            state.withLockedValue { $0.hasEnded = true }
            context.close(promise: nil)
        }
    }

    struct State {
        var bytes: [UInt8] = []
        var hasEnded = false
    }

    struct TimedOut: Error, CustomStringConvertible {
        let received: String
        var description: String { "timed out; received \(received.debugDescription)" }
    }

    let channel: any Channel
    private let state: NIOLockedValueBox<State>

    private init(_ channel: any Channel, _ state: NIOLockedValueBox<State>) {
        self.channel = channel
        self.state = state
    }

    static func connect(to address: SocketAddress?, autoRead: Bool = true) async throws -> RawClient {
        let state = NIOLockedValueBox(State())
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: autoRead)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(state))
                }
            }
            .connect(host: "127.0.0.1", port: address?.port ?? 0).get()
        return RawClient(channel, state)
    }

    func send(_ text: String) async throws { try await send(text.bytes) }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    func closeOutput() async throws { try await channel.close(mode: .output).get() }

    func close() async { try? await channel.close().get() }

    var received: [UInt8] { state.withLockedValue { $0.bytes } }
    var text: String { String(decoding: received, as: UTF8.self) }
    var hasEnded: Bool { state.withLockedValue { $0.hasEnded } }

    /// Waits until what was received is enough, or fails after a minute: machines that run many tests at once are slow.
    @discardableResult
    func wait(until isEnough: ([UInt8], Bool) -> Bool) async throws -> [UInt8] {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let (bytes, hasEnded) = state.withLockedValue { ($0.bytes, $0.hasEnded) }
            if isEnough(bytes, hasEnded) { return bytes }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw TimedOut(received: String(text.prefix(500)))
    }

    /// Waits for so many answers of the gate, counted by their request ids, and for the last one's end.
    func answers(_ count: Int) async throws -> String {
        let bytes = try await wait { bytes, _ in AnswerReader.read(bytes).count >= count }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Waits until the other end has closed, and closes too.
    func end() async throws -> String {
        let bytes = try await wait { _, hasEnded in hasEnded }
        await close()
        return String(decoding: bytes, as: UTF8.self)
    }
}
