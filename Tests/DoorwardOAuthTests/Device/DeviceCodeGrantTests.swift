import DoorwardOAuth
import Testing

@Suite("What becomes of a device that asks")
struct DeviceCodeGrantTests {
    static let code = OpaqueToken.deviceCode.rawValue + String(repeating: "d", count: 43)
    static let client = Fixture.client("native", isPublic: true)

    static func record(_ change: (inout DeviceAuthorization) -> Void = { _ in }) throws -> DeviceAuthorization {
        let code = try #require(UserCode("WDJB-MJHT"))
        let asked = try DeviceRequest(
            try Fixture.form("scope=read"), client: try Fixture.authenticated(client), policy: Fixture.policy)
        var record = asked.authorization(deviceCode: Self.code, userCode: code, at: noon)
        change(&record)
        return record
    }

    func grant(_ more: String = "", _ client: ClientRecord = client) throws -> DeviceCodeGrant {
        try DeviceCodeGrant(
            try Fixture.form("device_code=\(Self.code)\(more)"), client: try Fixture.authenticated(client),
            policy: Fixture.policy)
    }

    func decide(
        _ record: DeviceAuthorization?, client: ClientRecord = client, more: String = "", at now: Int64 = noon + 1
    ) throws -> DeviceDecision {
        try grant(more, client).decide(
            record, grantID: "g", refreshToken: Fixture.successor, keyThumbprint: "k", policy: Fixture.policy, at: now)
    }

    func rejection(_ decision: DeviceDecision) -> Rejection? {
        if case .reject(let rejection) = decision { rejection } else { nil }
    }

    @Test("It asks for what its client may have, for 15 minutes, at first every 5 seconds")
    func asked() throws {
        let record = try Self.record()
        #expect(record.scopes == ["read"] && record.resource == Fixture.resource && record.clientID == "client-1")
        #expect(record.expiresAt == noon + 900 && record.interval == 5 && record.state == .pending)
        #expect(record.digest == OpaqueToken.deviceCode.digest(of: Self.code))
    }

    @Test(
        "Requests for what is not there are refused",
        arguments: [
            ("scope=admin", Rejection.unknownScope("admin")), ("scope=re%22ad", .malformedScope),
            ("resource=https://other.example", .unknownResource),
            ("scope=read&scope=read", .repeatedParameter("scope")),
        ])
    func refusedRequests(form: String, rejection: Rejection) throws {
        let client = try Fixture.authenticated(Self.client)
        let parameters = try Fixture.form(form)
        #expect(expectRejection(rejection) { try DeviceRequest(parameters, client: client, policy: Fixture.policy) })
    }

    @Test("Only clients whose kind allows it may", arguments: ["plugin", "action", "web"])
    func kinds(profile: String) throws {
        let client = try Fixture.authenticated(Fixture.client(profile))
        let form = try Fixture.form("device_code=\(Self.code)")
        let expected = Rejection.grantNotAllowed(GrantType.deviceCode.rawValue)
        #expect(expectRejection(expected) { try DeviceRequest(form, client: client, policy: Fixture.policy) })
        #expect(expectRejection(expected) { try DeviceCodeGrant(form, client: client, policy: Fixture.policy) })
    }

    @Test(
        "What is no device code is not looked for",
        arguments: ["x", OpaqueToken.code.rawValue + String(repeating: "d", count: 43)])
    func noCode(text: String) throws {
        let client = try Fixture.authenticated(Self.client)
        let form = try Fixture.form("device_code=\(text)")
        #expect(
            expectRejection(.deviceCodeUnknown) {
                try DeviceCodeGrant(form, client: client, policy: Fixture.policy)
            })
    }

    @Test("While nobody has answered it waits, and longer when it asks too often")
    func pending() throws {
        #expect(rejection(try decide(try Self.record())) == .authorizationPending)
        for (pause, isTooSoon) in [(0, true), (3, true), (4, false), (5, false), (60, false)] as [(Int64, Bool)] {
            let decision = try decide(try Self.record { $0.polledAt = noon }, at: noon + pause)
            switch decision {
            case .slowDown(let seconds): #expect(isTooSoon && seconds == 5, "\(pause)")
            default: #expect(!isTooSoon && rejection(decision) == .authorizationPending, "\(pause)")
            }
        }
        let slowed = try Self.record {
            $0.polledAt = noon
            $0.interval = 10
        }
        guard case .slowDown = try decide(slowed, at: noon + 8) else {
            Issue.record("in time")
            return
        }
        #expect(rejection(try decide(slowed, at: noon + 9)) == .authorizationPending)
    }

    @Test("It is told that it was denied, came too late, or is not known")
    func ends() throws {
        #expect(rejection(try decide(nil)) == .deviceCodeUnknown)
        #expect(rejection(try decide(try Self.record { $0.state = .denied })) == .userDenied)
        #expect(rejection(try decide(try Self.record { $0.state = .redeemed(grantID: "g") })) == .deviceCodeUnknown)
        #expect(rejection(try decide(try Self.record(), at: noon + 900)) == .deviceCodeExpired)
        let approved = try Self.record { $0.state = .approved(userID: "user-1", role: nil) }
        #expect(rejection(try decide(approved, at: noon + 900)) == .deviceCodeExpired)
        #expect(rejection(try decide(try Self.record { $0.clientID = "client-2" })) == .deviceCodeUnknown)
        let other = Fixture.client("native", id: "client-2", isPublic: true)
        #expect(rejection(try decide(approved, client: other)) == .deviceCodeUnknown)
        #expect(
            rejection(
                try decide(
                    try Self.record { $0.resource = "https://old.example" }, more: "&resource=\(Fixture.resource)"))
                == .resourceNotGranted)
        let answers: [(Rejection, String)] = [
            (.authorizationPending, "authorization_pending"), (.pollingTooFast, "slow_down"),
            (.userDenied, "access_denied"), (.deviceCodeExpired, "expired_token"),
            (.deviceCodeUnknown, "invalid_grant"),
        ]
        for (rejection, code) in answers {
            #expect(OAuthError(rejection).code.rawValue == code && OAuthError(rejection).status == 400)
        }
    }

    @Test("Once somebody has agreed it gets a grant of his, with his role and its key, and a refresh token")
    func approved() throws {
        let record = try Self.record {
            $0.state = .approved(userID: "user-1", role: "member")
            // Asking too soon does not matter any more.
            $0.polledAt = noon + 1
        }
        guard case .redeem(let grant, let token) = try decide(record) else {
            Issue.record("refused")
            return
        }
        #expect(grant.userID == "user-1" && grant.role == "member" && grant.keyThumbprint == "k")
        #expect(grant.scopes == ["read"] && grant.clientID == "client-1" && grant.redirectURI.isEmpty)
        #expect(token?.grantID == "g" && token?.digest == Fixture.successor)
        #expect(token?.expiresAt == noon + 1 + Fixture.policy.refreshTokenLifetime)
    }

    @Test("Scopes that the client lost in between are not in the grant; with none left there is none")
    func withdrawn() throws {
        let record = try Self.record {
            $0.state = .approved(userID: "user-1", role: nil)
            $0.scopes = ["read", "write"]
        }
        let less = Fixture.client("native", isPublic: true, scopes: ["write"])
        guard case .redeem(let grant, _) = try decide(record, client: less) else {
            Issue.record("refused")
            return
        }
        #expect(grant.scopes == ["write"])
        let none = Fixture.client("native", isPublic: true, scopes: [])
        #expect(rejection(try decide(record, client: none)) == .scopesWithdrawn)
    }
}
