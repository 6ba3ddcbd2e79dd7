public import DoorwardDocuments

/// Everything the gate decides by, as one value. Making another and handing it to ``Gate/update(_:secretsChanged:readsAuthorities:)`` is how a running gate
/// learns of a changed configuration.
public struct GatePolicy: Sendable {
    /// What is answered from memory, to everyone.
    public var documents: [PublicDocument]
    /// What answers on the gate's own dynamic paths.
    public var own: OwnEndpoints?
    /// What `/readyz` names as degraded: keys of the configuration whose secrets could not be read for long.
    public var staleSecrets: [String] = []
    /// What an operation asks of callers.
    public var access: @Sendable (OpenAPIOperation) -> OperationAccess = { $0.access() }
    /// What may pass to the API.
    public var operations: [OpenAPIOperation]
    /// Whether paths that no operation documents may pass too (with a credential, where one is needed).
    public var exposesUndocumented: Bool
    public var authenticator: Authenticator
    /// The word for `Doorward-Auth`: `none`, `service_http`, `user_http`.
    public var authenticationName: String
    /// Serialized origins of the web pages that may call; never `*`.
    public var allowedOrigins: [String]
    /// The public origin, without a slash at its end; nil when each request tells it (development only).
    public var publicOrigin: String?
    /// Peers whose `X-Forwarded-*` fields are believed.
    public var trustsProxy: @Sendable (PeerAddress) -> Bool
    public var upstream: Upstream
    /// Where users' own tokens for the API come from; nil where it wants none.
    public var userCredentials: (any UserCredentialSource)?
    public var limits: GateLimits
    public var timeouts: GateTimeouts

    /// Where accepted calls go.
    public enum Upstream: Sendable {
        /// A server, over HTTP/1.1.
        case remote(UpstreamTarget)
        /// Handlers in this process.
        case local(any LocalAPI)
    }

    public init(
        documents: [PublicDocument], operations: [OpenAPIOperation], authenticator: Authenticator,
        authenticationName: String, upstream: Upstream, publicOrigin: String?, exposesUndocumented: Bool = false,
        allowedOrigins: [String] = [], trustsProxy: @escaping @Sendable (PeerAddress) -> Bool = { $0.isLoopback },
        limits: GateLimits = GateLimits(), timeouts: GateTimeouts = GateTimeouts()
    ) {
        self.documents = documents
        self.operations = operations
        self.authenticator = authenticator
        self.authenticationName = authenticationName
        self.upstream = upstream
        self.publicOrigin = publicOrigin
        self.exposesUndocumented = exposesUndocumented
        self.allowedOrigins = allowedOrigins
        self.trustsProxy = trustsProxy
        self.limits = limits
        self.timeouts = timeouts
    }
}

/// How much the gate accepts.
public struct GateLimits: Sendable {
    /// Bytes of a request head.
    public var head = 32 << 10
    /// Bytes of a request body.
    public var body = 128 << 20
    /// Connections at once, over all event loops.
    public var connections = 10_000
    /// Bytes of a request body for handlers in this process, which get it whole.
    public var localBody = 2 << 20

    public init() {}
}

/// How long the gate waits.
public struct GateTimeouts: Sendable {
    /// From a head's first byte to its last.
    public var head = Duration.seconds(10)
    /// Between requests on a connection.
    public var idle = Duration.seconds(75)
    /// Without a byte of the request's body.
    public var body = Duration.seconds(30)
    /// For a connection to the API.
    public var connect = Duration.seconds(5)
    /// From the request's last byte to the answer's first.
    public var firstByte = Duration.seconds(45)
    /// Without a byte in the middle of an answer.
    public var upstreamIdle = Duration.seconds(30)
    /// For the whole exchange; not for event streams. Assistants give up after 45 seconds.
    public var total = Duration.seconds(45)
    /// How long a graceful stop waits for what is in flight.
    public var drain = Duration.seconds(30)

    public init() {}
}
