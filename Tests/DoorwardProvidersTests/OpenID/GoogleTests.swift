import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import Testing

@testable import DoorwardProviders

@Suite("Signing in with Google")
struct GoogleTests {
    static var fake: FakeProvider {
        var fake = FakeProvider()
        fake.discovery = [
            "issuer": .string("https://accounts.google.com"),
            "authorization_endpoint": .string("https://accounts.google.com/o/oauth2/v2/auth"),
            "token_endpoint": .string("https://oauth2.googleapis.com/token"),
            "jwks_uri": .string("https://www.googleapis.com/oauth2/v3/certs"),
            "userinfo_endpoint": .string("https://openidconnect.googleapis.com/v1/userinfo"),
            "id_token_signing_alg_values_supported": .array([.string("RS256")]),
            "token_endpoint_auth_methods_supported": .array([
                .string("client_secret_post"), .string("client_secret_basic"),
            ]),
        ]
        fake.claims["iss"] = .string("https://accounts.google.com")
        fake.claims["azp"] = .string(FakeProvider.clientID)
        fake.claims["hd"] = .string("example.com")
        return fake
    }

    @Test("asks three addresses, two of them on hosts that are strangers to the issuer")
    func requests() async throws {
        let rules = ProviderRules(allow: AllowRules(claims: ["hd": ["example.com"]]))
        let sitting = Sitting(Self.fake, settings: .google(clientID: FakeProvider.clientID, rules: rules))
        let identity = try await sitting.signIn()
        #expect(identity.issuer == "https://accounts.google.com")
        #expect(identity.isEmailVerified)
        #expect(rules.allow.allow(identity))
        #expect(
            sitting.fetcher.requests.map { "\($0.method) \($0.url) \($0.trust)" } == [
                "GET https://accounts.google.com/.well-known/openid-configuration configured",
                "POST https://oauth2.googleapis.com/token stranger",
                "GET https://www.googleapis.com/oauth2/v3/certs stranger",
            ])
        let token = try #require(sitting.fetcher.requests.first { $0.method == "POST" })
        #expect(
            token.fields.map { "\($0.name): \($0.value)" } == [
                "Accept: application/json", "Content-Type: application/x-www-form-urlencoded",
                "Authorization: Basic ZG9vcndhcmQtYXQtZXhhbXBsZTpub3QtYS1yZWFsLXNlY3JldA==",
            ])
        #expect(
            String(decoding: token.body, as: UTF8.self)
                == "grant_type=authorization_code&code=the-code&redirect_uri=https%3A%2F%2Fdoor.example.org%2Foauth"
                + "%2Fcallback%2Fcompany&code_verifier=\(OpenIDProviderTests.verifier)")
    }

    @Test("asks for a refresh token only where tokens are kept")
    func offline() async throws {
        for keeps in [true, false] {
            let settings = ProviderSettings.google(
                clientID: FakeProvider.clientID, rules: ProviderRules(keepsTokens: keeps))
            let location = try await Sitting(Self.fake, settings: settings).provider.begin(
                state: "fake-state", redirectURI: Sitting.redirectURI
            ).location
            #expect(location.hasPrefix("https://accounts.google.com/o/oauth2/v2/auth?response_type=code&"))
            #expect(location.hasSuffix("&access_type=offline&prompt=consent") == keeps)
        }
    }

    @Test("refuses the issuer without its scheme, which Google wrote once")
    func oldIssuer() async {
        var fake = Self.fake
        fake.claims["iss"] = .string("accounts.google.com")
        let sitting = Sitting(fake, settings: .google(clientID: FakeProvider.clientID))
        await #expect(throws: ProviderFailure.untrue("wrong_issuer")) { try await sitting.signIn() }
    }
}
