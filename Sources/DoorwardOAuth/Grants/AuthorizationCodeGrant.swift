public import DoorwardSecrets

/// Redeems a code (RFC 6749 §4.1.3, RFC 7636 §4.6).
public struct AuthorizationCodeGrant: Sendable {
    public let client: AuthenticatedClient
    /// What the store knows the code by.
    public let code: SecretDigest
    let redirectURI: String?
    let verifier: String?
    /// The canonical resource; nil when the request names none.
    let resource: String?

    /// Reads the parameters of the grant.
    ///
    /// - Throws: `.missingParameter`, `.repeatedParameter`, `.unknownResource`, `.grantNotAllowed`, `.codeUnknown`.
    public init(
        _ parameters: Parameters, client: AuthenticatedClient, policy: AuthorizationPolicy
    ) throws(Rejection) {
        try client.check(mayUse: .authorizationCode)
        self.client = client
        let code = try parameters.require("code")
        redirectURI = try parameters.value("redirect_uri")
        verifier = try parameters.value("code_verifier")
        let resources = parameters.values("resource")
        resource = resources.isEmpty ? nil : try ResourceIndicator.resolve(resources, canonical: policy.resource)
        guard let digest = OpaqueToken.code.digest(of: code) else { throw .codeUnknown }
        self.code = digest
    }

    /// Decides on the code; what is to be done with it is one transaction of the store.
    ///
    /// A replay counts as one only from whom the code was made for: anybody else could otherwise end a connection with
    /// a code that he saw (OAuth 2.1 §4.1.3).
    ///
    /// - Parameters:
    ///   - grantID: the id of the grant that is bought.
    ///   - refreshToken: the digest of its first refresh token, if the client gets one.
    ///   - proof: that the client has a key, if it came with one.
    public func decide(
        _ record: AuthorizationCodeRecord?, grantID: String, refreshToken: SecretDigest?, proof: VerifiedProof? = nil,
        policy: AuthorizationPolicy, at now: Int64
    ) -> CodeDecision {
        do throws(Rejection) {
            guard let record else { throw .codeUnknown }
            try check(record, proof)
            // What follows is known to come from the rightful client.
            guard record.redeemedAt == nil else { return .revoke(.codeReplayed) }
            guard record.expiresAt > now else { throw .codeExpired }  // RFC 6749 §4.1.2
            let scopes = try ScopeSet.stillGranted(record.scopes, of: client.record, known: policy.scopeNames)
            let grant = GrantRecord(
                id: grantID, userID: record.userID, clientID: record.clientID, resource: record.resource,
                scopes: scopes, redirectURI: record.redirectURI, createdAt: now, lastUsedAt: now,
                keyThumbprint: client.refreshKeyThumbprint(proof), role: record.role,
                needsAssertion: client.method == .privateKeyJWT)
            let token = refreshToken.map {
                RefreshTokenRecord(
                    digest: $0, grantID: grantID, createdAt: now, expiresAt: now + policy.refreshTokenLifetime)
            }
            return .redeem(grant, token)
        } catch {
            return .reject(error)
        }
    }

    private func check(_ record: AuthorizationCodeRecord, _ proof: VerifiedProof?) throws(Rejection) {
        // RFC 6749 §4.1.3: issued to this client, for this redirect URI.
        guard record.clientID.utf8.elementsEqual(client.record.id.utf8) else { throw .codeOfAnotherClient }
        if let redirectURI {
            guard redirectURI.utf8.elementsEqual(record.redirectURI.utf8) else { throw .redirectURIMismatch }
        } else if record.redirectURIWasGiven {
            throw .redirectURIMismatch
        }
        try PKCE.check(verifier: verifier, against: record.challenge)  // RFC 7636 §4.6
        try KeyBinding.check(proof, against: record.keyThumbprint)  // RFC 9449 §10
        // RFC 8707 §2.2: no other resource than was agreed to.
        guard resource == nil || resource == record.resource else { throw .resourceNotGranted }
    }
}
