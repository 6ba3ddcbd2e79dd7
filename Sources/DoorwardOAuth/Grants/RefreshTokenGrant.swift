public import DoorwardSecrets

/// Exchanges a refresh token (RFC 6749 §6, RFC 9700 §4.14).
///
/// A client that never saw the answer may ask again for a while and gets the same successor; as soon as that one has
/// been used, or the time is over, the old one must have been stolen on either side, and all of the family ends.
public struct RefreshTokenGrant: Sendable {
    public let client: AuthenticatedClient
    /// What the store knows the token by.
    public let token: SecretDigest
    /// The token as it was sent.
    public let text: String
    let scopes: [String]?
    let resource: String?
    let known: [String]
    private let looksAtProofs: Bool
    private let looksAtAssertions: Bool

    /// Reads the parameters of the grant. The resource is checked here, so before anything rotates.
    ///
    /// - Throws: `.missingParameter`, `.repeatedParameter`, `.malformedScope`, `.unknownResource`, `.grantNotAllowed`,
    ///   `.refreshTokenUnknown`.
    public init(
        _ parameters: Parameters, client: AuthenticatedClient, policy: AuthorizationPolicy
    ) throws(Rejection) {
        try client.check(mayUse: .refreshToken)
        self.client = client
        known = policy.scopeNames
        looksAtProofs = policy.features.keyBinding.isOffered
        looksAtAssertions = policy.features.privateKeyJWT
        text = try parameters.require("refresh_token")
        let requested = try parameters.value("scope")
        scopes =
            requested == nil ? nil : try ScopeSet.parse(requested ?? "").filter { !ScopeSet.tolerated.contains($0) }
        let resources = parameters.values("resource")
        resource = resources.isEmpty ? nil : try ResourceIndicator.resolve(resources, canonical: policy.resource)
        guard let digest = OpaqueToken.refreshToken.digest(of: text) else { throw .refreshTokenUnknown }
        token = digest
    }

    /// Decides on the token; what is to be done with it is one transaction of the store.
    ///
    /// - Parameters:
    ///   - successor: the digest of the token that follows, which is derived from the one that was sent.
    ///   - proof: that the client has a key, if it came with one.
    public func decide(
        _ state: RefreshTokenState?, successor: SecretDigest, proof: VerifiedProof? = nil, policy: AuthorizationPolicy,
        at now: Int64
    ) -> RefreshDecision {
        do throws(Rejection) {
            guard let state else { throw .refreshTokenUnknown }
            try check(state, proof)
            let token = state.token
            if let rotatedAt = token.rotatedAt {
                let isForgiven = now - rotatedAt <= policy.reuseWindow && !state.successorWasUsed
                guard isForgiven else { return .revoke(.refreshTokenReused) }
                // Under another master secret the successor would be one that nobody knows.
                return token.successor == successor ? .keep : .reject(.refreshTokenReused)
            }
            guard token.expiresAt > now else { throw .refreshTokenExpired }
            guard client.record.isPublic || policy.refreshRotation == .all else { return use(token, policy, at: now) }
            return .rotate(
                RefreshTokenRecord(
                    digest: successor, grantID: state.grant.id, createdAt: now,
                    expiresAt: now + policy.refreshTokenLifetime))
        } catch {
            return .reject(error)
        }
    }

    /// A token that stays the same lives on with its use; that is written down once a day, or ten times in its life
    /// where that is shorter.
    private func use(_ token: RefreshTokenRecord, _ policy: AuthorizationPolicy, at now: Int64) -> RefreshDecision {
        let end = now + policy.refreshTokenLifetime
        let step = max(1, min(86_400, policy.refreshTokenLifetime / 10))
        return end - token.expiresAt >= step ? .prolong(until: end) : .keep
    }

    private func check(_ state: RefreshTokenState, _ proof: VerifiedProof?) throws(Rejection) {
        let grant = state.grant
        guard grant.clientID.utf8.elementsEqual(client.record.id.utf8) else { throw .refreshTokenOfAnotherClient }
        // A client that may also come without credentials cannot be told from somebody who has found its token. Where it
        // cannot sign any more, only a new sign-in helps.
        if grant.needsAssertion, client.method != .privateKeyJWT {
            throw looksAtAssertions && client.record.keys != nil ? .noClientAuthentication : .grantRevoked
        }
        // Before anything is said of reuse: whoever has only stolen the token cannot end the family with it.
        // Where proofs are not looked at any more, only a new sign-in helps, which is what this tells the client.
        if proof == nil, grant.keyThumbprint != nil, !looksAtProofs { throw .keyMismatch }
        try KeyBinding.check(proof, against: grant.keyThumbprint)  // RFC 9449 §5
        guard grant.revokedAt == nil else { throw .grantRevoked }
        guard resource == nil || resource == grant.resource else { throw .resourceNotGranted }
        _ = try grantedScopes(of: grant)
    }

    /// The scopes of the new access token: all of the grant's that the client may still have or, when fewer were asked
    /// for, those.
    ///
    /// - Throws: `.scopeNotGranted`, `.scopesWithdrawn`.
    public func grantedScopes(of grant: GrantRecord) throws(Rejection) -> [String] {
        try ScopeSet.narrowed(scopes, of: ScopeSet.stillGranted(grant.scopes, of: client.record, known: known))
    }
}
