package import NIOCore
internal import NIOSSL

/// A gate without sockets: callers and the API are channels of whoever makes it, all on one event loop.
///
/// For tests, and for counting what a call costs where no kernel and no other connection is in the way.
package final class InProcessGate {
    private let loop: GateLoop

    /// - Parameters:
    ///   - log: how lines look, and where they go.
    ///   - connect: makes a connected channel to the API with the given handler in it.
    package init(
        _ policy: GatePolicy, on eventLoop: any EventLoop, log: (format: LogFormat, sink: any LogSink),
        connect: @escaping (any ChannelHandler) throws -> Void
    ) {
        let compiled = CompiledPolicy(policy)
        loop = GateLoop(
            eventLoop: eventLoop, policy: compiled, tls: nil,
            accessLog: AccessLog(format: log.format, sink: log.sink),
            budget: DescriptorBudget(limit: 1 << 20, loops: 1, callers: 1024, upstream: 128),
            connector: ClosureConnector(make: connect))
    }

    /// What a caller's channel needs in its pipeline to be served by the gate.
    ///
    /// - Parameter address: the caller's address, without a port.
    package func makeCallerHandler(address: String) -> any ChannelHandler {
        GateConnection(loop: loop, peer: PeerAddress(parsing: address) ?? PeerAddress(text: address, bytes: []))
    }

    private struct ClosureConnector: UpstreamConnector {
        let make: (any ChannelHandler) throws -> Void

        func connect(
            _ connection: UpstreamConnection, to target: UpstreamTarget, tls: NIOSSLContext?, within time: TimeAmount,
            on eventLoop: any EventLoop
        ) -> EventLoopFuture<Void> {
            eventLoop.makeCompletedFuture { try make(connection) }
        }
    }
}
