import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import Testing

@testable import DoorwardProviders

@Suite("Signing in with an OAuth 2.0 server that is not OpenID")
struct OAuth2ProviderTests {
    static let settings = ProviderSettings(
        name: "forum", label: "Forum", kind: .oauth2, clientID: FakeProvider.clientID, scopes: ["profile"],
        authorizationURL: "https://forum.example.com:8443/auth?tenant=7",
        tokenURL: "https://api.forum.example.com/token", userInfoURL: "https://api.forum.example.com/me",
        mapping: ProfileMapping(
            subject: "data.id", email: "data.mail.address", emailVerified: "data.mail.confirmed", name: "data.title"),
        extraParameters: ["audience": "people"])

    static let profile =
        #"{"data":{"id":7,"title":"Ada","mail":{"address":"ADA@example.com","confirmed":true},"groups":["staff"]}}"#

    static func sitting(_ profile: String = profile, settings: ProviderSettings = settings) -> Sitting {
        var fake = FakeProvider()
        fake.instead["https://api.forum.example.com/token"] = .success(
            .json(#"{"access_token":"fake-access-token","token_type":"Bearer"}"#))
        fake.instead["https://api.forum.example.com/me"] = .success(.json(profile))
        return Sitting(fake, settings: settings)
    }

    @Test("finds what matters where the configuration says, and is named by its authorization endpoint")
    func mapping() async throws {
        var settings = Self.settings
        settings.rules.allow.claims = ["data.groups": ["staff"]]
        let sitting = Self.sitting(settings: settings)
        #expect(sitting.provider.formAction == "https://forum.example.com:8443")
        let departure = try await sitting.provider.begin(state: "fake-state", redirectURI: Sitting.redirectURI)
        #expect(departure.location.hasPrefix("https://forum.example.com:8443/auth?tenant=7&response_type=code&"))
        #expect(departure.location.hasSuffix("&code_challenge_method=S256&audience=people"))
        let identity = try await sitting.comeBack(departure)
        #expect(
            identity
                == ProviderIdentity(
                    issuer: "https://forum.example.com:8443/auth", subject: "7", email: "ada@example.com",
                    isEmailVerified: true, name: "Ada", claims: ["data.groups": ["staff"]]))
        #expect(settings.rules.allow.allow(identity))
        let field = FormText.basic(FakeProvider.clientID, FakeProvider.secret)
        #expect(sitting.fetcher.requests.first?.fields.contains { $0.value == field } == true)
    }

    @Test(
        "takes no address for verified that the provider does not vouch for",
        arguments: [#""confirmed":false"#, #""confirmed":"false""#, #""confirmed":null"#, #""confirmed":1"#, #""x":1"#])
    func unverified(_ member: String) async throws {
        let sitting = Self.sitting(#"{"data":{"id":"a","mail":{"address":"ada@example.com",\#(member)}}}"#)
        let identity = try await sitting.signIn()
        #expect(identity.email == "ada@example.com")
        #expect(!identity.isEmailVerified)
    }

    @Test("needs https everywhere, except on loopback")
    func insecure() async {
        for change: (inout ProviderSettings) -> Void in [
            { $0.authorizationURL = "http://forum.example.com/auth" },
            { $0.tokenURL = "http://forum.example.com/token" }, { $0.userInfoURL = "http://forum.example.com/me" },
        ] {
            var settings = Self.settings
            change(&settings)
            let sitting = Self.sitting(settings: settings)
            await #expect(throws: ProviderFailure.untrue("insecure_endpoint")) { try await sitting.signIn() }
            #expect(!sitting.fetcher.requests.contains { $0.url.hasPrefix("http:") })
        }
    }

    @Test("exchanges a refresh token, and keeps it when there is no new one")
    func refresh() async throws {
        let sitting = Self.sitting()
        let old = ProviderTokens(accessToken: "old-fake", refreshToken: "refresh-fake", expiresAt: 1)
        #expect(
            try await sitting.provider.refresh(old)
                == ProviderTokens(accessToken: "fake-access-token", refreshToken: "refresh-fake"))
        #expect(
            sitting.fetcher.requests.map { String(decoding: $0.body, as: UTF8.self) } == [
                "grant_type=refresh_token&refresh_token=refresh-fake"
            ])
        await #expect(throws: ProviderFailure.denied) {
            try await sitting.provider.refresh(ProviderTokens(accessToken: "old-fake"))
        }
        for word in ["invalid_grant", "interaction_required", "consent_required", "login_required", "mfa_required"] {
            sitting.fetcher.answer { _ in .success(.json(#"{"error":"\#(word)"}"#, status: 400)) }
            await #expect(throws: ProviderFailure.denied) { try await sitting.provider.refresh(old) }
        }
        sitting.fetcher.answer { _ in .failure(.timedOut) }
        await #expect(throws: ProviderFailure.unavailable("token endpoint: no answer in time")) {
            try await sitting.provider.refresh(old)
        }
    }
}
