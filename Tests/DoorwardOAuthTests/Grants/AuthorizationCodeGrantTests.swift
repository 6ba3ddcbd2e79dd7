import DoorwardOAuth
import Testing

@Suite("Redeeming a code")
struct AuthorizationCodeGrantTests {
    static let right =
        "code=\(Fixture.code)&redirect_uri=https://app.example/callback&code_verifier=\(Fixture.verifier)"

    func decide(
        _ form: String = right, _ client: ClientRecord = Fixture.client(), at now: Int64 = noon + 1,
        _ record: AuthorizationCodeRecord? = Fixture.codeRecord()
    ) throws -> CodeDecision {
        let grant = try AuthorizationCodeGrant(
            try FormParameters.parse(form), client: try Fixture.authenticated(client), policy: Fixture.policy)
        return grant.decide(record, grantID: "g-1", refreshToken: Fixture.successor, policy: Fixture.policy, at: now)
    }

    @Test("The right client with the right verifier gets a grant for what was agreed to")
    func redeems() throws {
        guard case .redeem(let grant, let token) = try decide() else {
            Issue.record("not redeemed")
            return
        }
        #expect(grant.userID == "user-1" && grant.clientID == "client-1" && grant.scopes == ["read"])
        #expect(grant.resource == Fixture.resource && grant.id == "g-1")
        #expect(token?.digest == Fixture.successor && token?.grantID == "g-1")
        #expect(token?.expiresAt == noon + 1 + Fixture.policy.refreshTokenLifetime)
    }

    @Test("What the client may no longer have is not in the grant; with nothing left there is none")
    func withdrawn() throws {
        let record = Fixture.codeRecord { $0.scopes = ["read", "write"] }
        guard
            case .redeem(let grant, _) = try decide(Self.right, Fixture.client(scopes: ["write"]), at: noon + 1, record)
        else {
            Issue.record("not redeemed")
            return
        }
        #expect(grant.scopes == ["write"])
        guard case .reject(.scopesWithdrawn) = try decide(Self.right, Fixture.client(scopes: []), at: noon + 1, record)
        else {
            Issue.record("redeemed for nothing")
            return
        }
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var what: String
        var form = right
        var change: @Sendable (inout AuthorizationCodeRecord) -> Void = { _ in }
        var rejection: Rejection
        var testDescription: String { what }
    }

    static let wrongs: [Wrong] = [
        Wrong(what: "another client", change: { $0.clientID = "client-2" }, rejection: .codeOfAnotherClient),
        Wrong(
            what: "another redirect",
            form: "code=\(Fixture.code)&redirect_uri=https://x/&code_verifier=\(Fixture.verifier)",
            rejection: .redirectURIMismatch),
        Wrong(
            what: "no redirect though one was given", form: "code=\(Fixture.code)&code_verifier=\(Fixture.verifier)",
            rejection: .redirectURIMismatch),
        Wrong(
            what: "no verifier", form: "code=\(Fixture.code)&redirect_uri=https://app.example/callback",
            rejection: .verifierMissing),
        Wrong(
            what: "a short verifier", form: right.replacing(Fixture.verifier, with: "short"),
            rejection: .verifierMismatch),
        Wrong(
            what: "a long verifier", form: right.replacing(Fixture.verifier, with: String(repeating: "v", count: 129)),
            rejection: .verifierMismatch),
        Wrong(
            what: "another verifier", form: right.replacing(Fixture.verifier, with: String(repeating: "v", count: 43)),
            rejection: .verifierMismatch),
        Wrong(
            what: "a verifier with other characters",
            form: right.replacing(Fixture.verifier, with: String(repeating: "*", count: 43)),
            rejection: .verifierMismatch),
        Wrong(what: "a verifier without a challenge", change: { $0.challenge = nil }, rejection: .verifierUnexpected),
        Wrong(what: "the end of its life", change: { $0.expiresAt = noon + 1 }, rejection: .codeExpired),
    ]

    @Test("Anything wrong is refused and nothing is used up", arguments: wrongs)
    func refuses(wrong: Wrong) throws {
        guard case .reject(let rejection) = try decide(wrong.form, Fixture.codeRecord(wrong.change)) else {
            Issue.record("not refused")
            return
        }
        #expect(rejection == wrong.rejection)
        #expect(OAuthError(rejection).code == .invalidGrant)
    }

    func decide(_ form: String, _ record: AuthorizationCodeRecord?) throws -> CodeDecision {
        try decide(form, Fixture.client(), at: noon + 1, record)
    }

    @Test("An unknown code is refused, and so is a text that is no code, without looking it up")
    func unknown() throws {
        guard case .reject(.codeUnknown) = try decide(Self.right, nil) else {
            Issue.record("not refused")
            return
        }
        #expect(throws: Rejection.codeUnknown) { try decide("code=abc", nil) }
        #expect(throws: Rejection.missingParameter("code")) { try decide("code=", nil) }
    }

    @Test("A replay by the rightful client takes back what it bought, even after the code's end")
    func replay() throws {
        for now in [noon + 1, noon + 4000] {
            guard case .revoke(.codeReplayed) = try decide(at: now, Fixture.codeRecord { $0.redeemedAt = noon }) else {
                Issue.record("not revoked")
                return
            }
        }
    }

    @Test("A replay with anything wrong takes nothing back", arguments: wrongs.filter { $0.rejection != .codeExpired })
    func wrongReplay(wrong: Wrong) throws {
        let record = Fixture.codeRecord {
            wrong.change(&$0)
            $0.redeemedAt = noon
        }
        guard case .reject(let rejection) = try decide(wrong.form, record) else {
            Issue.record("revoked or redeemed")
            return
        }
        #expect(rejection == wrong.rejection)
    }

    @Test("Without a challenge no verifier is needed; without a redirect in the request none is either")
    func plugin() throws {
        let record = Fixture.codeRecord {
            $0.challenge = nil
            $0.redirectURIWasGiven = false
        }
        guard case .redeem = try decide("code=\(Fixture.code)", Fixture.client("plugin"), at: noon + 59, record) else {
            Issue.record("not redeemed")
            return
        }
    }

    @Test("Another resource is invalid_target, ours in another spelling is not")
    func resources() throws {
        #expect(throws: Rejection.unknownResource) { try decide(Self.right + "&resource=https://x.example", nil) }
        guard case .redeem = try decide(Self.right + "&resource=https://API.example/") else {
            Issue.record("not redeemed")
            return
        }
    }
}
