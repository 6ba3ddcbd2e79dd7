internal import AsyncHTTPClient
public import DoorwardSecrets
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import Synchronization

/// Asks over HTTP/1.1, with TLS where the address says https. Call ``shutdown()`` at the end.
public final class HTTPTransport: SecretTransport {
    private enum State {
        case unused
        case used(HTTPClient)
        case over
    }

    private let certificateAuthorities: String?
    /// Made for the first request: most set-ups keep their secrets on this machine, and need no client and its threads.
    private let state = Mutex(State.unused)

    /// - Parameter certificateAuthorities: a PEM file of certificate authorities that are trusted besides the system's;
    ///   it is read before the first request.
    public init(certificateAuthorities: String? = nil) {
        self.certificateAuthorities = certificateAuthorities
    }

    private func client() throws(SecretSourceError) -> HTTPClient {
        let outcome = state.withLock { state -> Result<HTTPClient, SecretSourceError> in
            switch state {
            case .over:
                return .failure(
                    .unavailable(reason: "it is asked no more: other settings are in force, or the process stops"))
            case .used(let client): return .success(client)
            case .unused:
                do throws(SecretSourceError) {
                    let client = HTTPClient(
                        eventLoopGroupProvider: .singleton,
                        configuration: try Self.configuration(certificateAuthorities))
                    state = .used(client)
                    return .success(client)
                } catch {
                    return .failure(error)
                }
            }
        }
        return try outcome.get()
    }

    private static func configuration(
        _ certificateAuthorities: String?
    ) throws(SecretSourceError) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(3), read: .seconds(30))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(20)
        configuration.httpVersion = .http1Only
        if let certificateAuthorities {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.certificates(try certificates(in: certificateAuthorities))]
            configuration.tlsConfiguration = tls
        }
        return configuration
    }

    /// Reads a file of certificate authorities: a regular file of at most 4 MiB.
    ///
    /// - Throws: `SecretSourceError` when it cannot be read as certificates.
    public static func check(certificateAuthorities file: String) throws(SecretSourceError) {
        _ = try certificates(in: file)
    }

    private static func certificates(in file: String) throws(SecretSourceError) -> [NIOSSLCertificate] {
        let bytes = try SystemFile.read(file, limit: 4 << 20).bytes
        if let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty { return found }
        throw .malformed(reason: "\(file) cannot be read as certificates; name a PEM file with one at least")
    }

    /// Closes all connections; nothing can be sent afterwards.
    public func shutdown() async {
        let client = state.withLock { state -> HTTPClient? in
            defer { state = .over }
            if case .used(let client) = state { return client }
            return nil
        }
        try? await client?.shutdown()
    }

    public func send(_ request: SecretRequest) async throws(SecretSourceError) -> SecretResponse {
        var message = HTTPClientRequest(url: request.url)
        message.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { message.headers.add(name: name, value: value) }
        if !request.body.isEmpty || request.method != "GET" { message.body = .bytes(request.body) }
        let client = try client()
        do {
            return try await Self.answer(of: client, to: message, within: request.timeout)
        } catch is NIOTooManyBytesError {
            throw .malformed(
                reason: "\(Self.host(of: request.url)) answered more than \(SecretResponse.largest / 1024) KiB; "
                    + "no secret is that large")
        } catch {
            throw .unavailable(reason: "\(Self.host(of: request.url)): \(Self.words(for: error))")
        }
    }

    /// The whole answer. The client's own deadline covers what comes before the body, so a timer ends the rest.
    private static func answer(
        of client: HTTPClient, to message: HTTPClientRequest, within timeout: Duration
    ) async throws -> SecretResponse {
        try await withThrowingTaskGroup(of: SecretResponse?.self) { group in
            group.addTask {
                let answer = try await client.execute(message, deadline: .now() + TimeAmount(timeout))
                let body = try await answer.body.collect(upTo: SecretResponse.largest)
                // A body that was left in the middle must not pass for a whole one.
                try Task.checkCancellation()
                return SecretResponse(
                    status: Int(answer.status.code), headers: answer.headers.map { ($0.name, $0.value) },
                    body: Array(body.readableBytesView))
            }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let response = first else {
                throw HTTPClientError.deadlineExceeded
            }
            return response
        }
    }

    /// Scheme, host and port alone: a path may hold what is nobody's business.
    private static func host(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return "the address" }
        return "\(parts[0])//\(parts[2].prefix { $0 != "/" && $0 != "?" })"
    }

    private static func words(for error: any Error) -> String {
        if error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError {
            return "its certificate is not trusted, not for this name, or not valid now"
        }
        if let error = error as? HTTPClientError {
            if error == .deadlineExceeded || error == .readTimeout { return "no answer in time" }
            if error == .connectTimeout { return "no connection in time" }
            if error == .invalidURL { return "not an address that can be asked" }
        }
        if error is CancellationError { return "no answer in time" }
        let text = String(describing: error)
        if text.contains("ECONNREFUSED") || text.contains("Connection refused") || text.contains("errno: 111") {
            return "connection refused"
        }
        if text.contains("unknown host") || text.contains("SocketAddressError") || text.contains("DNS") {
            return "no such host"
        }
        return text.count > 160 ? String(text.prefix(160)) + "…" : text
    }
}
