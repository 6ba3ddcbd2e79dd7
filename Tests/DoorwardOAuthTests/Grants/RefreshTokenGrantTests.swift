import Testing

@testable import DoorwardOAuth

@Suite("Exchanging a refresh token")
struct RefreshTokenGrantTests {
    static func state(
        rotated: Int64? = nil, wasUsed: Bool = false, expiresAt: Int64 = noon + 1000, clientID: String = "client-1",
        revokedAt: Int64? = nil
    ) -> RefreshTokenState {
        let grant = GrantRecord(
            id: "g-1", userID: "user-1", clientID: clientID, resource: Fixture.resource, scopes: ["read", "write"],
            redirectURI: "", createdAt: noon, lastUsedAt: noon, revokedAt: revokedAt)
        let token = RefreshTokenRecord(
            digest: OpaqueToken.digest(of: Fixture.refreshToken), grantID: "g-1", createdAt: noon, expiresAt: expiresAt,
            rotatedAt: rotated, successor: rotated.map { _ in Fixture.successor })
        return RefreshTokenState(token: token, grant: grant, successorWasUsed: wasUsed)
    }

    func decide(
        _ state: RefreshTokenState?, form: String = "", client: ClientRecord = Fixture.client(),
        policy: AuthorizationPolicy = Fixture.policy, at now: Int64 = noon
    ) throws -> RefreshDecision {
        let grant = try RefreshTokenGrant(
            try FormParameters.parse("refresh_token=\(Fixture.refreshToken)\(form)"),
            client: try Fixture.authenticated(client), policy: policy)
        return grant.decide(state, successor: Fixture.successor, policy: policy, at: now)
    }

    func rejection(_ decision: RefreshDecision) -> Rejection? {
        if case .reject(let rejection) = decision { rejection } else { nil }
    }

    @Test("A token is exchanged for its successor, which lives anew")
    func rotates() throws {
        guard case .rotate(let token) = try decide(Self.state()) else {
            Issue.record("not rotated")
            return
        }
        #expect(token.digest == Fixture.successor && token.grantID == "g-1")
        #expect(token.expiresAt == noon + Fixture.policy.refreshTokenLifetime && token.rotatedAt == nil)
    }

    @Test("What was got with an assertion is refreshed with one, or by nobody")
    func needsAssertion() throws {
        var state = Self.state()
        state.grant.needsAssertion = true
        var policy = Fixture.policy
        #expect(rejection(try decide(state, policy: policy)) == .grantRevoked)
        policy.features.privateKeyJWT = true
        #expect(rejection(try decide(state, policy: policy)) == .grantRevoked, "it has no keys any more")
        var client = Fixture.client(isPublic: true)
        client.keys = .url("https://client.example/keys")
        #expect(rejection(try decide(state, client: client, policy: policy)) == .noClientAuthentication)
        let record = Fixture.client(isPublic: true)
        let profile = try #require(ClientProfile.named(record.profile))
        let grant = try RefreshTokenGrant(
            try FormParameters.parse("refresh_token=\(Fixture.refreshToken)"),
            client: AuthenticatedClient(record: record, profile: profile, method: .privateKeyJWT, secret: nil),
            policy: policy)
        guard case .rotate = grant.decide(state, successor: Fixture.successor, policy: policy, at: noon) else {
            Issue.record("not rotated")
            return
        }
    }

    @Test("Within the window the same successor is given again", arguments: [Int64(0), 1, 30])
    func forgives(after: Int64) throws {
        guard case .keep = try decide(Self.state(rotated: noon), at: noon + after) else {
            Issue.record("not kept")
            return
        }
    }

    @Test("Later, or once the successor has been used, reuse ends the family")
    func reuse() throws {
        for (state, after) in [(Self.state(rotated: noon), Int64(31)), (Self.state(rotated: noon, wasUsed: true), 1)] {
            guard case .revoke(.refreshTokenReused) = try decide(state, at: noon + after) else {
                Issue.record("not revoked")
                continue
            }
        }
    }

    @Test("A successor that would be another one than before is not given")
    func otherSuccessor() throws {
        var state = Self.state(rotated: noon)
        state.token.successor = OpaqueToken.digest(of: "another")
        #expect(rejection(try decide(state)) == .refreshTokenReused)
    }

