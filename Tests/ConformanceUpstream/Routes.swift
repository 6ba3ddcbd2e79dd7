import NIOCore
import NIOHTTP1

extension UpstreamHandler {
    /// Routes that act before the body has been read.
    func routeHead(_ request: ReceivedRequest, _ context: ChannelHandlerContext) {
        switch request.target.path {
        case "/early":
            let status = request.target.number("status", default: 200)
            send(context, status: .init(statusCode: status), body: #"{"early":true}"#)
        case "/100" where request.head.headers.contains(name: "Expect"):
            raw.writeAndFlush(NIOAny(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        default: break
        }
    }

    /// Routes that answer once the request is complete.
    func route(_ request: ReceivedRequest, _ context: ChannelHandlerContext) {
        let target = request.target
        switch target.path {
        case "/hello": send(context, body: #"{"message":"Hello from the plugin!"}"#)
        case "/echo", "/100", "/undocumented": send(context, body: request.echo())
        case "/early", "/hang": break
        case "/stream": stream(target, context)
        case "/sse": events(target, context)
        case "/slow": after(target.number("ms", default: 100), context) { self.send(context, body: #"{"slow":true}"#) }
        case "/drip": drip(target, context)
        case "/trailers": trailers(context)
        case "/reset": reset(target, context)
        case "/close": close(target, context)
        case "/garbage": garbage(context)
        case "/openapi.json": send(context, body: UpstreamDocument.json)
        case "/openapi.yaml": send(context, type: "application/yaml", body: UpstreamDocument.yaml)
        case "/_count": send(context, body: ledger.json)
        case let path where path.hasPrefix("/pets/"):
            send(context, body: "{\"id\":\(JSON.string(path.dropFirst(6)))}")
        case let path where path.hasPrefix("/status/"):
            let status = Int(path.dropFirst(8)) ?? 500
            send(context, status: .init(statusCode: status), body: "{\"status\":\(status)}")
        default: send(context, status: .notFound, body: #"{"detail":"Not Found"}"#)
        }
    }

    private func after(_ milliseconds: Int, _ context: ChannelHandlerContext, _ action: @escaping () -> Void) {
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            if context.channel.isActive { action() }
        }
    }

    /// `bytes` bytes of a pattern that `seed` shifts, in pieces of `chunk`, each written when the one before has left.
    private func stream(_ target: Target, _ context: ChannelHandlerContext) {
        let total = target.number("bytes", default: 1024)
        let piece = max(1, target.number("chunk", default: 16_384))
        var headers: HTTPHeaders = ["Content-Type": "application/octet-stream"]
        if target.has("length") { headers.add(name: "Content-Length", value: "\(total)") }
        begin(context, headers: headers)
        streamOn(context, sent: 0, total: total, piece: piece, seed: target.number("seed", default: 0))
    }

    private func streamOn(_ context: ChannelHandlerContext, sent: Int, total: Int, piece: Int, seed: Int) {
        guard sent < total, context.channel.isActive else { return end(context) }
        let count = min(piece, total - sent)
        let bytes = (sent..<sent + count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8 &+ seed) }
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes))))).assumeIsolated()
            .whenSuccess { self.streamOn(context, sent: sent + count, total: total, piece: piece, seed: seed) }
    }

    /// `n` server-sent events, one every `ms` milliseconds, the first at once.
    private func events(_ target: Target, _ context: ChannelHandlerContext) {
        begin(context, headers: ["Content-Type": "text/event-stream", "Cache-Control": "no-cache"])
        every(target.number("ms", default: 100), context, times: target.number("n", default: 3)) { number in
            ByteBuffer(string: "id: \(number)\ndata: event \(number)\n\n")
        }
    }

    /// A body of `n` bytes, one every `ms` milliseconds.
    private func drip(_ target: Target, _ context: ChannelHandlerContext) {
        let count = target.number("n", default: 5)
        begin(context, headers: ["Content-Type": "text/plain", "Content-Length": "\(count)"])
        every(target.number("ms", default: 100), context, times: count) { _ in ByteBuffer(string: ".") }
    }

    private func every(
        _ milliseconds: Int, _ context: ChannelHandlerContext, times: Int, from number: Int = 0,
        _ make: @escaping (Int) -> ByteBuffer
    ) {
        guard number < times else { return end(context) }
        write(context, make(number))
        after(milliseconds, context) { self.every(milliseconds, context, times: times, from: number + 1, make) }
    }

    private func trailers(_ context: ChannelHandlerContext) {
        begin(context, headers: ["Content-Type": "text/plain", "Trailer": "X-Checksum"])
        write(context, ByteBuffer(string: "with trailers"))
        end(context, trailers: ["X-Checksum": "12345"])
    }

    /// Breaks off: `at=head` (the default is the middle of a body) before a byte of the answer.
    private func reset(_ target: Target, _ context: ChannelHandlerContext) {
        if target.has("head") { return context.close(promise: nil) }
        var headers: HTTPHeaders = ["Content-Type": "text/plain"]
        if !target.has("chunked") { headers.add(name: "Content-Length", value: "1000") }
        begin(context, headers: headers)
        write(context, ByteBuffer(string: "0123456789"))
        after(50, context) { context.close(promise: nil) }
    }

    /// Answers and closes; with `quiet`, without having said so in the answer.
    private func close(_ target: Target, _ context: ChannelHandlerContext) {
        let headers: HTTPHeaders = target.has("quiet") ? [:] : ["Connection": "close"]
        send(context, headers: headers, body: #"{"closing":true}"#) { context.close(promise: nil) }
    }

    private func garbage(_ context: ChannelHandlerContext) {
        raw.writeAndFlush(NIOAny(ByteBuffer(string: "this is not HTTP\r\n\r\n"))).assumeIsolated()
            .whenComplete { _ in context.close(promise: nil) }
    }
}
