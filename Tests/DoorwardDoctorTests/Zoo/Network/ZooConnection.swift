import NIOCore
import NIOHTTP1

/// Takes requests from a connection to a world, and its answers back.
final class ZooConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let world: ZooWorld
    private let scheme: String
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(world: ZooWorld, scheme: String) {
        self.world = world
        self.scheme = scheme
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let bytes): body += bytes.readableBytesView
        case .end:
            guard let head else { return }
            answer(head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let request = ZooRequest(
            method: head.method.rawValue, scheme: scheme, authority: head.headers.first(name: "host") ?? "",
            target: head.uri, headers: head.headers.map { ($0.name, $0.value) }, body: body)
        let response = world.answer(request)
        guard response.delay > .zero else { return write(response, head, context) }
        let pause = TimeAmount.nanoseconds(response.delay.components.seconds * 1_000_000_000)
        context.eventLoop.assumeIsolated().scheduleTask(in: pause) { self.write(response, head, context) }
    }

    private func write(_ response: ZooResponse, _ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: response.status))
        for field in response.headers { head.headers.add(name: field.name, value: field.value) }
        if request.method != .HEAD, response.status != 204 {
            head.headers.replaceOrAdd(name: "Content-Length", value: String(response.body.count))
        }
        if !request.isKeepAlive { head.headers.add(name: "Connection", value: "close") }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !response.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        }
        let isLast = !request.isKeepAlive
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            if isLast { context.close(promise: nil) }
        }
    }
}
