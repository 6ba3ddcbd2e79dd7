import DoorwardOAuth

/// The token endpoint (RFC 6749 §3.2): reads the request, proves the client, and hands over to one grant.
///
/// Bodies may be forms or JSON objects, credentials in the body or in `Authorization: Basic`.
public struct TokenEndpoint: Endpoint {
    let server: AuthorizationServer

    public init(_ server: AuthorizationServer) { self.server = server }

    public var methods: [String] { ["POST"] }

    public func respond(to request: EndpointRequest) async -> EndpointResponse {
        do throws(Rejection) {
            let parameters = try MachineRequest.parameters(of: request)
            let grant = try parameters.require("grant_type")  // RFC 6749 §4.1.3
            let client = try await server.authenticate(parameters, request)  // RFC 6749 §3.2.1
            switch GrantType(rawValue: grant) {
            case .authorizationCode: return try await redeemCode(parameters, client)
            case .refreshToken: return try await refresh(parameters, client)
            case .clientCredentials: return try await issueToClient(parameters, client)
            case nil: throw .unknownGrantType(String(grant.prefix(64)))
            }
        } catch {
            return MachineAnswer.refusal(error, of: request, issuer: server.policy.issuer)
        }
    }

    /// An access token of a grant, with the refresh token that goes with it.
    func answer(
        _ grant: GrantRecord, scopes: [String], refreshToken: String?, at now: Int64
    ) throws(Rejection) -> EndpointResponse {
        TokenAnswer.response(
            accessToken: try server.mint(grant, scopes: scopes, at: now), lifetime: server.policy.accessTokenLifetime,
            refreshToken: refreshToken, scopes: scopes)
    }
}
