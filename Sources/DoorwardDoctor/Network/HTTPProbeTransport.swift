internal import AsyncHTTPClient
internal import DoorwardDocuments
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Sends probes over the network.
///
/// Redirects are answers, connections are not retried, certificates are verified. ``shutdown()`` must be called in
/// the end.
public final class HTTPProbeTransport: ProbeTransport {
    private let mappings: [ConnectMapping]
    private let roots: [NIOSSLCertificate]
    private let allowsHTTP2: Bool
    /// One client for each way to reach a host: which address a name has belongs to a client.
    private let clients = Mutex<[Way: HTTPClient]>([:])

    /// A host and the address at which it is reached instead; both nil where nothing is mapped.
    private struct Way: Hashable {
        var host: String?
        var address: String?
    }

    /// - Parameters:
    ///   - additionalRoots: certificates in PEM that are trusted besides the system's; what is none is left out, see
    ///     ``additionalRootCount``.
    ///   - allowsHTTP2: whether a server may choose HTTP/2; most clients of this kind speak HTTP/1.1.
    public init(connectTo mappings: [ConnectMapping] = [], additionalRoots: [UInt8] = [], allowsHTTP2: Bool = false) {
        self.mappings = mappings
        roots = additionalRoots.isEmpty ? [] : (try? NIOSSLCertificate.fromPEMBytes(additionalRoots)) ?? []
        self.allowsHTTP2 = allowsHTTP2
    }

    /// How many certificates were found in what was given.
    public var additionalRootCount: Int { roots.count }

    /// Closes all connections.
    public func shutdown() async {
        let open = clients.withLock { clients in
            defer { clients = [:] }
            return Array(clients.values)
        }
        for client in open { try? await client.shutdown() }
    }

    // MARK: - ProbeTransport

    public func send(_ request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure> {
        guard let address = WebAddress(request.url), address.scheme == "https" || address.scheme == "http" else {
            return .failure(.notAURL(request.url))
        }
        let target = target(address.host, address.effectivePort)
        let client = client(for: address.host, at: target)
        let exchange = HTTPProbeExchange(client: client, message: message(request, address, target), probe: request)
        let result = await exchange.run(at: target)
        // The library says only that trust failed; the certificate says why.
        if case .failure(.tls) = result, case .failure(let reason) = await verdict(address) {
            return .failure(reason)
        }
        return result
    }

    public func addresses(of host: String) async -> Result<[String], ProbeFailure> {
        await HostLookup.addresses(of: host)
    }

    public func handshake(host: String, port: Int) async -> Result<TLSReport, ProbeFailure> {
        await TLSInspection(roots: roots).report(host: host, at: target(host, port), now: Int64(time(nil)))
    }

    public func acceptsOnlyOldTLS(host: String, port: Int) async -> Bool {
        await TLSInspection(roots: roots).isOnlyOld(host: host, at: target(host, port))
    }

    public func isMapped(host: String, port: Int) -> Bool { mappings.contains { $0.applies(to: host, port) } }

    // MARK: - Details

    private func target(_ host: String, _ port: Int) -> ConnectTarget {
        guard let mapping = mappings.first(where: { $0.applies(to: host, port) }) else {
            return ConnectTarget(host: host, port: port)
        }
        return ConnectTarget(host: mapping.toHost.isEmpty ? host : mapping.toHost, port: mapping.toPort ?? port)
    }

    private func client(for host: String, at target: ConnectTarget) -> HTTPClient {
        let way = target.host == host ? Way() : Way(host: host, address: target.host)
        return clients.withLock { clients in
            if let client = clients[way] { return client }
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration(way))
            clients[way] = client
            return client
        }
    }

    private func configuration(_ way: Way) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.additionalTrustRoots = roots.isEmpty ? [] : [.certificates(roots)]
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(15))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = allowsHTTP2 ? .automatic : .http1Only
        // Some servers compress whether or not they are asked to; clients unpack.
        configuration.decompression = .enabled(limit: .size(16 << 20))
        if let host = way.host, let address = way.address { configuration.dnsOverride = [host: address] }
        return configuration
    }

    private func message(_ request: ProbeRequest, _ address: WebAddress, _ target: ConnectTarget) -> HTTPClientRequest {
        let url = "\(address.scheme)://\(address.bracketedHost):\(target.port)\(address.target)"
        var message = HTTPClientRequest(url: url)
        message.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { message.headers.add(name: name, value: value) }
        if !message.headers.contains(name: "accept-encoding") {
            message.headers.add(name: "accept-encoding", value: "gzip, deflate")
        }
        // The port in the URL is where the connection goes; the server is told the one that was asked for.
        if !message.headers.contains(name: "host") {
            message.headers.add(name: "host", value: String(address.origin.dropFirst(address.scheme.utf8.count + 3)))
        }
        let hasBody = ["POST", "PUT", "PATCH"].contains(request.method) || !request.body.isEmpty
        if hasBody { message.body = .bytes(request.body) }
        return message
    }

    /// What is wrong with a server's certificate.
    private func verdict(_ address: WebAddress) async -> Result<Void, ProbeFailure> {
        switch await handshake(host: address.host, port: address.effectivePort) {
        case .failure(let failure): .failure(failure)
        case .success(let report): report.problem.map { .failure(.tls($0)) } ?? .success(())
        }
    }
}
