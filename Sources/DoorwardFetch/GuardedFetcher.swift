internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Fetches over HTTP/1.1 from addresses that it has resolved once, judged and pinned.
///
/// For a stranger's address (``FetchRequest/Trust/stranger``) https is required, and when any address of the host is
/// not public unicast no connection is made at all. The connection goes to one of the addresses that were judged; the
/// certificate, SNI and `Host` are those of the name. No redirect is followed, no compression asked for or accepted, and
/// each connection carries one request and one answer, whose head is at most 16 KiB.
public final class GuardedFetcher: DocumentFetching {
    private static let longest = Duration.seconds(3_600)

    private let lookup: BoundedLookup
    private let connector: any Connecting
    private let allowsLoopback: Bool
    private let product: String
    private let tls: NIOSSLContext

    /// - Parameters:
    ///   - resolver: finds the addresses of names.
    ///   - allowsLoopback: whether strangers may name loopback addresses: only for a server that is on loopback
    ///     itself.
    ///   - certificateAuthorities: a file of certificates in PEM that are trusted as the system's are.
    ///   - product: what the `User-Agent` field says.
    /// - Throws: ``FetcherProblem``.
    public convenience init(
        resolver: any AddressResolver = SystemResolver(), allowsLoopback: Bool = false,
        certificateAuthorities: String? = nil, product: String = "Doorward"
    ) throws(FetcherProblem) {
        self.init(
            resolver: resolver, connector: TCPConnector(), allowsLoopback: allowsLoopback,
            tls: try Self.context(certificateAuthorities), product: product)
    }

    init(
        resolver: any AddressResolver, connector: any Connecting, allowsLoopback: Bool, tls: NIOSSLContext,
        product: String = "Doorward"
    ) {
        lookup = BoundedLookup(resolver)
        self.connector = connector
        self.allowsLoopback = allowsLoopback
        self.product = FieldGrammar.isValue(product.utf8) && !product.isEmpty ? product : "Doorward"
        self.tls = tls
    }

    public func check(_ request: FetchRequest) throws(FetchFailure) {
        try AddressRule(trust: request.trust, allowsLoopback: allowsLoopback).check(try FetchAddress(request.url))
    }

    public func fetch(_ request: FetchRequest) async throws(FetchFailure) -> FetchedDocument {
        let timeout = min(max(request.timeout, .zero), Self.longest)
        let deadline = ContinuousClock.now + timeout
        let address = try FetchAddress(request.url)
        let rule = AddressRule(trust: request.trust, allowsLoopback: allowsLoopback)
        try rule.check(address)
        let attempt = FetchAttempt(
            address, request: try request.wire(to: address, product: product),
            reader: AnswerReader(method: request.method, limit: request.limit), tls: tls, connector: connector,
            deadline: deadline)
        return try await race(attempt, timeout: timeout) { [lookup] () async throws(FetchFailure) in
            try await attempt.run(try await lookup.addresses(of: address, rule: rule))
        }
    }

    /// Waits for an attempt, its time or the caller's patience, whichever ends first. A lookup cannot be stopped, so
    /// what is late is left behind rather than waited for.
    private func race(
        _ attempt: FetchAttempt, timeout: Duration,
        _ work: @escaping @Sendable () async throws(FetchFailure) -> FetchedDocument
    ) async throws(FetchFailure) -> FetchedDocument {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let outcome = loop.makePromise(of: AnswerHandler.Outcome.self)
        let alarm = loop.scheduleTask(in: TimeAmount(timeout)) { outcome.succeed(.failure(.timedOut)) }
        Task {
            do throws(FetchFailure) {
                outcome.succeed(.success(try await work()))
            } catch {
                outcome.succeed(.failure(error))
            }
        }
        let result = await withTaskCancellationHandler {
            try? await outcome.futureResult.get()
        } onCancel: {
            outcome.succeed(.failure(.unreachable("the fetch was given up")))
        }
        alarm.cancel()
        attempt.end()
        guard let result else { throw .unreachable("the connection was closed") }
        return try result.get()
    }

    /// What is trusted: the system's authorities, and those of a file.
    static func context(_ authorities: String?) throws(FetcherProblem) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(1)
        if let authorities {
            let certificates = try? NIOSSLCertificate.fromPEMFile(authorities)
            guard let certificates, !certificates.isEmpty else { throw .certificateAuthorities(path: authorities) }
            configuration.additionalTrustRoots = [.certificates(certificates)]
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .systemAuthorities
        }
    }
}