    @Test("Unknown, foreign, revoked and expired tokens are refused, and nothing is revoked")
    func refuses() throws {
        #expect(rejection(try decide(nil)) == .refreshTokenUnknown)
        #expect(rejection(try decide(Self.state(clientID: "client-2"))) == .refreshTokenOfAnotherClient)
        #expect(
            rejection(try decide(Self.state(rotated: noon, wasUsed: true, clientID: "client-2")))
                == .refreshTokenOfAnotherClient)
        #expect(rejection(try decide(Self.state(revokedAt: noon))) == .grantRevoked)
        #expect(rejection(try decide(Self.state(expiresAt: noon))) == .refreshTokenExpired)
        #expect(throws: Rejection.refreshTokenUnknown) {
            try RefreshTokenGrant(
                try FormParameters.parse("refresh_token=abc"), client: try Fixture.authenticated(),
                policy: Fixture.policy)
        }
    }

    @Test("A wider scope and another resource are refused before anything rotates")
    func checksFirst() throws {
        #expect(rejection(try decide(Self.state(), form: "&scope=read+admin")) == .scopeNotGranted("admin"))
        #expect(OAuthError(.scopeNotGranted("admin")).code == .invalidScope)
        #expect(throws: Rejection.unknownResource) {
            try decide(Self.state(), form: "&resource=https://x.example")
        }
        #expect(OAuthError(.unknownResource).code == .invalidTarget)
        guard case .rotate = try decide(Self.state(), form: "&scope=read&resource=https://api.example/") else {
            Issue.record("not rotated")
            return
        }
    }

    @Test(
        "Fewer scopes are given when fewer are asked for",
        arguments: [
            ("&scope=write", ["write"]), ("", ["read", "write"]), ("&scope=", ["read", "write"]),
            ("&scope=offline_access", ["read", "write"]),
        ])
    func narrows(form: String, scopes: [String]) throws {
        let grant = try RefreshTokenGrant(
            try FormParameters.parse("refresh_token=\(Fixture.refreshToken)\(form)"),
            client: try Fixture.authenticated(), policy: Fixture.policy)
        #expect(try grant.grantedScopes(of: Self.state().grant) == scopes)
    }

    @Test("What a client may no longer have is given no longer")
    func withdrawn() throws {
        func grant(_ scopes: [String], _ form: String = "", known: [String] = ["read", "write"]) throws -> [String] {
            let policy = AuthorizationPolicy(
                issuer: Fixture.resource, resource: Fixture.resource,
                scopes: known.map { .init(name: $0, sentence: $0) })
            let grant = try RefreshTokenGrant(
                try FormParameters.parse("refresh_token=\(Fixture.refreshToken)\(form)"),
                client: try Fixture.authenticated(Fixture.client(scopes: scopes)), policy: policy)
            return try grant.grantedScopes(of: Self.state().grant)
        }
        #expect(try grant(["read"]) == ["read"])
        #expect(try grant(["read", "write"], known: ["write"]) == ["write"])
        #expect(throws: Rejection.scopeNotGranted("write")) { try grant(["read"], "&scope=write") }
        #expect(throws: Rejection.scopesWithdrawn) { try grant(["other"]) }
        #expect(OAuthError(.scopesWithdrawn).code == .invalidGrant)
        #expect(rejection(try decide(Self.state(), client: Fixture.client(scopes: []))) == .scopesWithdrawn)
    }

    @Test("With rotation for public clients only, others keep their token")
    func keeps() throws {
        var policy = Fixture.policy
        policy.refreshRotation = .publicClients
        guard case .prolong = try decide(Self.state(), policy: policy),
            case .rotate = try decide(
                Self.state(), client: Fixture.client("native", isPublic: true), policy: policy)
        else {
            Issue.record("the wrong one rotated")
            return
        }
    }

    @Test(
        "A token that is kept lives on with its use, written down once a day or ten times in a shorter life",
        arguments: [
            (30 * 86_400, 0, nil), (30 * 86_400, 86_399, nil), (30 * 86_400, 86_400, 31 * 86_400),
            (30 * 86_400, 29 * 86_400, 59 * 86_400), (3600, 359, nil), (3600, 360, 3960), (5, 1, 6),
        ] as [(Int64, Int64, Int64?)])
    func prolongs(lifetime: Int64, after: Int64, end: Int64?) throws {
        var policy = Fixture.policy
        policy.refreshRotation = .publicClients
        policy.refreshTokenLifetime = lifetime
        let decision = try decide(Self.state(expiresAt: noon + lifetime), policy: policy, at: noon + after)
        switch decision {
        case .keep: #expect(end == nil)
        case .prolong(let until): #expect(until == end.map { noon + $0 })
        default: Issue.record("\(decision)")
        }
        let longer = try decide(Self.state(expiresAt: noon + 10 * lifetime), policy: policy, at: noon + after)
        if case .keep = longer { return }
        Issue.record("it was made to end earlier")
    }

    @Test("Client credentials are for clients with a secret whose kind may use them")
    func clientCredentials() throws {
        let request = try ClientCredentialsGrant(
            try FormParameters.parse("scope=write"), client: try Fixture.authenticated(), policy: Fixture.policy)
        #expect(request.scopes == ["write"] && request.grant(id: "g", at: noon).userID == nil)
        for client in [Fixture.client("plugin"), Fixture.client("mcp", isPublic: true), Fixture.client("resource")] {
            #expect(throws: Rejection.grantNotAllowed("client_credentials")) {
                try ClientCredentialsGrant(
                    try FormParameters.parse(""), client: try Fixture.authenticated(client), policy: Fixture.policy)
            }
        }
    }
}
