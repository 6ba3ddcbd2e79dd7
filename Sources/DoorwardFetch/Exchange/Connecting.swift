internal import NIOCore
internal import NIOPosix

/// The one step that opens a connection.
protocol Connecting: Sendable {
    /// - Parameters:
    ///   - address: where to, exactly.
    ///   - limit: how long that may take.
    ///   - setUp: makes the channel ready before it is connected.
    func connect(
        to address: HostAddress, port: Int, within limit: TimeAmount,
        setUp: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) async throws -> any Channel
}

/// Opens connections of TCP.
struct TCPConnector: Connecting {
    func connect(
        to address: HostAddress, port: Int, within limit: TimeAmount,
        setUp: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) async throws -> any Channel {
        let socket = try SocketAddress(packedIPAddress: ByteBuffer(bytes: address.bytes), port: port)
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(limit)
            .channelInitializer(setUp)
            .connect(to: socket).get()
    }
}
