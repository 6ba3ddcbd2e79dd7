import DoorwardOAuth
import DoorwardSecrets

/// The revocation endpoint (RFC 7009): an access token ends alone, a refresh token with everything of its grant.
public struct RevocationEndpoint: Endpoint {
    let server: AuthorizationServer

    public init(_ server: AuthorizationServer) { self.server = server }

    public var methods: [String] { ["POST"] }

    public func respond(to request: EndpointRequest) async -> EndpointResponse {
        do throws(Rejection) {
            let parameters = try MachineRequest.parameters(of: request)
            let client = try await server.authenticate(parameters, request)
            let text = try parameters.require("token")
            // The hint is not needed: the kinds look different (RFC 7009 §2.1).
            if let digest = OpaqueToken.refreshToken.digest(of: text) {
                try await revokeRefreshToken(digest, client)
            } else {
                try await revokeAccessToken(text, client)
            }
            return MachineAnswer.json(Array("{}".utf8))
        } catch {
            return MachineAnswer.refusal(error, of: request, issuer: server.policy.issuer)
        }
    }

    private func revokeRefreshToken(_ digest: SecretDigest, _ client: AuthenticatedClient) async throws(Rejection) {
        let store = server.store
        // Unknown tokens are as good as revoked (RFC 7009 §2.2).
        guard let state = try await server.stored({ try await store.refreshToken(digest) }) else { return }
        let grant = state.grant
        guard grant.clientID.utf8.elementsEqual(client.record.id.utf8) else { throw .tokenOfAnotherClient }
        let now = server.now()
        let tokensEndBy = AuthorizationPolicy.tokensEndBy(at: now)
        let wasLive = try await server.stored {
            try await store.revokeGrant(id: grant.id, at: now, tokensEndBy: tokensEndBy)
        }
        server.noteRevocation(grant.id, expiresAt: tokensEndBy)
        guard wasLive else { return }
        server.audit(
            AuditEvent(
                at: now, kind: "grant.revoked", actor: client.record.id, subject: grant.id,
                detail: ["user": grant.userID ?? ""]))
    }

    private func revokeAccessToken(_ text: String, _ client: AuthenticatedClient) async throws(Rejection) {
        let now = server.now()
        guard let token = server.genuineToken(text, at: now) else { return }
        guard token.clientID.utf8.elementsEqual(client.record.id.utf8) else { throw .tokenOfAnotherClient }
        // It is taken for valid a little longer where clocks differ.
        let end = token.expiresAt + 60
        guard end > now else { return }
        let store = server.store
        try await server.stored { try await store.revokeToken(id: token.tokenID, expiresAt: end) }
        server.noteRevocation(token.tokenID, expiresAt: end)
        server.audit(
            AuditEvent(at: now, kind: "token.revoked", actor: client.record.id, subject: token.tokenID))
    }
}
