import DoorwardOAuth
import DoorwardSecrets
import DoorwardStore

/// Records for the tests of the authorization server's tables.
enum Records {
    static let now: Int64 = 1_000_000

    static func digest(_ text: String) -> SecretDigest { SecretDigest(hashing: Array(text.utf8)) }

    static func user(_ id: String = "user") -> UserRecord {
        UserRecord(id: id, name: "name of \(id)", email: "\(id)@example.com", createdAt: now)
    }

    static func client(_ id: String = "client") -> ClientRecord {
        let secret = ClientSecret(digest: digest("secret of \(id)"), createdAt: now)
        return ClientRecord(
            id: id, name: "A client", profile: "web", isPublic: false, redirectURIs: ["https://c.example/cb"],
            scopes: ["read"], secrets: [secret], createdAt: now)
    }

    static func code(_ text: String, of user: String = "user", for client: String = "client") -> AuthorizationCodeRecord
    {
        AuthorizationCodeRecord(
            digest: digest(text), clientID: client, userID: user, redirectURI: "https://c.example/cb",
            redirectURIWasGiven: true, challenge: nil, resource: "https://api.example", scopes: ["read"],
            createdAt: now, expiresAt: now + 60)
    }

    static func grant(_ id: String, of user: String? = "user", for client: String = "client") -> GrantRecord {
        GrantRecord(
            id: id, userID: user, clientID: client, resource: "https://api.example", scopes: ["read"],
            redirectURI: "https://c.example/cb", createdAt: now, lastUsedAt: now)
    }

    static func registered(_ id: String, like fingerprint: String? = nil, end: Int64? = now + 1000) -> ClientRecord {
        ClientRecord(
            id: id, name: "A client", profile: "registered", isPublic: true, redirectURIs: ["https://c.example/cb"],
            scopes: ["read"], createdAt: now,
            registration: ClientRegistration(
                kind: .dynamic, metadata: "{}", fingerprint: fingerprint.map { digest($0) }, expiresAt: end))
    }

    static func identity(_ subject: String, of user: String = "user") -> IdentityRecord {
        IdentityRecord(
            issuer: "https://provider.example", subject: subject, userID: user, provider: "provider", email: "",
            createdAt: now, lastSignedInAt: now)
    }

    static func providerTokens(of user: String = "user") -> ProviderTokensRecord {
        ProviderTokensRecord(userID: user, provider: "provider", sealed: [1], expiresAt: nil, updatedAt: now)
    }

    static func visit(_ text: String) -> ProviderVisit {
        ProviderVisit(
            digest: digest(text), provider: "provider", flow: nil, browser: digest("browser"), sealed: [1],
            createdAt: now, expiresAt: now + 600)
    }

    static func device(_ text: String) -> DeviceAuthorization {
        DeviceAuthorization(
            digest: digest(text), userCode: digest("user code of \(text)"), clientID: "client",
            resource: "https://api.example", scopes: ["read"], createdAt: now, expiresAt: now + 900)
    }

    static func token(_ text: String, of grant: String) -> RefreshTokenRecord {
        RefreshTokenRecord(digest: digest(text), grantID: grant, createdAt: now, expiresAt: now + 10_000)
    }
}

extension Store {
    /// Adds the user and the client that the records name.
    func addPeople() async throws {
        try await create(Records.user())
        try await create(Records.client())
    }

    /// Makes a grant with a refresh token; `code ID` and `token ID` are what its secrets were.
    func addGrant(_ id: String, of user: String = "user", for client: String = "client") async throws {
        try await create(Records.code("code \(id)", of: user, for: client))
        _ = try await redeem(grant: id, of: user, for: client)
    }

    /// Redeems the code of ``addGrant(_:of:for:)``; whether it was good.
    func redeem(grant id: String, of user: String = "user", for client: String = "client") async throws -> Bool {
        let (grant, token) = (Records.grant(id, of: user, for: client), Records.token("token \(id)", of: id))
        let decision = try await redeem(
            code: Records.digest("code \(id)"), at: Records.now, tokensEndBy: Records.now + 100
        ) { code in
            guard let code else { return .reject(.codeUnknown) }
            return code.redeemedAt == nil ? .redeem(grant, token) : .reject(.codeReplayed)
        }
        if case .redeem = decision { return true }
        return false
    }

    /// Redeems a device that somebody has agreed to; whether it was good.
    func redeem(device text: String, grant id: String) async throws -> Bool {
        let (grant, token) = (Records.grant(id), Records.token("token \(id)", of: id))
        let decision = try await redeem(device: Records.digest(text), at: Records.now) { _ in .redeem(grant, token) }
        if case .redeem = decision { return true }
        return false
    }

    /// Rotates a refresh token; whether it was rotated.
    func rotate(_ token: String, to successor: String, of grant: String) async throws -> Bool {
        let next = Records.token(successor, of: grant)
        let (decision, _) = try await exchange(
            refreshToken: Records.digest(token), at: Records.now, tokensEndBy: Records.now + 100
        ) { state in state?.token.rotatedAt == nil ? .rotate(next) : .keep }
        if case .rotate = decision { return true }
        return false
    }
}
