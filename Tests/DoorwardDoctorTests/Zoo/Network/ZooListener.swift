import DoorwardDoctor
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A world behind real sockets on the loopback interface: one for plain HTTP, one for each kind of certificate.
struct ZooListener: Sendable {
    private let world: ZooWorld
    private let plain: any Channel
    private let secured: [ZooNetwork.TLS: any Channel]
    /// A port at which nobody listens any more.
    private let deadPort: Int

    static func open(_ world: ZooWorld) async throws -> ZooListener {
        let kinds = Set(world.network.certificates.values).union([.good])
        var secured: [ZooNetwork.TLS: any Channel] = [:]
        for kind in kinds { secured[kind] = try await bind(world, try ZooContexts.context(kind)) }
        let dead = try await bind(world, nil)
        let port = dead.localAddress?.port ?? 9
        try await dead.close()
        return ZooListener(world: world, plain: try await bind(world, nil), secured: secured, deadPort: port)
    }

    func close() async throws {
        for channel in [plain] + secured.values { try await channel.close() }
    }

    /// Where each host and port of the world is, as `HOST:PORT:ADDRESS:PORT`; whatever else is asked for leads nowhere.
    var mappings: [String] {
        var mappings: [String] = []
        for host in ZooNetwork.hosts {
            let open = world.network.closed.contains(host) ? nil : secured[world.network.certificate(host)]
            for port in [443] + world.network.otherPorts {
                mappings.append("\(host):\(port):" + Self.address(open, deadPort))
            }
            mappings.append("\(host):80:" + Self.address(plain, deadPort))
        }
        for place in world.network.plain where !place.hasSuffix(":80") {
            mappings.append("\(place):" + Self.address(plain, deadPort))
        }
        return mappings + ["::127.0.0.1:\(deadPort)"]
    }

    private static func address(_ channel: (any Channel)?, _ deadPort: Int) -> String {
        "127.0.0.1:\(channel?.localAddress?.port ?? deadPort)"
    }

    private static func bind(_ world: ZooWorld, _ context: NIOSSLContext?) async throws -> any Channel {
        let scheme = context == nil ? "http" : "https"
        return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(ZooConnection(world: world, scheme: scheme))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }
}

/// TLS for each kind of certificate, set up once.
enum ZooContexts {
    private static let contexts: Result<[ZooNetwork.TLS: NIOSSLContext], any Error> = Result {
        var contexts: [ZooNetwork.TLS: NIOSSLContext] = [:]
        for kind in ZooNetwork.TLS.allCases {
            let identity = try ZooCertificates.identity(kind)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: identity.chain.map { .certificate($0) }, privateKey: .privateKey(identity.key))
            configuration.applicationProtocols = ["http/1.1"]
            if kind == .oldVersion {
                configuration.minimumTLSVersion = .tlsv1
                configuration.maximumTLSVersion = .tlsv11
            }
            contexts[kind] = try NIOSSLContext(configuration: configuration)
        }
        return contexts
    }

    struct Missing: Error {}

    static func context(_ kind: ZooNetwork.TLS) throws -> NIOSSLContext {
        guard let context = try contexts.get()[kind] else { throw Missing() }
        return context
    }
}
