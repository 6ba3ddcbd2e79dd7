internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Makes channels to the API.
protocol UpstreamConnector {
    /// Connects, and puts the handler into the channel's pipeline.
    ///
    /// - Parameters:
    ///   - tls: what the API's certificate is judged by, where it is spoken to over TLS.
    ///   - time: how long it may take.
    /// - Returns: when the channel is connected; the future fails where it cannot be.
    func connect(
        _ connection: UpstreamConnection, to target: UpstreamTarget, tls: NIOSSLContext?, within time: TimeAmount,
        on eventLoop: any EventLoop
    ) -> EventLoopFuture<Void>
}

/// Connects by TCP.
struct SocketConnector: UpstreamConnector {
    func connect(
        _ connection: UpstreamConnection, to target: UpstreamTarget, tls: NIOSSLContext?, within time: TimeAmount,
        on eventLoop: any EventLoop
    ) -> EventLoopFuture<Void> {
        connection.tellsItsEnd = tls == nil
        let handler = NIOLoopBound(connection, eventLoop: eventLoop)
        let name = target.host
        return ClientBootstrap(group: eventLoop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            // One buffer at a time: a stream that never pauses would keep the loop from everybody else for as many as this says.
            .channelOption(.maxMessagesPerRead, value: 1)
            .connectTimeout(time)
            .channelOption(.allowRemoteHalfClosure, value: tls == nil)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let serverName = PeerAddress(parsing: name) == nil ? name : nil
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: serverName))
                    }
                    try channel.pipeline.syncOperations.addHandler(handler.value)
                }
            }
            .connect(host: target.host, port: target.port)
            .map { _ in }
    }
}
