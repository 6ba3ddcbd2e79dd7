/// Why a probe got no answer.
public enum ProbeFailure: Error, Sendable, Equatable {
    case notAURL(String)
    case nameNotFound(host: String)
    case refused(address: String)
    case unreachable(String)
    case timedOut(after: Duration)
    case tls(TLSProblem)
    /// Something answered, but not in HTTP.
    case notHTTP(String)
    /// The connection ended in the middle of the answer.
    case closed
    case other(String)

    /// Why a TLS handshake failed.
    public enum TLSProblem: Sendable, Equatable {
        case selfSigned, unknownAuthority, expired, notYetValid
        case wrongName(names: [String])
        /// The server offers only old versions.
        case oldVersion(String)
        case incompleteChain
        case notTLS
        case other(String)
    }
}
