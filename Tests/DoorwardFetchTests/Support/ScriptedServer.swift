import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// A server on loopback that follows a script and remembers what it saw.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        case send(String)
        case pause(TimeAmount)
        /// The same piece again and again, until the other side leaves.
        case drip(String, TimeAmount)
        case close
        /// Ends the connection under TLS's feet.
        case cut
    }

    struct Sight: Sendable {
        var accepted = 0
        var closed = 0
        var names: [String] = []
        var requests: [String] = []
    }

    private let channel: any Channel
    private let box: SightBox
    let port: Int

    var seen: Sight { box.sight.withLock { $0 } }

    static func open(_ script: Step...) async throws -> ScriptedServer { try await open(.good, script) }

    static func open(_ tls: TestAuthority.Kind?, _ script: Step...) async throws -> ScriptedServer {
        try await open(tls, script)
    }

    static func open(
        _ tls: TestAuthority.Kind?, host: String = "127.0.0.1", port: Int = 0, _ script: [Step]
    ) async throws -> ScriptedServer {
        let context = try tls.map { try TestAuthority.context($0) }
        let box = SightBox()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                box.sight.withLock { $0.accepted += 1 }
                channel.closeFuture.whenComplete { _ in box.sight.withLock { $0.closed += 1 } }
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    guard let context else { return try pipeline.addHandler(ScriptHandler(script, box)) }
                    let names = SNIHandler { result in
                        if case .hostname(let name) = result { box.sight.withLock { $0.names.append(name) } }
                        return channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                            try channel.pipeline.syncOperations.addHandler(ScriptHandler(script, box))
                        }
                    }
                    try pipeline.addHandler(ByteToMessageHandler(names))
                }
            }
            .bind(host: host, port: port).get()
        return ScriptedServer(channel: channel, box: box)
    }

    private init(channel: any Channel, box: SightBox) {
        self.channel = channel
        self.box = box
        port = channel.localAddress?.port ?? 0
    }

    func close() async { try? await channel.close() }
}

final class SightBox: Sendable {
    let sight = Mutex(ScriptedServer.Sight())
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: [ScriptedServer.Step]
    private let box: SightBox
    private var text = ""
    private var isRunning = false

    init(_ script: [ScriptedServer.Step], _ box: SightBox) {
        self.script = script
        self.box = box
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        guard !isRunning, let end = text.firstRange(of: "\r\n\r\n") else { return }
        let length = text[..<end.lowerBound].split(separator: "\r\n")
            .first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.split(separator: " ").last ?? "") }
        guard text[end.upperBound...].utf8.count >= length ?? 0 else { return }
        isRunning = true
        box.sight.withLock { $0.requests.append(text) }
        run(0, context)
    }

    private func run(_ number: Int, _ context: ChannelHandlerContext) {
        guard number < script.count, context.channel.isActive else { return }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        switch script[number] {
        case .send(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).whenComplete { _ in
                bound.value.0.run(number + 1, bound.value.1)
            }
        case .pause(let time):
            context.eventLoop.scheduleTask(in: time) { bound.value.0.run(number + 1, bound.value.1) }
        case .drip(let text, let time):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            context.eventLoop.scheduleTask(in: time) { bound.value.0.run(number, bound.value.1) }
        case .close: context.close(promise: nil)
        case .cut: cut(context)
        }
    }

    private func cut(_ context: ChannelHandlerContext) {
        // Without the handler of TLS the close says nothing to the other side.
        guard let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self) else {
            return context.close(promise: nil)
        }
        tls.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
