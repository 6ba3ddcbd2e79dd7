internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// Sends one request once the other side is who it should be, and reads one answer.
final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    typealias Outcome = Result<FetchedDocument, FetchFailure>

    /// Who the other side must prove to be.
    enum Server: Sendable {
        case anybody, certifiedAddress
        case certified(String)
    }

    private let request: [UInt8]
    private let server: Server
    private let outcome: EventLoopPromise<Outcome>
    private var reader: AnswerReader
    private var isDone = false
    private var isClean = true

    init(request: [UInt8], server: Server, reader: AnswerReader, outcome: EventLoopPromise<Outcome>) {
        self.request = request
        self.server = server
        self.reader = reader
        self.outcome = outcome
    }

    func channelActive(context: ChannelHandlerContext) {
        if case .anybody = server { send(context) }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Whom the certificate is for has been verified by then, as far as the library does that.
        if case .handshakeCompleted = event as? TLSUserEvent { greet(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return }
        do throws(FetchFailure) {
            try reader.take(Array(unwrapInboundIn(data).readableBytesView))
        } catch {
            return finish(.failure(error), context)
        }
        if let document = reader.document { finish(.success(document), context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? NIOSSLError, case .uncleanShutdown = error {
            isClean = false
            return
        }
        finish(.failure(.unreachable(FetchFailure.words(for: error))), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        guard !isDone else { return }
        do throws(FetchFailure) {
            finish(.success(try reader.end(isClean: isClean)), context)
        } catch {
            finish(.failure(error), context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        guard !isDone else { return }
        isDone = true
        outcome.succeed(.failure(.unreachable("the connection was closed")))
    }

    private func greet(_ context: ChannelHandlerContext) {
        switch server {
        case .anybody: return
        case .certifiedAddress: return send(context)
        case .certified(let name):
            let certificate = try? context.channel.pipeline.syncOperations.nioSSL_peerCertificate()
            guard let certificate, CertificateName.matches(certificate, name) else {
                return finish(.failure(.unreachable("its certificate is for another name")), context)
            }
            send(context)
        }
    }

    private func send(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: request)), promise: nil)
    }

    private func finish(_ result: Outcome, _ context: ChannelHandlerContext) {
        guard !isDone else { return }
        isDone = true
        outcome.succeed(result)
        context.close(promise: nil)
    }
}
