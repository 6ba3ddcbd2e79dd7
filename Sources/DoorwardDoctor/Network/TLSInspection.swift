internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import NIOTLS

/// Shakes hands in TLS to see what a server shows.
struct TLSInspection: Sendable {
    private static let limit = TimeAmount.seconds(10)
    let roots: [NIOSSLCertificate]

    /// What is shown at an address for a host, whoever vouches for it.
    func report(host: String, at target: ConnectTarget, now: Int64) async -> Result<TLSReport, ProbeFailure> {
        do {
            let seen = try await shakeHands(host: host, at: target, from: .tlsv1, to: nil, isTrusting: true)
            let facts = seen.chain.map { CertificateFacts(der: (try? $0.toDERBytes()) ?? []) }
            let chain = zip(seen.chain, facts).map { certificate, facts in
                TLSReport.Certificate(
                    subject: facts.subject, issuer: facts.issuer, names: facts.names,
                    notBefore: Int64(certificate.notValidBefore), notAfter: Int64(certificate.notValidAfter))
            }
            var report = TLSReport(version: seen.version, chain: chain)
            if let leaf = facts.first, !leaf.isFor(host) { report.problem = .wrongName(names: leaf.names) }
            let isTrusted = await isTrusted(host: host, at: target)
            if !isTrusted { report.problem = Self.problem(chain, facts, now: now) ?? report.problem }
            return .success(report)
        } catch {
            return .failure(ProbeFailure(error, at: target, after: .seconds(10)))
        }
    }

    /// Whether TLS 1.2 and newer are refused, and older ones are not.
    func isOnlyOld(host: String, at target: ConnectTarget) async -> Bool {
        let new = try? await shakeHands(host: host, at: target, from: .tlsv12, to: nil, isTrusting: true)
        guard new == nil else { return false }
        return (try? await shakeHands(host: host, at: target, from: .tlsv1, to: .tlsv11, isTrusting: true)) != nil
    }

    private func isTrusted(host: String, at target: ConnectTarget) async -> Bool {
        (try? await shakeHands(host: host, at: target, from: .tlsv1, to: nil, isTrusting: false)) != nil
    }

    /// Why nobody vouches for a chain: the reason that is to be mended first.
    private static func problem(
        _ chain: [TLSReport.Certificate], _ facts: [CertificateFacts], now: Int64
    ) -> ProbeFailure.TLSProblem? {
        if chain.contains(where: { $0.notAfter < now }) { return .expired }
        if chain.contains(where: { $0.notBefore > now }) { return .notYetValid }
        guard let leaf = facts.first else { return .other("no certificate is shown") }
        if leaf.isSelfIssued { return .selfSigned }
        // A public authority's certificate that comes alone lacks the one between.
        return facts.count == 1 && leaf.hasIssuerAddress ? .incompleteChain : .unknownAuthority
    }

    // MARK: - One handshake

    /// - Parameter isTrusting: whether any certificate will do.
    private func shakeHands(
        host: String, at target: ConnectTarget, from oldest: TLSVersion, to newest: TLSVersion?, isTrusting: Bool
    ) async throws -> (version: String, chain: [NIOSSLCertificate]) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = oldest
        configuration.maximumTLSVersion = newest
        configuration.certificateVerification = .noHostnameVerification
        configuration.additionalTrustRoots = roots.isEmpty ? [] : [.certificates(roots)]
        configuration.applicationProtocols = ["http/1.1"]
        let context = try NIOSSLContext(configuration: configuration)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let watch = HandshakeWatch(done: loop.makePromise(of: Void.self))
        let chain = loop.makePromise(of: [NIOSSLCertificate].self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop).connectTimeout(Self.limit).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let name = Self.isNumeric(host) ? nil : host
                    let handler: NIOSSLClientHandler
                    if isTrusting {
                        handler = try NIOSSLClientHandler(context: context, serverHostname: name) { seen, verdict in
                            chain.succeed(seen)
                            verdict.succeed(.certificateVerified)
                        }
                    } else {
                        handler = try NIOSSLClientHandler(context: context, serverHostname: name)
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                    try channel.pipeline.syncOperations.addHandler(watch)
                }
            }.connect(host: target.host, port: target.port).get()
        } catch {
            watch.done.fail(error)
            chain.fail(error)
            throw error
        }
        // One deadline for all of it: a server may go silent in the middle.
        let alarm = loop.scheduleTask(in: Self.limit) { watch.done.fail(ChannelError.connectTimeout(Self.limit)) }
        defer {
            alarm.cancel()
            channel.close(promise: nil)
        }
        do {
            try await watch.done.futureResult.get()
        } catch {
            chain.fail(error)
            throw error
        }
        let version = try await channel.nioSSL_tlsVersion().get()
        if !isTrusting { chain.succeed([]) }
        return (Self.name(of: version), try await chain.futureResult.get())
    }

    static func isNumeric(_ host: String) -> Bool {
        host.contains(":") || host.utf8.allSatisfy { $0 == 0x2E || $0 >= 0x30 && $0 <= 0x39 }
    }

    private static func name(of version: TLSVersion?) -> String {
        switch version {
        case .tlsv1: "TLSv1.0"
        case .tlsv11: "TLSv1.1"
        case .tlsv12: "TLSv1.2"
        case .tlsv13: "TLSv1.3"
        default: "unknown"
        }
    }
}

/// Says when a handshake is over, either way.
private final class HandshakeWatch: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    let done: EventLoopPromise<Void>

    init(done: EventLoopPromise<Void>) { self.done = done }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { done.succeed() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { done.fail(ChannelError.eof) }
}
