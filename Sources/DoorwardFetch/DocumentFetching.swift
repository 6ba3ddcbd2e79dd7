/// Fetches documents over HTTP, under rules that do not depend on who named them being honest.
public protocol DocumentFetching: Sendable {
    /// Sends one request and reads one answer, whatever its status.
    ///
    /// - Throws: ``FetchFailure``.
    func fetch(_ request: FetchRequest) async throws(FetchFailure) -> FetchedDocument

    /// Whether an address may be fetched, as far as that can be said without asking anybody.
    ///
    /// - Throws: `FetchFailure.refusedAddress`.
    func check(_ request: FetchRequest) throws(FetchFailure)
}

extension DocumentFetching {
    public func check(_ request: FetchRequest) throws(FetchFailure) {}
}

/// What to fetch, and how much of it.
public struct FetchRequest: Sendable {
    /// Who named the address.
    public enum Trust: Sendable, Equatable {
        /// A stranger: https only, and never to an address that is not public unicast.
        case stranger
        /// Whoever configured this server: any address, plain http on loopback.
        case configured
    }

    public var method: String
    public var url: String
    /// Besides `Host`, `User-Agent` and `Content-Length`; names in any case.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]
    public var trust: Trust
    /// The most bytes of the body.
    public var limit: Int
    /// From the name's resolution to the last byte.
    public var timeout: Duration

    public init(
        method: String = "GET", _ url: String, fields: [(name: String, value: String)] = [], body: [UInt8] = [],
        trust: Trust, limit: Int, timeout: Duration
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.trust = trust
        self.limit = limit
        self.timeout = timeout
    }
}

/// An answer, complete.
public struct FetchedDocument: Sendable {
    public var status: Int
    /// Names in lower case, in their order.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Int, fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The first field of a name in lower case.
    public func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}

/// Why there is no answer.
public enum FetchFailure: Error, Sendable, Equatable {
    /// Not an address that may be fetched; why, as the end of a sentence.
    case refusedAddress(String)
    /// The name has no address, or nobody answers there, or TLS fails, or the connection ends early; why.
    case unreachable(String)
    case timedOut
    case tooLarge(limit: Int)
    /// The answer is not HTTP/1.1 as it is allowed.
    case malformed(String)
    /// Too many fetches at once or in too short a time; how many seconds to wait.
    case overloaded(retryAfter: Int64)
}
