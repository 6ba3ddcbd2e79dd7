internal import NIOCore
internal import NIOSSL

extension FetchFailure {
    /// Says what went wrong with a connection, in words of our own: errors of others may quote what was received.
    static func words(for error: any Error) -> String {
        switch error {
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            return "its certificate is for another name"
        case is NIOSSLExtraError: return "TLS fails"
        case NIOSSLError.handshakeFailed(let reason):
            let isAboutTrust = String(describing: reason).contains("CERTIFICATE_VERIFY_FAILED")
            return isAboutTrust ? "its certificate is not trusted, or not valid now" : "TLS fails"
        case is NIOSSLError, is BoringSSLError: return "TLS fails"
        case let error as ChannelError:
            if case .connectTimeout = error { return "nobody answers there" }
            return "the connection was closed"
        case let error as IOError where error.errnoCode == 111 || error.errnoCode == 61: return "nobody listens there"
        default: return "the connection failed"
        }
    }
}
