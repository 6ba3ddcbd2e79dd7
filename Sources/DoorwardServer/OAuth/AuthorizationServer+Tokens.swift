import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets

extension AuthorizationServer {
    /// An id that nobody guesses.
    func newID() -> String { PublicID.make(random) }

    /// Mints an access token of a grant, and remembers it as genuine.
    ///
    /// - Parameter keyThumbprint: of the key that it is bound to; nil for a bearer token.
    /// - Throws: `Rejection.unavailable` when there is no key.
    func mint(
        _ grant: GrantRecord, scopes: [String], keyThumbprint: String?, at now: Int64
    ) throws(Rejection) -> [UInt8] {
        let claims = AccessTokenClaims(
            of: grant, scopes: scopes, tokenID: newID(), keyThumbprint: keyThumbprint, policy: policy, at: now)
        do {
            let token = try keys.minter(at: now).mint(claims.payload)
            issued.insert(IssuedToken(claims), for: SecretDigest(hashing: token))
            return token
        } catch {
            report(error)
            throw .unavailable
        }
    }

    /// The access token of this server that a text is; nil when it is none, has ended, or was revoked.
    func liveToken(_ text: String, at now: Int64) -> IssuedToken? {
        guard let token = genuineToken(text, at: now), token.expiresAt > now, !revocations.contains(token.tokenID),
            !revocations.contains(token.grantID)
        else { return nil }
        return token
    }

    /// The access token of this server that a text is, whether revoked or not.
    func genuineToken(_ text: String, at now: Int64) -> IssuedToken? {
        guard text.utf8.count <= 16_384 else { return nil }
        let digest = OpaqueToken.digest(of: text)
        if let known = issued[digest] { return known }
        let generation = issued.generation
        guard let verified = try? keys.verifier.verify(text, now: now), let token = IssuedToken(verified) else {
            return nil
        }
        issued.insert(token, for: digest, generation: generation)
        return token
    }

    /// Calls the store; whatever goes wrong there is the same to the caller.
    func stored<T: Sendable>(
        _ verb: @Sendable () async throws -> T
    ) async throws(Rejection) -> T {
        do {
            return try await verb()
        } catch {
            report(error)
            throw .unavailable
        }
    }
}

extension IssuedToken {
    init?(_ token: VerifiedToken) {
        guard let subject = token.subject, let clientID = token.clientID, let tokenID = token.tokenID,
            let issuedAt = token.issuedAt, let audience = token.audience.first
        else { return nil }
        self.init(
            subject: subject, clientID: clientID, audience: audience, scope: token.scopes.joined(separator: " "),
            tokenID: tokenID, grantID: token.claims["gid"]?.string ?? "", issuedAt: issuedAt,
            expiresAt: token.expiresAt, keyThumbprint: token.claims["cnf"]?.object?["jkt"]?.string)
    }
}
