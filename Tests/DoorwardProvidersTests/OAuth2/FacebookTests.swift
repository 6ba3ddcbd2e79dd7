import Crypto
import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import Testing

@testable import DoorwardProviders

@Suite("Signing in with Facebook")
struct FacebookTests {
    static let token = "https://graph.facebook.com/v25.0/oauth/access_token"
    static let tokens = #"{"access_token":"fake-access-token","token_type":"bearer","expires_in":5183944}"#

    static func sitting(_ tokenAnswer: FetchedDocument = .json(tokens), me: FetchedDocument) -> Sitting {
        let sitting = Sitting(settings: .facebook(clientID: FakeProvider.clientID))
        sitting.fetcher.answer { request in
            .success(request.url == token ? tokenAnswer : me)
        }
        return sitting
    }

    @Test("proves to have the secret with each call, and does not trust the address")
    func requests() async throws {
        let sitting = Self.sitting(me: .json(#"{"id":"1234567890","name":"Ada Example","email":"ada@example.com"}"#))
        let departure = try await sitting.provider.begin(state: "fake-state", redirectURI: Sitting.redirectURI)
        #expect(
            departure.location == "https://www.facebook.com/v25.0/dialog/oauth?response_type=code"
                + "&client_id=doorward-at-example"
                + "&redirect_uri=https%3A%2F%2Fdoor.example.org%2Foauth%2Fcallback%2Fcompany"
                + "&scope=email%20public_profile&state=fake-state"
                + "&code_challenge=\(OpenIDProviderTests.challenge)&code_challenge_method=S256")
        let identity = try await sitting.comeBack(departure)
        #expect(
            identity
                == ProviderIdentity(
                    issuer: "https://www.facebook.com", subject: "1234567890", email: "ada@example.com",
                    isEmailVerified: false, name: "Ada Example"))
        // echo -n fake-access-token | openssl dgst -sha256 -hmac not-a-real-secret
        let proof = "eb57c5519caca42d268c0e528d787e42e65a4f82d3be5a12124e1c947fd61a0b"
        #expect(
            sitting.fetcher.requests.map(\.text) == [
                """
                POST https://graph.facebook.com/v25.0/oauth/access_token (configured, 262144 bytes, 8 s)
                Accept: application/json
                Content-Type: application/x-www-form-urlencoded

                grant_type=authorization_code&code=the-code&\
                redirect_uri=https%3A%2F%2Fdoor.example.org%2Foauth%2Fcallback%2Fcompany&\
                code_verifier=\(OpenIDProviderTests.verifier)&client_id=doorward-at-example&\
                client_secret=not-a-real-secret
                """,
                """
                GET https://graph.facebook.com/v25.0/me?fields=id,name,email&appsecret_proof=\(proof) \
                (configured, 262144 bytes, 8 s)
                Accept: application/json
                Authorization: Bearer fake-access-token
                """,
            ])
    }

    static let refusals: [(FetchedDocument, ProviderFailure)] = [
        (.json(#"{"error":{"message":"x","type":"OAuthException","code":100}}"#, status: 400), .untrue("code_refused")),
        (.json(#"{"error":{"message":"x","type":"OAuthException","code":1}}"#, status: 400), .untrue("client_refused")),
        (.json(#"{"error":{"message":"x","code":4}}"#, status: 400), .unavailable("token endpoint: it says so")),
        (.json(#"{"error":{"message":"x","code":190}}"#, status: 400), .untrue("unregistered_error")),
        (.json(#"{"error":{}}"#, status: 400), .untrue("unregistered_error")),
    ]

    @Test("reads the errors of the Graph API", arguments: refusals.indices)
    func errors(_ index: Int) async {
        let sitting = Self.sitting(Self.refusals[index].0, me: .json("{}"))
        await #expect(throws: Self.refusals[index].1) { try await sitting.signIn() }
    }

    @Test("does not take an error for a person")
    func errorAsPerson() async {
        let sitting = Self.sitting(me: .json(#"{"id":"1","error":{"code":190}}"#))
        await #expect(throws: ProviderFailure.untrue("malformed_user_info")) { try await sitting.signIn() }
    }
}
