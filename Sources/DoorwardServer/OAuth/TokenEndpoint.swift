import DoorwardOAuth
import DoorwardSecrets

/// The token endpoint (RFC 6749 §3.2): reads the request, proves the client, and hands over to one grant.
///
/// Bodies may be forms or JSON objects, credentials in the body or in `Authorization: Basic`.
public struct TokenEndpoint: Endpoint {
    let server: AuthorizationServer
    private let providerTokensHaveEnded: (@Sendable (String) async -> Bool)?

    /// - Parameter providerTokensHaveEnded: see ``AuthorizationFlow/providerTokensHaveEnded``.
    public init(
        _ server: AuthorizationServer, providerTokensHaveEnded: (@Sendable (String) async -> Bool)? = nil
    ) {
        self.server = server
        self.providerTokensHaveEnded = providerTokensHaveEnded
    }

    public var methods: [String] { ["POST"] }

    public func respond(to request: EndpointRequest) async -> EndpointResponse {
        do throws(Rejection) {
            return server.noncing(try await answer(to: request), for: request)
        } catch {
            return server.noncing(
                MachineAnswer.refusal(error, of: request, issuer: server.policy.issuer), for: request)
        }
    }

    private func answer(to request: EndpointRequest) async throws(Rejection) -> EndpointResponse {
        let parameters = try MachineRequest.parameters(of: request)
        let name = try parameters.require("grant_type")  // RFC 6749 §4.1.3
        try server.foreseeProof(of: request, parameters)
        let client = try await server.authenticate(parameters, request)  // RFC 6749 §3.2.1
        guard let grant = GrantType(rawValue: name), server.policy.features.grants.contains(grant) else {
            throw .unknownGrantType(String(name.prefix(64)))
        }
        return switch grant {
        case .authorizationCode: try await redeemCode(parameters, client, request)
        case .refreshToken: try await refresh(parameters, client, request)
        case .clientCredentials: try await issueToClient(parameters, client, request)
        case .deviceCode: try await redeemDevice(parameters, client, request)
        }
    }

    /// Refuses a refresh whose access token the API would answer 401 to: clients refresh as long as they can, and only a
    /// refusal here makes them send their user to sign in. Nothing is taken back.
    ///
    /// - Throws: `.userTokenEnded`.
    func checkProviderTokens(
        of grant: RefreshTokenGrant, successor: SecretDigest, proof: VerifiedProof?, at now: Int64
    ) async throws(Rejection) {
        guard let providerTokensHaveEnded else { return }
        let store = server.store
        let state = try await server.stored { try await store.refreshToken(grant.token) }
        switch grant.decide(state, successor: successor, proof: proof, policy: server.policy, at: now) {
        // Whatever else is wrong is said first, and done.
        case .reject, .revoke: return
        case .keep, .prolong, .rotate: break
        }
        guard let user = state?.grant.userID, await providerTokensHaveEnded(user) else { return }
        throw .userTokenEnded
    }

    /// The proof of possession that a request came with, checked and used up (RFC 9449 §5); nil for a bearer token.
    ///
    /// To be asked for once everything else that can be checked without the store is.
    /// - Throws: `.proofRequired` where the server or the client allows no bearer tokens, and what
    ///   ``AuthorizationServer/proof(of:)`` throws.
    func proof(
        of request: EndpointRequest, client: AuthenticatedClient
    ) async throws(Rejection) -> VerifiedProof? {
        if let proof = try await server.proof(of: request) { return proof }
        // RFC 9449 §5.2; also while the feature is off, for a client that relies on it.
        guard server.policy.features.keyBinding != .required, !client.record.requiresKeyBinding else {
            throw .proofRequired
        }
        return nil
    }

    /// An access token of a grant, with the refresh token that goes with it.
    ///
    /// - Parameter proof: of the key that the access token is bound to; nil for a bearer token.
    func answer(
        _ grant: GrantRecord, scopes: [String], refreshToken: String?, proof: VerifiedProof?, at now: Int64
    ) throws(Rejection) -> EndpointResponse {
        TokenAnswer.response(
            accessToken: try server.mint(grant, scopes: scopes, keyThumbprint: proof?.thumbprint, at: now),
            isBound: proof != nil, lifetime: server.policy.accessTokenLifetime, refreshToken: refreshToken,
            scopes: scopes)
    }
}
