import Crypto
import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import Testing

@testable import DoorwardProviders

@Suite("Signing in with an OpenID provider")
struct OpenIDProviderTests {
    static let nonce = Base64URL.encode([UInt8](repeating: 1, count: 32))
    static let verifier = Base64URL.encode([UInt8](repeating: 2, count: 32))
    static let challenge = Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8))))

    @Test("sends the browser with PKCE, state and nonce, and nothing that is secret")
    func departure() async throws {
        let sitting = Sitting()
        let departure = try await sitting.provider.begin(state: "fake-state", redirectURI: Sitting.redirectURI)
        #expect(
            departure.location == "https://id.example.com/authorize?response_type=code&client_id=doorward-at-example"
                + "&redirect_uri=https%3A%2F%2Fdoor.example.org%2Foauth%2Fcallback%2Fcompany"
                + "&scope=openid%20email%20profile&state=fake-state&code_challenge=\(Self.challenge)"
                + "&code_challenge_method=S256&nonce=\(Self.nonce)")
        let kept = try #require(ProviderExchange.object(departure.kept))
        #expect(kept["nonce"]?.string == Self.nonce)
        #expect(kept["verifier"]?.string == Self.verifier)
        #expect(kept["issuer"]?.string == "https://id.example.com")
        #expect(kept["redirect_uri"]?.string == Sitting.redirectURI)
        #expect(kept["at"]?.integer == FakeProvider.now)
    }

    @Test("sends exactly these requests, each bounded")
    func requests() async throws {
        var fake = FakeProvider()
        fake.claims["email"] = .null
        fake.userInfo = .success(.json(#"{"sub":"account-7","email":"ada@example.com","email_verified":true}"#))
        let sitting = Sitting(fake)
        let identity = try await sitting.signIn()
        #expect(identity.email == "ada@example.com")
        #expect(identity.isEmailVerified)
        #expect(
            sitting.fetcher.requests.map(\.text) == [
                """
                GET https://id.example.com/.well-known/openid-configuration (configured, 262144 bytes, 8 s)
                Accept: application/json
                """,
                """
                POST https://id.example.com/token (configured, 262144 bytes, 8 s)
                Accept: application/json
                Content-Type: application/x-www-form-urlencoded
                Authorization: Basic ZG9vcndhcmQtYXQtZXhhbXBsZTpub3QtYS1yZWFsLXNlY3JldA==

                grant_type=authorization_code&code=the-code&\
                redirect_uri=https%3A%2F%2Fdoor.example.org%2Foauth%2Fcallback%2Fcompany&code_verifier=\(Self.verifier)
                """,
                """
                GET https://id.example.com/keys (configured, 262144 bytes, 8 s)
                Accept: application/json
                """,
                """
                GET https://id.example.com/userinfo (configured, 262144 bytes, 8 s)
                Accept: application/json
                Authorization: Bearer fake-access-token
                """,
            ])
    }

    @Test("fetches addresses on other hosts under the rules for strangers")
    func strangers() async throws {
        var fake = FakeProvider()
        fake.discovery["token_endpoint"] = .string("https://tokens.example.net/token")
        fake.discovery["jwks_uri"] = .string("https://ID.example.com:8443/keys")
        let sitting = Sitting(fake)
        _ = try await sitting.signIn()
        let trusts = Dictionary(uniqueKeysWithValues: sitting.fetcher.requests.map { ($0.url, $0.trust) })
        #expect(trusts["https://tokens.example.net/token"] == .stranger)
        #expect(trusts["https://ID.example.com:8443/keys"] == .configured)
    }

    @Test("takes http between addresses on loopback, for trying things out")
    func loopback() async throws {
        var fake = FakeProvider()
        fake.issuer = "http://localhost:9400"
        fake.discovery = FakeProvider.discovery("http://localhost:9400")
        fake.discovery["jwks_uri"] = .string("http://127.0.0.1:9400/keys")
        fake.claims["iss"] = .string("http://localhost:9400")
        let sitting = Sitting(fake)
        #expect(try await sitting.signIn().issuer == "http://localhost:9400")
        #expect(sitting.fetcher.requests.allSatisfy { $0.trust == .configured })
    }

    @Test(
        "authenticates as the metadata offers",
        arguments: [
            (["client_secret_basic", "client_secret_post"], true, false),
            (["private_key_jwt", "client_secret_post"], false, true), (["none"], false, false),
        ])
    func clientAuthentication(_ methods: [String], inField: Bool, inBody: Bool) async throws {
        var fake = FakeProvider()
        fake.discovery["token_endpoint_auth_methods_supported"] = .array(methods.map { .string($0) })
        let sitting = Sitting(fake)
        _ = try await sitting.signIn()
        let request = try #require(sitting.fetcher.requests.first { $0.method == "POST" })
        #expect(request.fields.contains { $0.name == "Authorization" } == inField)
        #expect(String(decoding: request.body, as: UTF8.self).contains("client_secret=not-a-real-secret") == inBody)
        #expect(String(decoding: request.body, as: UTF8.self).contains("client_id=doorward-at-example") == !inField)
    }

    @Test("encodes id and secret before they go into Basic")
    func basic() {
        // RFC 6749 §2.3.1 with characters that would divide the two.
        #expect(FormText.basic("svc:1", "s3 cr%t") == "Basic c3ZjJTNBMTpzMyUyMGNyJTI1dA==")
    }

    @Test("tries the secret before the newest one once, so that a rotation needs no restart")
    func secretRotation() async throws {
        let sitting = Sitting(secrets: { ["newest-fake", FakeProvider.secret, "oldest-fake"] })
        let right = FormText.basic(FakeProvider.clientID, FakeProvider.secret)
        let departure = try await sitting.provider.begin(state: "fake-state", redirectURI: Sitting.redirectURI)
        var fake = FakeProvider()
        fake.nonce = Self.nonce
        sitting.fetcher.answer { [fake] request in
            if request.method == "POST", !request.fields.contains(where: { $0.value == right }) {
                return .success(.json(#"{"error":"invalid_client"}"#, status: 401))
            }
            return fake.answer(request)
        }
        #expect(try await sitting.comeBack(departure).subject == "account-7")
        #expect(sitting.fetcher.count("https://id.example.com/token") == 2)
        sitting.fetcher.answer { _ in .success(.json(#"{"error":"invalid_client"}"#, status: 401)) }
        await #expect(throws: ProviderFailure.untrue("client_refused")) { try await sitting.comeBack(departure) }
        #expect(sitting.fetcher.count("https://id.example.com/token") == 4)
    }

    @Test("takes only the visit that left, to the callback that it left for")
    func visits() async throws {
        let sitting = Sitting()
        let departure = try await sitting.provider.begin(state: "fake-state", redirectURI: Sitting.redirectURI)
        await #expect(throws: ProviderFailure.untrue("other_visit")) {
            try await sitting.comeBack(departure, redirectURI: "https://door.example.org/oauth/callback/other")
        }
        // The configuration has another issuer under the same name meanwhile.
        let before = KeptVisit(
            issuer: "https://id.example.net", redirectURI: Sitting.redirectURI, leftAt: sitting.clock.now,
            random: { [UInt8](repeating: 0, count: $0) })
        await #expect(throws: ProviderFailure.untrue("other_visit")) {
            try await sitting.comeBack(ProviderDeparture(location: departure.location, kept: before.bytes))
        }
        await #expect(throws: ProviderFailure.untrue("malformed_visit")) {
            try await sitting.comeBack(ProviderDeparture(location: "", kept: [1, 2, 3]))
        }
        sitting.clock.advance(3_601)
        await #expect(throws: ProviderFailure.untrue("visit_over")) { try await sitting.comeBack(departure) }
        #expect(!sitting.fetcher.lines.contains("POST https://id.example.com/token"))
    }

    @Test("takes an ID token with at_hash, azp, several audiences and the iss parameter when they are right")
    func everythingOptional() async throws {
        var fake = FakeProvider()
        let hash = Array(SHA256.hash(data: Array(FakeProvider.accessToken.utf8)))
        fake.claims["at_hash"] = .string(Base64URL.encode(Array(hash.prefix(16))))
        fake.claims["aud"] = .array([.string("another"), .string(FakeProvider.clientID)])
        fake.claims["azp"] = .string(FakeProvider.clientID)
        fake.header["typ"] = nil
        fake.discovery["authorization_response_iss_parameter_supported"] = .bool(true)
        fake.callback.append(("iss", "https://id.example.com"))
        #expect(try await Sitting(fake).signIn().subject == "account-7")
    }

    @Test(
        "allows clocks to differ by 30 seconds",
        arguments: [("exp", Int64(-29)), ("iat", 30), ("nbf", 30), ("iat", -630)])
    func skew(_ claim: String, _ seconds: Int64) async throws {
        var fake = FakeProvider()
        fake.claims[claim] = .integer(FakeProvider.now + seconds)
        #expect(try await Sitting(fake).signIn().subject == "account-7")
    }

    @Test("takes elliptic keys too, with the hash that belongs to them")
    func otherAlgorithms() async throws {
        for key in [TestKey.p256("ec"), TestKey.ed25519("ed")] {
            var fake = FakeProvider()
            fake.key = key
            fake.published = [TestKey.provider.jwk, key.jwk]
            fake.header = ["alg": .string(key.algorithm), "kid": .string(key.keyID)]
            let token = Array(FakeProvider.accessToken.utf8)
            let hash = key.algorithm == "EdDSA" ? Array(SHA512.hash(data: token)) : Array(SHA256.hash(data: token))
            fake.claims["at_hash"] = .string(Base64URL.encode(Array(hash.prefix(hash.count / 2))))
            #expect(try await Sitting(fake).signIn().subject == "account-7")
        }
    }

    @Test("keeps tokens only where they are to be kept, and asks for a refresh token then")
    func tokens() async throws {
        var fake = FakeProvider()
        fake.tokenAnswer["refresh_token"] = .string("fake-refresh-token")
        fake.discovery["scopes_supported"] = .array([.string("openid"), .string("offline_access")])
        let settings = ProviderSettings(
            name: "company", label: "Company", kind: .oidc, issuer: fake.issuer, clientID: FakeProvider.clientID,
            scopes: [], extraParameters: ["hd": "example.com", "state": "another", "client_id": "another"],
            rules: ProviderRules(keepsTokens: true))
        let sitting = Sitting(fake, settings: settings)
        let departure = try await sitting.provider.begin(state: "fake-state", redirectURI: Sitting.redirectURI)
        let query = try FormParameters.parse(String(departure.location.drop { $0 != "?" }.dropFirst()))
        #expect(try query.value("scope") == "openid offline_access")
        #expect(try query.value("prompt") == "consent")
        #expect(try query.value("hd") == "example.com")
        #expect(query.values("state") == ["fake-state"])
        #expect(query.values("client_id") == [FakeProvider.clientID])
        let identity = try await sitting.comeBack(departure)
        #expect(
            identity.tokens
                == ProviderTokens(
                    accessToken: FakeProvider.accessToken, refreshToken: "fake-refresh-token",
                    expiresAt: FakeProvider.now + 3600))
        #expect(try await Sitting(fake).signIn().tokens == nil)
    }
}
