import DoorwardOAuth
import DoorwardSecrets

extension TokenEndpoint {
    /// A refresh token becomes an access token and its successor (RFC 6749 §6). The successor is derived, so whoever
    /// asks again in time gets the same one.
    func refresh(
        _ parameters: Parameters, _ client: AuthenticatedClient, _ request: EndpointRequest
    ) async throws(Rejection) -> EndpointResponse {
        let policy = server.policy
        let grant = try RefreshTokenGrant(parameters, client: client, policy: policy)
        let proof = try await proof(of: request, client: client)
        let now = server.now()
        let successor = OpaqueToken.successor(of: grant.text, key: server.refreshKey)
        let successorDigest = OpaqueToken.digest(of: successor)
        try await checkProviderTokens(of: grant, successor: successorDigest, proof: proof, at: now)
        let tokensEndBy = AuthorizationPolicy.tokensEndBy(at: now)
        let store = server.store
        let (decision, state) = try await server.stored {
            try await store.exchange(refreshToken: grant.token, at: now, tokensEndBy: tokensEndBy) { state in
                grant.decide(state, successor: successorDigest, proof: proof, policy: policy, at: now)
            }
        }
        switch decision {
        case .reject(let rejection): throw rejection
        case .revoke(let rejection):
            noteReuse(of: state, tokensEndBy: tokensEndBy, at: now)
            throw rejection
        case .keep:
            let isRotated = state?.token.rotatedAt != nil
            return try answer(grant, state, refreshToken: isRotated ? successor : grant.text, proof, at: now)
        case .prolong: return try answer(grant, state, refreshToken: grant.text, proof, at: now)
        case .rotate: return try answer(grant, state, refreshToken: successor, proof, at: now)
        }
    }

    private func answer(
        _ grant: RefreshTokenGrant, _ state: RefreshTokenState?, refreshToken: String, _ proof: VerifiedProof?,
        at now: Int64
    ) throws(Rejection) -> EndpointResponse {
        guard let state else { throw .refreshTokenUnknown }
        server.uses.noteGrant(state.grant.id, at: now)
        let scopes = try grant.grantedScopes(of: state.grant)
        return try answer(state.grant, scopes: scopes, refreshToken: refreshToken, proof: proof, at: now)
    }

    /// One of two has the token who should not; all of the family is dead, here at once.
    private func noteReuse(of state: RefreshTokenState?, tokensEndBy: Int64, at now: Int64) {
        guard let grant = state?.grant else { return }
        server.noteRevocation(grant.id, expiresAt: tokensEndBy)
        server.audit(
            AuditEvent(
                at: now, kind: "refresh-token.reused", actor: grant.clientID, subject: grant.id,
                detail: ["user": grant.userID ?? ""]))
    }
}
