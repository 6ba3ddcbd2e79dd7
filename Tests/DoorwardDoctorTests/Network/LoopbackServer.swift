import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on the loopback interface that answers each request with bytes that a test chose.
final class LoopbackServer: Sendable {
    /// What is sent, and what happens then.
    struct Answer: Sendable {
        var pieces: [String]
        /// Behind the last piece, bytes that are no text.
        var bytes: [UInt8] = []
        var pause: TimeAmount = .zero
        /// Whether the connection ends behind the last piece.
        var closes = true

        init(_ pieces: String..., pause: TimeAmount = .zero, closes: Bool = true) {
            self.pieces = pieces
            self.pause = pause
            self.closes = closes
        }
    }

    private let channel: any Channel
    private let log: Log
    let port: Int

    final class Log: Sendable {
        let requests = Mutex<[String]>([])
    }

    /// The heads and bodies that came, as they came.
    var requests: [String] { log.requests.withLock { $0 } }

    static func open(tls: NIOSSLContext? = nil, _ answer: Answer) async throws -> LoopbackServer {
        let log = Log()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(Responder(answer: answer, log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return LoopbackServer(channel: channel, log: log)
    }

    private init(channel: any Channel, log: Log) {
        self.channel = channel
        self.log = log
        port = channel.localAddress?.port ?? 0
    }

    func close() async { try? await channel.close() }
}

private final class Responder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: LoopbackServer.Answer
    private let log: LoopbackServer.Log
    private var text = ""

    init(answer: LoopbackServer.Answer, log: LoopbackServer.Log) {
        self.answer = answer
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        // A client that begins with TLS gets the answer at once.
        if text.isEmpty, part.readableBytesView.first == 0x16 { return send(0, on: context.channel) }
        text += String(buffer: part)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return }
        let length = text[..<end.lowerBound].split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("content-length:")
        }
        let wanted = length.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
        guard text[end.upperBound...].utf8.count >= wanted else { return }
        let request = text
        text = ""
        log.requests.withLock { $0.append(request) }
        send(0, on: context.channel)
    }

    private func send(_ number: Int, on channel: any Channel) {
        guard number < answer.pieces.count else {
            if answer.closes { channel.close(promise: nil) }
            return
        }
        let piece = answer.pieces[number]
        let answer = answer
        let isLast = number + 1 == answer.pieces.count
        channel.writeAndFlush(ByteBuffer(bytes: Array(piece.utf8) + (isLast ? answer.bytes : [])), promise: nil)
        guard number + 1 < answer.pieces.count else {
            if answer.closes { channel.close(promise: nil) }
            return
        }
        let next = UnsafeSend(run: { self.send(number + 1, on: channel) })
        channel.eventLoop.scheduleTask(in: answer.pause) { next.run() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Carries work to the loop that it came from.
private struct UnsafeSend: @unchecked Sendable {
    let run: () -> Void
}
