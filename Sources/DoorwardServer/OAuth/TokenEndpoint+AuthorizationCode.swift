import DoorwardOAuth
import DoorwardSecrets

extension TokenEndpoint {
    /// A code becomes a grant (RFC 6749 §4.1.3). Everything that is random is made first; the single use is the
    /// store's.
    func redeemCode(
        _ parameters: Parameters, _ client: AuthenticatedClient, _ request: EndpointRequest
    ) async throws(Rejection) -> EndpointResponse {
        let policy = server.policy
        let grant = try AuthorizationCodeGrant(parameters, client: client, policy: policy)
        let proof = try await proof(of: request, client: client)
        let now = server.now()
        let grantID = server.newID()
        let refreshToken =
            client.profile.grants.contains(.refreshToken) ? OpaqueToken.refreshToken.make(server.random) : nil
        let refreshDigest = refreshToken.map(OpaqueToken.digest(of:))
        let tokensEndBy = AuthorizationPolicy.tokensEndBy(at: now)
        let store = server.store
        let decision = try await server.stored {
            try await store.redeem(code: grant.code, at: now, tokensEndBy: tokensEndBy) { record in
                grant.decide(
                    record, grantID: grantID, refreshToken: refreshDigest, proof: proof, policy: policy, at: now)
            }
        }
        switch decision {
        case .reject(let rejection): throw rejection
        case .revoke(let rejection):
            await noteReplay(of: grant, at: now)
            throw rejection
        case .redeem(let bought, _):
            server.audit(
                AuditEvent(
                    at: now, kind: "grant.created", actor: bought.userID ?? "", subject: bought.id,
                    detail: ["client": bought.clientID, "scope": bought.scopes.joined(separator: " ")]))
            return try answer(bought, scopes: bought.scopes, refreshToken: refreshToken, proof: proof, at: now)
        }
    }

    /// What the code bought is dead in the store; here it counts as soon as the revocations are read.
    private func noteReplay(of grant: AuthorizationCodeGrant, at now: Int64) async {
        server.audit(
            AuditEvent(
                at: now, kind: "code.replayed", actor: grant.client.record.id, subject: grant.client.record.id))
        do { try await server.refresh() } catch { server.report(error) }
    }
}
