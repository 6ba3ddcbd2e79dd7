import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets

/// The introspection endpoint (RFC 7662), for clients with a secret: about their own tokens, or about all when the
/// client is registered as an API.
public struct IntrospectionEndpoint: Endpoint {
    private static let inactive = Array(#"{"active":false}"#.utf8)
    let server: AuthorizationServer

    public init(_ server: AuthorizationServer) { self.server = server }

    public var methods: [String] { ["POST"] }

    public func respond(to request: EndpointRequest) async -> EndpointResponse {
        do throws(Rejection) {
            let parameters = try MachineRequest.parameters(of: request)
            let client = try await server.authenticate(parameters, request)
            // Anybody can say that he is a public client (RFC 7662 §2.1).
            guard client.method != .none else { throw .noClientAuthentication }
            let text = try parameters.require("token")
            let description =
                if let digest = OpaqueToken.refreshToken.digest(of: text) {
                    try await describeRefreshToken(digest, to: client)
                } else {
                    describeAccessToken(text, to: client)
                }
            return MachineAnswer.json(description ?? Self.inactive)
        } catch {
            return MachineAnswer.refusal(error, of: request, issuer: server.policy.issuer)
        }
    }

    private func mayAsk(_ client: AuthenticatedClient, aboutTokensOf id: String) -> Bool {
        client.profile.mayInspectAllTokens || id.utf8.elementsEqual(client.record.id.utf8)
    }

    private func describeAccessToken(_ text: String, to client: AuthenticatedClient) -> [UInt8]? {
        guard let token = server.liveToken(text, at: server.now()), mayAsk(client, aboutTokensOf: token.clientID) else {
            return nil
        }
        var claims = ClaimsWriter()
        claims.add("active", true)
        claims.add("scope", token.scope)
        claims.add("client_id", token.clientID)
        claims.add("token_type", token.keyThumbprint == nil ? "Bearer" : "DPoP")
        claims.add("sub", token.subject)
        claims.add("aud", token.audience)
        claims.add("iss", server.policy.issuer)
        claims.add("exp", token.expiresAt)
        claims.add("iat", token.issuedAt)
        claims.add("jti", token.tokenID)
        // RFC 9449 §6.2.
        if let jkt = token.keyThumbprint { claims.add("cnf", .object(JOSEObject(["jkt": .string(jkt)]))) }
        return claims.bytes
    }

    /// Of use to the client that has it alone: an API must never take one for an access token (RFC 7662 §4).
    private func describeRefreshToken(
        _ digest: SecretDigest, to client: AuthenticatedClient
    ) async throws(Rejection) -> [UInt8]? {
        let store = server.store
        guard let state = try await server.stored({ try await store.refreshToken(digest) }),
            state.grant.clientID.utf8.elementsEqual(client.record.id.utf8), state.grant.revokedAt == nil,
            state.token.rotatedAt == nil, state.token.expiresAt > server.now()
        else { return nil }
        var claims = ClaimsWriter()
        claims.add("active", true)
        let scopes = ScopeSet.inForce(state.grant.scopes, of: client.record, known: server.policy.scopeNames)
        claims.add("scope", scopes.joined(separator: " "))
        claims.add("client_id", state.grant.clientID)
        claims.add("sub", state.grant.userID ?? state.grant.clientID)
        claims.add("aud", state.grant.resource)
        claims.add("iss", server.policy.issuer)
        claims.add("exp", state.token.expiresAt)
        claims.add("iat", state.token.createdAt)
        return claims.bytes
    }
}
