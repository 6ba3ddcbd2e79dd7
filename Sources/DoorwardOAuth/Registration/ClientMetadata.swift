/// What a client says of itself (RFC 7591 §2): the members that are understood, each of the right kind.
///
/// Whether it can be accepted here is another question, which ``record(id:kind:policy:at:)`` answers.
public struct ClientMetadata: Sendable, Equatable {
    /// As they came; nil when the member is absent.
    public var redirectURIs: [String]?
    /// `token_endpoint_auth_method` as it came.
    public var method: String?
    /// `token_endpoint_auth_methods_supported` as it came: any of them will do for the client.
    public var methods: [String]?
    /// `token_endpoint_auth_signing_alg` as it came.
    public var signingAlgorithm: String?
    /// Those of `grant_types` that there are; nil when the member is absent.
    public var grants: [GrantType]?
    /// Whether `grant_types` and `response_types`, as far as they are there, have room for the code flow.
    public var allowsCodes = true
    public var name: String?
    /// https addresses, never fetched.
    public var clientURI: String?
    public var logoURI: String?
    public var termsURI: String?
    public var policyURI: String?
    /// The words of `scope`.
    public var scopes: [String]?
    public var contacts: [String]?
    public var keys: ClientKeys?
    public var softwareID: String?
    public var softwareVersion: String?
    /// `web` or `native`.
    public var applicationType: String?
    /// `dpop_bound_access_tokens` (RFC 9449 §5.2).
    public var requiresKeyBinding = false
    /// `require_pushed_authorization_requests` (RFC 9126 §6).
    public var requiresPushedRequests = false

    public init() {}
}
