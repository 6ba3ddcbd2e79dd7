import DoorwardOAuth
import DoorwardSecrets

extension TokenEndpoint {
    /// A device's code becomes a grant once somebody has agreed (RFC 8628 §3.4). Everything that is random is made first;
    /// the single use is the store's.
    func redeemDevice(
        _ parameters: Parameters, _ client: AuthenticatedClient, _ request: EndpointRequest
    ) async throws(Rejection) -> EndpointResponse {
        let policy = server.policy
        let grant = try DeviceCodeGrant(parameters, client: client, policy: policy)
        let proof = try await proof(of: request, client: client)
        let now = server.now()
        let grantID = server.newID()
        let refreshToken =
            client.profile.grants.contains(.refreshToken) ? OpaqueToken.refreshToken.make(server.random) : nil
        let refreshDigest = refreshToken.map(OpaqueToken.digest(of:))
        let thumbprint = client.refreshKeyThumbprint(proof)
        let store = server.store
        let decision = try await server.stored {
            try await store.redeem(device: grant.device, at: now) { record in
                grant.decide(
                    record, grantID: grantID, refreshToken: refreshDigest, keyThumbprint: thumbprint, policy: policy,
                    at: now)
            }
        }
        switch decision {
        case .reject(let rejection): throw rejection
        case .slowDown: throw .pollingTooFast
        case .redeem(let bought, _):
            try await checkUser(of: bought, at: now)
            server.audit(
                AuditEvent(
                    at: now, kind: "grant.created", actor: bought.userID ?? "", subject: bought.id,
                    detail: ["client": bought.clientID, "scope": bought.scopes.joined(separator: " ")]))
            return try answer(bought, scopes: bought.scopes, refreshToken: refreshToken, proof: proof, at: now)
        }
    }

    /// Between the agreement and this there may be minutes in which the account was disabled or removed.
    private func checkUser(of grant: GrantRecord, at now: Int64) async throws(Rejection) {
        let store = server.store
        let id = grant.userID ?? ""
        let user = try await server.stored { try await store.user(id: id) }
        guard user == nil || user?.disabledAt != nil else { return }
        let tokensEndBy = AuthorizationPolicy.tokensEndBy(at: now)
        _ = try await server.stored { try await store.revokeGrant(id: grant.id, at: now, tokensEndBy: tokensEndBy) }
        throw .userDisabled
    }
}
