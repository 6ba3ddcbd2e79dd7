internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// A server on this machine that waits for the browser to come back from a sign-in (RFC 8252 section 7.3).
///
/// It answers a GET of one path with a short page, and nothing else.
final class LoopbackCallback: Sendable {
    let port: Int
    private let channels: [any Channel]
    private let arrival: Arrival

    /// Where what came is kept until somebody waits for it.
    fileprivate final class Arrival: Sendable {
        private struct State {
            var target: String?
            var isOver = false
            var waiting: CheckedContinuation<String?, Never>?
        }

        private let state = Mutex(State())

        func came(_ target: String) { finish(target) }
        func giveUp() { finish(nil) }

        private func finish(_ target: String?) {
            let waiting = state.withLock { state -> CheckedContinuation<String?, Never>? in
                guard !state.isOver else { return nil }
                state.isOver = true
                state.target = target
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume(returning: target)
        }

        func wait() async -> String? {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.isOver { state.waiting = continuation }
                    return state.isOver
                }
                if isOver { continuation.resume(returning: state.withLock { $0.target }) }
            }
        }
    }

    /// Begins to listen at 127.0.0.1, and at ::1 where there is one.
    ///
    /// - Parameters:
    ///   - port: 0 for any that is free.
    ///   - path: of the redirect URI.
    /// - Throws: what binding throws, when the port is taken.
    init(port: Int, path: String) async throws {
        let arrival = Arrival()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(CallbackHandler(path: path, arrival: arrival))
                }
            }
        let first = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
        self.port = first.localAddress?.port ?? port
        // Browsers may take `localhost` for ::1.
        let second = try? await bootstrap.bind(host: "::1", port: self.port).get()
        channels = [first] + (second.map { [$0] } ?? [])
        self.arrival = arrival
    }

    /// Path and query with which the browser came; nil when it did not come in time.
    func wait(_ limit: Duration) async -> String? {
        let arrival = arrival
        let end = Task {
            try? await Task.sleep(for: limit)
            arrival.giveUp()
        }
        defer { end.cancel() }
        return await arrival.wait()
    }

    func close() async {
        for channel in channels { try? await channel.close().get() }
    }
}

/// Answers one request.
private final class CallbackHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let path: String
    private let arrival: LoopbackCallback.Arrival
    private var head: HTTPRequestHead?

    init(path: String, arrival: LoopbackCallback.Arrival) {
        self.path = path.isEmpty ? "/" : path
        self.arrival = arrival
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: return
        case .end:
            guard let head else { return }
            answer(head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let isPath = head.uri.prefix { $0 != "?" } == path
        let isHere = isPath && head.method == .GET
        let status: HTTPResponseStatus = isHere ? .ok : isPath ? .methodNotAllowed : .notFound
        let text = isHere ? Self.page : "\(status.reasonPhrase)\n"
        var headers = HTTPHeaders([
            ("Content-Type", isHere ? "text/html; charset=utf-8" : "text/plain"), ("Cache-Control", "no-store"),
            ("Content-Length", "\(text.utf8.count)"), ("Connection", "close"), ("Referrer-Policy", "no-referrer"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
        ])
        if status == .methodNotAllowed { headers.add(name: "Allow", value: "GET") }
        let response = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(string: text)))), promise: nil)
        let channel = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.value.close(promise: nil) }
        // What came in counts once it is answered; the first one only.
        if isHere { arrival.came(head.uri) }
    }

    private static let page = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Doorward doctor</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem;
        color: #1c2430; background: #fff } @media (prefers-color-scheme: dark) { body { color: #e6eaf0;
        background: #12161d } }</style></head><body><h1>That was it</h1>
        <p>You may close this page. The examination goes on where you started it.</p></body></html>

        """
}
