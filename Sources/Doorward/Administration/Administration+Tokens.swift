internal import DoorwardJOSE
internal import DoorwardOAuth
internal import DoorwardSecrets
internal import DoorwardStore

extension Administration {
    /// Says what a token is, and whether a door with this configuration and database would take it. Changes nothing.
    public func inspect(_ token: String) async throws(AdministrationError) -> TokenInspection {
        let digest = OpaqueToken.digest(of: token)
        switch token.prefix(while: { $0 != "_" }) {
        case "dwr" where token.hasPrefix("dwr_"): return try await inspectRefreshToken(digest)
        case "dwk" where token.hasPrefix("dwk_"): return try await inspectKey(digest)
        case "dwcs" where token.hasPrefix("dwcs_"): return try await inspectClientSecret(digest)
        case "dwc", "dws", "dwf", "dwi":
            var inspection = TokenInspection(kind: Self.kinds[String(token.prefix(3))] ?? "token")
            inspection.add("state", .unknown, "it says nothing by itself, and is of use once only")
            return inspection
        default: return try await inspectAccessToken(token)
        }
    }

    private static let kinds = [
        "dwc": "authorization code", "dws": "cookie of a session", "dwf": "handle of a sign-in under way",
        "dwi": "invitation",
    ]

    private func inspectAccessToken(_ token: String) async throws(AdministrationError) -> TokenInspection {
        guard case .fixed(let origin) = configuration.publicURL else { throw .noPublicAddress }
        let time = now()
        var expected = TokenInspection.Expectation(
            issuer: configuration.oauth.issuer?.text ?? origin.description,
            audience: configuration.oauth.audience ?? origin.description, now: time)
        if !configuration.oauth.isExternal {
            expected.keys = JSONWebKeySet(
                try await kept { try await store.signingKeys(at: time) }
                    .compactMap { try? JSONWebKey(parsing: Array($0.publicKey.utf8)) })
        }
        var inspection = TokenInspection(jwt: token, expecting: expected)
        guard !configuration.oauth.isExternal, let claims = Self.claims(of: token) else { return inspection }
        let ids = Set(["gid", "jti"].compactMap { claims[$0]?.string })
        let dead = try await kept { try await store.revocations(after: 0, at: time) }.first { ids.contains($0.id) }
        inspection.add(
            "revoked", dead == nil,
            dead.map { "the \($0.id == claims["jti"]?.string ? "token" : "grant") was revoked" } ?? "no")
        if let id = claims["sub"]?.string, let user = try await kept({ try await store.user(id: id) }) {
            inspection.add(
                "sub", user.disabledAt == nil, "is \(user.name)\(user.disabledAt == nil ? "" : ", disabled")")
        }
        return inspection
    }

    private static func claims(of token: String) -> JOSEObject? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= 16384, parts.count == 3, let bytes = Base64URL.decode(String(parts[1])) else {
            return nil
        }
        return bytes.withUnsafeBytes { try? JOSEObject(parsing: $0) }
    }

    private func inspectRefreshToken(_ digest: SecretDigest) async throws(AdministrationError) -> TokenInspection {
        var inspection = TokenInspection(kind: "refresh token")
        guard let state = try await kept({ try await store.refreshToken(digest) }) else {
            inspection.add("known", false, "no such token is in the database")
            return inspection
        }
        inspection.add("known", true, "of grant \(state.grant.id), client \(state.grant.clientID)")
        inspection.add("revoked", state.grant.revokedAt == nil, state.grant.revokedAt == nil ? "no" : "the grant was")
        inspection.add("expiry", state.token.expiresAt > now(), state.token.expiresAt > now() ? "to come" : "is over")
        inspection.add(
            "newest", state.token.rotatedAt == nil,
            state.token.rotatedAt == nil ? "it has not been exchanged" : "it was exchanged for its successor")
        return inspection
    }

    private func inspectKey(_ digest: SecretDigest) async throws(AdministrationError) -> TokenInspection {
        var inspection = TokenInspection(kind: "API key")
        let found = try await kept { try await store.list(user: nil) }.first { $0.digest == digest }
        inspection.add(
            "known", found != nil, found.map { "\($0.id) of \($0.user)" } ?? "no such key is in the database")
        guard let found else { return inspection }
        inspection.add("revoked", found.revokedAt == nil, found.revokedAt == nil ? "no" : "yes")
        let isOver = found.expiresAt.map { $0 <= now() } ?? false
        inspection.add("expiry", !isOver, isOver ? "is over" : found.expiresAt == nil ? "never" : "to come")
        return inspection
    }

    private func inspectClientSecret(_ digest: SecretDigest) async throws(AdministrationError) -> TokenInspection {
        var inspection = TokenInspection(kind: "client secret")
        let owner = try await clients().first { client in client.secrets.contains { $0.digest == digest } }
        inspection.add("known", owner != nil, owner.map { "of client \($0.id)" } ?? "no client has it")
        return inspection
    }
}
