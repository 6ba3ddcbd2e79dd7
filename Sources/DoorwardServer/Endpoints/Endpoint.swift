/// Something that answers requests on one path.
public protocol Endpoint: Sendable {
    /// The methods it answers, upper-case; others get 405 with `Allow`.
    var methods: [String] { get }

    /// Answers. It does not throw: whatever goes wrong has its answer.
    func respond(to request: EndpointRequest) async -> EndpointResponse
}

/// An endpoint and where it is.
public struct Route: Sendable {
    public var path: String
    public var endpoint: any Endpoint
    /// Whether scripts of any origin may call it (Fetch §3.2): true for machine endpoints without cookies.
    public var allowsAnyOrigin: Bool

    public init(_ path: String, _ endpoint: any Endpoint, allowsAnyOrigin: Bool = false) {
        self.path = path
        self.endpoint = endpoint
        self.allowsAnyOrigin = allowsAnyOrigin
    }
}
