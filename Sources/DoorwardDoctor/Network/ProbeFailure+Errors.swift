internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension ProbeFailure {
    /// What an error of the network libraries means.
    init(_ error: any Error, at target: ConnectTarget, after limit: Duration) {
        switch error {
        case let error as HTTPClientError: self.init(error, after: limit)
        case let error as NIOConnectionError: self.init(error, at: target, after: limit)
        case let error as IOError: self.init(error, at: target)
        case is CancellationError: self = .timedOut(after: limit)
        case ChannelError.connectTimeout: self = .timedOut(after: limit)
        case ChannelError.eof, ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed: self = .closed
        case HTTPParserError.invalidEOFState: self = .closed
        case let error as HTTPParserError: self = .notHTTP(String(describing: error))
        case is SocketAddressError: self = .nameNotFound(host: target.host)
        case let error as NIOHTTPDecompression.DecompressionError: self.init(error)
        case is NIOHTTPDecompression.ExtraDecompressionError: self = .notHTTP("the compressed body is broken")
        // Nothing but its kind: an error may hold what was sent.
        default: self = Self.tlsFailure(error) ?? .other("the connection failed (\(type(of: error)))")
        }
    }

    private init(_ error: HTTPClientError, after limit: Duration) {
        switch error {
        case .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .tlsHandshakeTimeout,
            .getConnectionFromPoolTimeout, .cancelled:
            self = .timedOut(after: limit)
        case .remoteConnectionClosed, .uncleanShutdown: self = .closed
        // Without what the error holds: fields that cannot be sent are credentials most of the time.
        default: self = .other("the request could not be sent (\(error.shortDescription.lowercased()))")
        }
    }

    private init(_ error: NIOHTTPDecompression.DecompressionError) {
        self =
            switch error {
            case .limit: .other("the compressed answer is larger than 16 MB when it is unpacked")
            default: .notHTTP("the body is not compressed as content-encoding says")
            }
    }

    private init(_ error: NIOConnectionError, at target: ConnectTarget, after limit: Duration) {
        guard !error.connectionErrors.isEmpty else {
            self = .nameNotFound(host: error.host)
            return
        }
        // Of several addresses the last word counts: the first may be IPv6 where there is none.
        let reasons = error.connectionErrors.map { ProbeFailure($0.error, at: target, after: limit) }
        self = reasons.first { if case .refused = $0 { true } else { false } } ?? reasons[reasons.count - 1]
    }

    private init(_ error: IOError, at target: ConnectTarget) {
        switch error.errnoCode {
        case ECONNREFUSED: self = .refused(address: target.text)
        case ECONNRESET, EPIPE: self = .closed
        case ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL:
            self = .unreachable("no way leads to \(target.text)")
        default: self = .other(String(describing: error))
        }
    }

    private static func tlsFailure(_ error: any Error) -> ProbeFailure? {
        if let error = error as? NIOSSLExtraError {
            return .tls(error == .failedToValidateHostname ? .wrongName(names: []) : .other(String(describing: error)))
        }
        if case .uncleanShutdown = error as? NIOSSLError { return .closed }
        guard error is NIOSSLError || error is BoringSSLError else { return nil }
        let text = String(describing: error)
        let signs: [(String, TLSProblem)] = [
            ("CERTIFICATE_VERIFY_FAILED", .unknownAuthority), ("WRONG_VERSION_NUMBER", .notTLS),
            ("HTTP_REQUEST", .notTLS), ("HTTPS_PROXY_REQUEST", .notTLS),
            ("PROTOCOL_VERSION", .oldVersion("an old version")),
            ("UNSUPPORTED_PROTOCOL", .oldVersion("an old version")),
            ("EOF during handshake", .other("the server ends the handshake")),
            (
                "HANDSHAKE_FAILURE",
                .other("the server refuses the handshake; often it has no certificate for this name")
            ),
            ("UNRECOGNIZED_NAME", .other("the server does not know this name")),
            ("CERTIFICATE_REQUIRED", .other("the server wants a certificate of the client")),
        ]
        if let sign = signs.first(where: { text.contains($0.0) }) { return .tls(sign.1) }
        return .tls(.other("the handshake failed (\(text.prefix(200)))"))
    }
}
