extension ProbeFailure: CustomStringConvertible {
    /// What went wrong, as the end of a sentence that begins with an address.
    public var description: String {
        switch self {
        case .notAURL(let text): "'\(text)' is not an http or https URL"
        case .nameNotFound(let host): "there is no host of the name \(host) (DNS)"
        case .refused(let address): "nothing listens at \(address): the connection was refused"
        case .unreachable(let why): "cannot be reached: \(why)"
        case .timedOut(let limit): "no whole answer within \(limit.words)"
        case .tls(let problem): "TLS: \(problem)"
        case .notHTTP(let why): "what answers does not speak HTTP: \(why)"
        case .closed: "the connection ended before the answer was whole"
        case .other(let why): why
        }
    }
}

extension ProbeFailure.TLSProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .selfSigned: "the certificate is signed by itself; assistants trust public authorities only"
        case .unknownAuthority: "the certificate is signed by an authority that the public does not trust"
        case .expired: "the certificate has expired"
        case .notYetValid: "the certificate is not valid yet; look at the clocks"
        case .wrongName(let names):
            names.isEmpty
                ? "the certificate is not for this name"
                : "the certificate is for \(names.prefix(5).joined(separator: ", ")), not for this name"
        case .oldVersion(let version): "the server offers \(version) at most; TLS 1.2 or newer is needed"
        case .incompleteChain: "the server does not send the certificate between its own and the authority's"
        case .notTLS: "what listens there does not speak TLS"
        case .other(let why): why
        }
    }
}

extension Duration {
    /// Seconds with one decimal below ten: `0.2 s`, `15 s`.
    var words: String {
        let tenths = (components.seconds * 10) + components.attoseconds / 100_000_000_000_000_000
        if tenths >= 100 { return "\(tenths / 10) s" }
        return tenths % 10 == 0 && tenths > 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }

    /// The duration in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
