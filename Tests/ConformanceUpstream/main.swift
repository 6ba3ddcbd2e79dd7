import NIOCore
import NIOHTTP1
import NIOPosix

// The upstream process of the conformance tests: an HTTP server with every behaviour, good and bad, that a gate meets.
// It listens on a free loopback port, says which on its first line of output, and runs until it is killed.

let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
let loop = group.next()
let ledger = try NIOLoopBound.makeBoundToOnlyLoop(of: loop)
let server = try ServerBootstrap(group: loop)
    .serverChannelOption(.backlog, value: 256)
    .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    .childChannelOption(.allowRemoteHalfClosure, value: true)
    .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: true)
            let encoder = try channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
            try channel.pipeline.syncOperations.addHandler(UpstreamHandler(raw: encoder, ledger: ledger.value))
        }
    }
    .bind(host: "127.0.0.1", port: 0)
    .wait()
print("listening on 127.0.0.1:\(server.localAddress?.port ?? 0)")
flushOutput()
try server.closeFuture.wait()
