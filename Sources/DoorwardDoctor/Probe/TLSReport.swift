/// What a TLS handshake showed, whether or not its certificate can be trusted.
public struct TLSReport: Sendable, Equatable {
    /// `TLSv1.2`, `TLSv1.3`.
    public var version: String
    /// From the server's own certificate upwards.
    public var chain: [Certificate]
    /// Why the certificate is not trusted; nil when it is.
    public var problem: ProbeFailure.TLSProblem?

    public struct Certificate: Sendable, Equatable {
        public var subject: String
        public var issuer: String
        /// DNS names and addresses it is for.
        public var names: [String]
        /// Seconds since 1970.
        public var notBefore: Int64
        public var notAfter: Int64

        public init(subject: String, issuer: String, names: [String], notBefore: Int64, notAfter: Int64) {
            self.subject = subject
            self.issuer = issuer
            self.names = names
            self.notBefore = notBefore
            self.notAfter = notAfter
        }
    }

    public init(version: String, chain: [Certificate], problem: ProbeFailure.TLSProblem? = nil) {
        self.version = version
        self.chain = chain
        self.problem = problem
    }
}
