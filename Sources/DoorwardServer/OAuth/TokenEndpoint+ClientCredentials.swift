import DoorwardOAuth

extension TokenEndpoint {
    /// A token for the client itself (RFC 6749 §4.4), without a refresh token and, when its grant is known, without any
    /// call of the store.
    func issueToClient(
        _ parameters: Parameters, _ client: AuthenticatedClient, _ request: EndpointRequest
    ) async throws(Rejection) -> EndpointResponse {
        let wanted = try ClientCredentialsGrant(parameters, client: client, policy: server.policy)
        let proof = try await proof(of: request, client: client)
        let now = server.now()
        let grant = try await ownGrant(wanted, at: now)
        server.uses.noteGrant(grant.id, at: now)
        return try answer(grant, scopes: wanted.scopes, refreshToken: nil, proof: proof, at: now)
    }

    private func ownGrant(_ request: ClientCredentialsGrant, at now: Int64) async throws(Rejection) -> GrantRecord {
        let known = server.clientGrants.known(
            request.client.record.id, resource: request.resource, scopes: request.scopes, at: now)
        if let known, !server.revocations.contains(known.id) { return known }
        do {
            return try await server.clientGrants.fetch(request.grant(id: server.newID(), at: now), at: now)
        } catch {
            server.report(error)
            throw .unavailable
        }
    }
}
