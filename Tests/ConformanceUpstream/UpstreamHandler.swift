import NIOCore
import NIOHTTP1

/// One connection of the upstream: collects a request, then lets its route answer.
final class UpstreamHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Where bytes written skip the response encoder, for answers that are not HTTP.
    let raw: ChannelHandlerContext
    let ledger: Ledger
    var received: ReceivedRequest?
    private var answersHEAD = false

    init(raw: ChannelHandlerContext, ledger: Ledger) {
        self.raw = raw
        self.ledger = ledger
    }

    func channelActive(context: ChannelHandlerContext) {
        ledger.connected()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            let request = ReceivedRequest(head: head)
            received = request
            answersHEAD = head.method == .HEAD
            if request.target.path != "/_count" { ledger.began(head.uri) }
            routeHead(request, context)
        case .body(let buffer):
            received?.append(buffer)
        case .end(let trailers):
            guard var request = received else { return }
            received = nil
            request.trailers = trailers ?? [:]
            if request.target.path != "/_count" { ledger.finished() }
            route(request, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func send(
        _ context: ChannelHandlerContext, status: HTTPResponseStatus = .ok, type: String = "application/json",
        headers: HTTPHeaders = [:], body: some StringProtocol, then finish: (() -> Void)? = nil
    ) {
        var all: HTTPHeaders = ["Content-Type": type]
        if status.mayHaveResponseBody { all.add(name: "Content-Length", value: "\(body.utf8.count)") }
        all.add(contentsOf: headers)
        begin(context, status: status, headers: all)
        if status.mayHaveResponseBody, !answersHEAD { write(context, ByteBuffer(substring: Substring(body))) }
        end(context, then: finish)
    }

    func begin(_ context: ChannelHandlerContext, status: HTTPResponseStatus = .ok, headers: HTTPHeaders) {
        context.writeAndFlush(
            wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
    }

    func write(_ context: ChannelHandlerContext, _ buffer: ByteBuffer) {
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }

    func end(_ context: ChannelHandlerContext, trailers: HTTPHeaders? = nil, then finish: (() -> Void)? = nil) {
        let written = context.writeAndFlush(wrapOutboundOut(.end(trailers)))
        if let finish { written.assumeIsolated().whenComplete { _ in finish() } }
    }
}

/// A request as the upstream received it.
struct ReceivedRequest {
    let head: HTTPRequestHead
    let target: Target
    var trailers: HTTPHeaders = [:]
    private(set) var length = 0
    private var digest = SHA256()

    init(head: HTTPRequestHead) {
        self.head = head
        target = Target(head.uri)
    }

    mutating func append(_ buffer: ByteBuffer) {
        length += buffer.readableBytes
        digest.update(buffer.readableBytesView)
    }

    /// Everything about the request, for the test to look at.
    func echo() -> String {
        var digest = digest
        return "{\"method\":\(JSON.string(head.method.rawValue)),\"target\":\(JSON.string(head.uri)),"
            + "\"version\":\"\(head.version.major).\(head.version.minor)\",\"headers\":\(JSON.pairs(head.headers)),"
            + "\"length\":\(length),\"sha256\":\"\(digest.hexDigest())\",\"trailers\":\(JSON.pairs(trailers))}"
    }
}

extension HTTPResponseStatus {
    fileprivate var mayHaveResponseBody: Bool { code >= 200 && code != 204 && code != 304 }
}
