/// What answers on the gate's own dynamic paths: the authorization server and its pages.
///
/// It is asked on the connection's event loop; where it has to wait, it awaits, and where it has much to compute, it does
/// that elsewhere.
public protocol OwnAPI: Sendable {
    /// Answers a request whose body is complete.
    func respond(to request: OwnRequest) async -> OwnResponse
}

/// The paths that ``OwnAPI`` answers on, and how much it reads.
public struct OwnEndpoints: Sendable {
    /// Complete canonical paths.
    public var paths: [String]
    public var api: any OwnAPI
    /// Most bytes of a request body.
    public var bodyLimit: Int

    public init(paths: [String], api: any OwnAPI, bodyLimit: Int = 64 << 10) {
        self.paths = paths
        self.api = api
        self.bodyLimit = bodyLimit
    }
}

/// A request to one of the own paths.
public struct OwnRequest: Sendable {
    /// Upper-case; `HEAD` has become `GET`, and the gate keeps the body of the answer to itself.
    public let method: String
    /// The canonical path.
    public let path: String
    /// As it came, without its question mark.
    public let query: String?
    /// All header fields in order, names in lower case.
    public let fields: [(name: String, value: String)]
    public let body: [UInt8]
    /// The address that the call came from, as far as trusted proxies tell.
    public let client: String
    public let requestID: String
}

/// An answer, whole.
public struct OwnResponse: Sendable {
    public var status: Int
    /// Sound field names and values; others are left out.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]
    /// The word for the log when this is a refusal.
    public var refusal: String?

    public init(status: Int, fields: [(name: String, value: String)], body: [UInt8], refusal: String? = nil) {
        self.status = status
        self.fields = fields
        self.body = body
        self.refusal = refusal
    }
}
