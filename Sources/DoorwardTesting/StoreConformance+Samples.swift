import DoorwardOAuth
import DoorwardSecrets

/// Records for the checks: plain, and alike wherever a check does not care.
enum Sample {
    /// The time that the checks call now (Unix seconds).
    static let now: Int64 = 1_000_000
    static let resource = "https://api.example.com"
    static let redirect = "https://client.example.com/callback"
    static let origin = "https://client.example.com"

    static func digest(_ text: String) -> SecretDigest { SecretDigest(hashing: Array(text.utf8)) }

    static func client(_ id: String = "client", at time: Int64 = now, secrets: [ClientSecret] = []) -> ClientRecord {
        ClientRecord(
            id: id, name: "Client \(id)", profile: "web", isPublic: secrets.isEmpty, redirectURIs: [redirect],
            scopes: ["read", "write"], secrets: secrets, createdAt: time)
    }

    static func secret(_ text: String, at time: Int64 = now) -> ClientSecret {
        ClientSecret(digest: digest(text), createdAt: time)
    }

    static func user(_ id: String = "user", name: String? = nil, email: String = "", at time: Int64 = now) -> UserRecord
    {
        UserRecord(id: id, name: name ?? "name-of-\(id)", email: email, createdAt: time)
    }

    static func session(_ text: String = "session", of user: String = "user", at time: Int64 = now) -> SessionRecord {
        SessionRecord(
            digest: digest(text), userID: user, signedInAt: time, lastSeenAt: time, expiresAt: time + 1000,
            userAgent: "A browser")
    }

    static func pending(_ text: String = "pending") -> PendingAuthorization {
        PendingAuthorization(
            digest: digest(text), query: "client_id=client&state=%00%FF", browser: digest("browser"), createdAt: now,
            expiresAt: now + 600)
    }

    static func code(
        _ text: String = "code", of user: String = "user", for client: String = "client"
    ) -> AuthorizationCodeRecord {
        AuthorizationCodeRecord(
            digest: digest(text), clientID: client, userID: user, redirectURI: redirect, redirectURIWasGiven: true,
            challenge: "challenge", resource: resource, scopes: ["read"], createdAt: now, expiresAt: now + 60)
    }

    static func grant(
        _ id: String = "grant", of user: String? = "user", for client: String = "client", at time: Int64 = now
    ) -> GrantRecord {
        GrantRecord(
            id: id, userID: user, clientID: client, resource: resource, scopes: ["read"],
            redirectURI: user == nil ? "" : redirect, createdAt: time, lastUsedAt: time)
    }

    static func token(_ text: String = "token", of grant: String = "grant", at time: Int64 = now) -> RefreshTokenRecord
    {
        RefreshTokenRecord(digest: digest(text), grantID: grant, createdAt: time, expiresAt: time + 10_000)
    }

    static func consent(_ scopes: [String], of user: String = "user", for client: String = "client") -> ConsentRecord {
        ConsentRecord(
            userID: user, clientID: client, redirectOrigin: origin, resource: resource, scopes: scopes, grantedAt: now)
    }

    static func identity(
        _ subject: String = "subject", of user: String = "user", at provider: String = "provider"
    ) -> IdentityRecord {
        IdentityRecord(
            issuer: "https://\(provider).example.com", subject: subject, userID: user, provider: provider,
            email: "\(subject)@example.com", createdAt: now, lastSignedInAt: now)
    }

    static func visit(_ text: String = "visit", adding user: String? = nil) -> ProviderVisit {
        ProviderVisit(
            digest: digest(text), provider: "provider", flow: user == nil ? "flow" : nil, browser: digest("browser"),
            linkingUser: user, sealed: [0, 1, 255], createdAt: now, expiresAt: now + 600)
    }

    static func providerTokens(_ byte: UInt8 = 1, of user: String = "user") -> ProviderTokensRecord {
        ProviderTokensRecord(
            userID: user, provider: "provider", sealed: [0, byte, 255], expiresAt: now + 3600, updatedAt: now)
    }

    /// A client that registered itself.
    static func registered(_ id: String = "client", like fingerprint: String? = nil, end: Int64? = now + 1000)
        -> ClientRecord
    {
        var client = client(id)
        client.profile = "registered"
        client.registration = ClientRegistration(
            kind: .dynamic, metadata: "{\"client_name\":\"é\"}", fingerprint: fingerprint.map { digest($0) },
            expiresAt: end)
        return client
    }

    static func device(_ text: String = "device", code: String? = nil) -> DeviceAuthorization {
        DeviceAuthorization(
            digest: digest(text), userCode: digest(code ?? "code of \(text)"), clientID: "client", resource: resource,
            scopes: ["read"], createdAt: now, expiresAt: now + 900)
    }

    static func pushed(_ text: String = "pushed") -> PushedRequest {
        PushedRequest(
            digest: digest(text), clientID: "client", query: "state=%00%FF", createdAt: now, expiresAt: now + 90)
    }

    static func key(_ id: String, at time: Int64 = now) -> SigningKeyRecord {
        SigningKeyRecord(
            id: id, publicKey: "{\"kty\":\"EC\"}", sealedPrivateKey: [0, 1, 255], createdAt: time, activeFrom: time + 10
        )
    }
}

extension AuthorizationStore {
    /// Adds the user and the client that the other samples name.
    func addPeople() async throws {
        try await create(Sample.user())
        try await create(Sample.client())
    }

    /// Makes a grant with a refresh token, the way it is made: by redeeming a code.
    func addGrant(
        _ id: String = "grant", of user: String = "user", for client: String = "client", at time: Int64 = Sample.now,
        token: String? = "token"
    ) async throws {
        try await create(Sample.code("code of \(id)", of: user, for: client))
        let grant = Sample.grant(id, of: user, for: client, at: time)
        let token = token.map { Sample.token($0, of: id, at: time) }
        _ = try await redeem(code: Sample.digest("code of \(id)"), at: time, tokensEndBy: time) { _ in
            .redeem(grant, token)
        }
    }
}
