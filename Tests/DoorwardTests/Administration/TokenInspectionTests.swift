import Doorward
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardStore
import Testing

@Suite("Looking into tokens, keys and grants")
struct TokenInspectionTests {
    private let fixture: AdministrationFixture
    private let minter: TokenMinter
    private let grant: GrantRecord
    private var administration: Administration { fixture.administration }

    init() async throws {
        fixture = try AdministrationFixture()
        let (key, secret) = try await fixture.administration.rotateSigningKey()
        let wrapping = try KeyWrapping(master: secret.bytes, context: AuthorizationServer.signingKeyContext)
        let raw = try wrapping.open(key.sealedPrivateKey, authenticating: key.id)
        minter = TokenMinter(key: try SigningKey(rawRepresentation: raw))
        let (client, _) = try await fixture.administration.addClient(
            NewClient(name: "Notes", profile: "web", redirectURIs: ["https://app.example.com/cb"]))
        let now = AdministrationFixture.now
        grant = try await fixture.store.clientGrant(
            GrantRecord(
                id: "grant-1", userID: nil, clientID: client.id, resource: "https://api.example.com",
                scopes: ["notes:read"], redirectURI: "", createdAt: now, lastUsedAt: now))
    }

    private func token(_ change: (inout AccessTokenClaims) -> Void = { _ in }) throws -> String {
        let policy = AuthorizationPolicy(
            issuer: "https://api.example.com", resource: "https://api.example.com", scopes: [])
        var claims = AccessTokenClaims(
            of: grant, scopes: grant.scopes, tokenID: "token-1", policy: policy,
            at: AdministrationFixture.now)
        change(&claims)
        return try minter.mintText(claims.payload)
    }

    private func failed(_ inspection: TokenInspection) -> [String] {
        inspection.checks.filter { $0.outcome == .failed }.map(\.name)
    }

    @Test("A good token passes everything, and neither it nor its signature is in what is found")
    func good() async throws {
        let token = try token()
        let inspection = try await administration.inspect(token)
        #expect(inspection.isGood, "\(inspection.checks)")
        #expect(inspection.claims?.contains("\"gid\": \"grant-1\"") == true)
        #expect(inspection.header?.contains("at+jwt") == true)
        let signature = try #require(token.split(separator: ".").last)
        #expect(!"\(inspection)".contains(signature))
    }

    @Test("Each mistake is told by itself")
    func wrong() async throws {
        #expect(failed(try await administration.inspect(token { $0.issuer = "https://b.example" })) == ["iss"])
        #expect(failed(try await administration.inspect(token { $0.audience = "https://b.example" })) == ["aud"])
        #expect(failed(try await administration.inspect(token { $0.expiresAt = 1 })) == ["exp"])
        #expect(failed(try await administration.inspect(token { $0.issuedAt = .max })) == ["iat"])
        let stranger = try SigningKey.generate()
        let foreign = try TokenMinter(key: stranger).mintText(ClaimsWriter())
        #expect(failed(try await administration.inspect(foreign)).contains("signature"))
        let untyped = try TokenMinter(key: stranger, type: "JWT").mintText(ClaimsWriter())
        #expect(failed(try await administration.inspect(untyped)).contains("typ"))
        var cut = try token()
        cut.removeLast(4)
        #expect(failed(try await administration.inspect(cut)) == ["signature"])
        for nonsense in ["", "a", "a.b.c", "..", String(repeating: "a", count: 100_000)] {
            #expect(failed(try await administration.inspect(nonsense)) == ["form"])
        }
    }

    @Test("A revoked grant's tokens are told to be dead")
    func revoked() async throws {
        let token = try token()
        #expect(
            try await administration.grants(ofUser: nil, ofClient: grant.clientID, limit: 9).map(\.grant.id) == [
                "grant-1"
            ])
        #expect(try await administration.revokeGrant("grant-1").clientID == grant.clientID)
        #expect(failed(try await administration.inspect(token)) == ["revoked"])
        #expect(await refusal { _ = try await administration.revokeGrant("grant-1") } == .unknownGrant("grant-1"))
        #expect(try await administration.grants(ofUser: nil, ofClient: nil, limit: 9).isEmpty)
    }

    @Test("A withdrawn key's tokens are refused; a key that comes later leaves them alone")
    func rotation() async throws {
        let token = try token()
        let (next, _) = try await administration.rotateSigningKey()
        #expect(next.activeFrom == 1_800_000_000 + KeyRotation.publishedKeysAreKept)
        #expect(try await administration.signingKeys().map(\.state) == [.signing, .next])
        #expect(try await administration.inspect(token).isGood)
        let (now, _) = try await administration.rotateSigningKey(atOnce: true)
        #expect(try await administration.signingKeys().map(\.key.id) == [now.id])
        #expect(failed(try await administration.inspect(token)) == ["signature"])
    }

    @Test("Opaque tokens are recognised by their prefix, and looked up where that makes sense")
    func opaque() async throws {
        let secret = try await administration.rotateSecret(ofClient: grant.clientID).secret
        #expect(try await administration.inspect(secret).isGood)
        for unknown in ["dwr_x", "dwk_x", "dwcs_x"] {
            #expect(failed(try await administration.inspect(unknown)) == ["known"])
        }
        #expect(try await administration.inspect("dwc_x").kind == "authorization code")
    }
}
