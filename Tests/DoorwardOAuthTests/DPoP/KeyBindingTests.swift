import DoorwardJOSE
import Testing

@testable import DoorwardOAuth

@Suite("Codes and refresh tokens that are bound to a key")
struct KeyBindingTests {
    private static let key = Result { try SigningKey.generate() }
    private static let form =
        "code=\(Fixture.code)&redirect_uri=https://app.example/callback&code_verifier=\(Fixture.verifier)"

    private func proof(by key: SigningKey? = nil) throws -> VerifiedProof {
        let draft = try ProofDraft(try key ?? Self.key.get())
        return try ProofVerifier(nonce: .test).verify(
            try draft.signed(), method: "POST", target: try #require(ProofTarget(uri: ProofDraft.address)),
            accessToken: nil, now: noon)
    }

    private func redeem(
        isPublic: Bool = true, _ proof: VerifiedProof?, _ change: (inout AuthorizationCodeRecord) -> Void = { _ in }
    ) throws -> CodeDecision {
        let grant = try AuthorizationCodeGrant(
            try FormParameters.parse(Self.form),
            client: try Fixture.authenticated(Fixture.client(isPublic: isPublic)), policy: Fixture.policy)
        return grant.decide(
            Fixture.codeRecord(change), grantID: "g-1", refreshToken: Fixture.successor, proof: proof,
            policy: Fixture.policy, at: noon + 1)
    }

    @Test("The refresh tokens of a public client are bound to its key, those of one with a secret are not")
    func bindsGrant() throws {
        let proof = try proof()
        for (isPublic, expected) in [(true, proof.thumbprint), (false, nil)] {
            guard case .redeem(let grant, _) = try redeem(isPublic: isPublic, proof, { $0.role = "member" }) else {
                Issue.record("not redeemed")
                continue
            }
            #expect(grant.keyThumbprint == expected && grant.role == "member")
        }
        guard case .redeem(let plain, _) = try redeem(nil) else {
            Issue.record("not redeemed")
            return
        }
        #expect(plain.keyThumbprint == nil && plain.role == nil)
    }

    @Test("A client that may sign, and need not, is bound however it came")
    func bindsMixedClient() throws {
        let proof = try proof()
        var record = Fixture.client(isPublic: true)
        record.authenticationMethods = [.none, .privateKeyJWT]
        let profile = try #require(ClientProfile.named(record.profile))
        for (isPublic, expected) in [(true, proof.thumbprint), (false, nil)] {
            record.isPublic = isPublic
            let client = AuthenticatedClient(record: record, profile: profile, method: .privateKeyJWT, secret: nil)
            #expect(client.refreshKeyThumbprint(proof) == expected)
        }
    }

    @Test("A code that names a key is redeemed with that key alone, and a replay with another takes nothing back")
    func bindsCode() throws {
        let proof = try proof()
        let other = try self.proof(by: try SigningKey.generate())
        for redeemedAt in [nil, noon] {
            let change: (inout AuthorizationCodeRecord) -> Void = {
                $0.keyThumbprint = proof.thumbprint
                $0.redeemedAt = redeemedAt
            }
            guard case .reject(.keyMismatch) = try redeem(other, change) else {
                Issue.record("another key was taken")
                continue
            }
            guard case .reject(.proofRequired) = try redeem(nil, change) else {
                Issue.record("no key was taken")
                continue
            }
        }
        guard case .redeem = try redeem(proof, { $0.keyThumbprint = proof.thumbprint }) else {
            Issue.record("the right key was not taken")
            return
        }
    }

    private func refresh(
        _ proof: VerifiedProof?, boundTo thumbprint: String?, rotated: Int64? = nil,
        use: AuthorizationFeatures.Use = .on
    ) throws -> RefreshDecision {
        var policy = Fixture.policy
        policy.features.keyBinding = use
        var state = RefreshTokenGrantTests.state(rotated: rotated)
        state.grant.keyThumbprint = thumbprint
        let grant = try RefreshTokenGrant(
            try FormParameters.parse("refresh_token=\(Fixture.refreshToken)"),
            client: try Fixture.authenticated(Fixture.client(isPublic: true)), policy: policy)
        return grant.decide(
            state, successor: Fixture.successor, proof: proof, policy: policy,
            at: noon + (rotated == nil ? 0 : 60))
    }

    @Test("A bound refresh token needs its key; whoever has only stolen it cannot end the family with it")
    func bindsRefreshToken() throws {
        let proof = try proof()
        let other = try self.proof(by: try SigningKey.generate())
        for rotated in [nil, noon] {
            guard case .reject(.keyMismatch) = try refresh(other, boundTo: proof.thumbprint, rotated: rotated),
                case .reject(.proofRequired) = try refresh(nil, boundTo: proof.thumbprint, rotated: rotated),
                // Nobody looks at proofs any more: only a new sign-in helps, and that is what the client is told.
                case .reject(.keyMismatch) = try refresh(
                    nil, boundTo: proof.thumbprint, rotated: rotated, use: .off)
            else {
                Issue.record("not refused")
                continue
            }
        }
        guard case .rotate = try refresh(proof, boundTo: proof.thumbprint),
            case .revoke(.refreshTokenReused) = try refresh(proof, boundTo: proof.thumbprint, rotated: noon),
            case .rotate = try refresh(proof, boundTo: nil), case .rotate = try refresh(nil, boundTo: nil)
        else {
            Issue.record("not as without a key")
            return
        }
    }
}
