import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import Testing

@testable import DoorwardProviders

@Suite("Signing in with GitHub")
struct GitHubTests {
    static let token = "https://github.com/login/oauth/access_token"
    static let user = "https://api.github.com/user"
    static let emails = "https://api.github.com/user/emails"

    static let honest: [String: Result<FetchedDocument, FetchFailure>] = [
        token: .success(.json(#"{"access_token":"fake-access-token","scope":"read:user","token_type":"bearer"}"#)),
        user: .success(.json(#"{"login":"ada","id":4711,"name":"Ada Example","email":"public@example.com"}"#)),
        emails: .success(
            .json(
                #"""
                [{"email":"old@example.com","verified":true,"primary":false},
                 {"email":"Ada@Example.com","verified":true,"primary":true,"visibility":"private"}]
                """#)),
    ]

    static func sitting(_ changes: [String: Result<FetchedDocument, FetchFailure>] = [:]) -> Sitting {
        var fake = FakeProvider()
        fake.instead = honest.merging(changes) { $1 }
        return Sitting(fake, settings: .github(clientID: FakeProvider.clientID))
    }

    @Test("sends exactly these requests and takes the primary verified address")
    func requests() async throws {
        let sitting = Self.sitting()
        let departure = try await sitting.provider.begin(state: "fake-state", redirectURI: Sitting.redirectURI)
        #expect(
            departure.location == "https://github.com/login/oauth/authorize?response_type=code"
                + "&client_id=doorward-at-example"
                + "&redirect_uri=https%3A%2F%2Fdoor.example.org%2Foauth%2Fcallback%2Fcompany"
                + "&scope=user%3Aemail&state=fake-state"
                + "&code_challenge=\(OpenIDProviderTests.challenge)&code_challenge_method=S256")
        let identity = try await sitting.comeBack(departure)
        #expect(
            identity
                == ProviderIdentity(
                    issuer: "https://github.com", subject: "4711", email: "ada@example.com", isEmailVerified: true,
                    name: "Ada Example", claims: ["login": ["ada"]]))
        #expect(
            sitting.fetcher.requests.map(\.text) == [
                """
                POST https://github.com/login/oauth/access_token (configured, 262144 bytes, 8 s)
                Accept: application/json
                Content-Type: application/x-www-form-urlencoded

                grant_type=authorization_code&code=the-code&\
                redirect_uri=https%3A%2F%2Fdoor.example.org%2Foauth%2Fcallback%2Fcompany&\
                code_verifier=\(OpenIDProviderTests.verifier)&client_id=doorward-at-example&\
                client_secret=not-a-real-secret
                """,
                """
                GET https://api.github.com/user (configured, 262144 bytes, 8 s)
                Accept: application/vnd.github+json
                X-GitHub-Api-Version: 2022-11-28
                Authorization: Bearer fake-access-token
                """,
                """
                GET https://api.github.com/user/emails (configured, 262144 bytes, 8 s)
                Accept: application/vnd.github+json
                X-GitHub-Api-Version: 2022-11-28
                Authorization: Bearer fake-access-token
                """,
            ])
    }

    static let addresses: [(String, String?)] = [
        (#"[{"email":"ada@example.com","verified":false,"primary":true}]"#, "ada@example.com"),
        (#"[{"email":"ada@example.com","verified":"true","primary":true}]"#, "ada@example.com"),
        (#"[{"email":"ada@example.com","primary":true}]"#, "ada@example.com"),
        (#"[{"email":"ada@example.com","verified":true,"primary":false}]"#, nil), ("[]", nil), ("[7,null]", nil),
    ]

    @Test("does not take an address for verified that is not, nor the public one", arguments: addresses)
    func unverified(_ answer: String, _ email: String?) async throws {
        let identity = try await Self.sitting([Self.emails: .success(.json(answer))]).signIn()
        #expect(identity.email == email)
        #expect(!identity.isEmailVerified)
        #expect(!AllowRules(domains: ["example.com"]).allow(identity))
    }

    @Test("goes on without an address where the application may not see any", arguments: [401, 403, 404])
    func noAddress(_ status: Int) async throws {
        let identity = try await Self.sitting([Self.emails: .success(.json("{}", status: status))]).signIn()
        #expect(identity.subject == "4711")
        #expect(identity.email == nil)
    }

    static let lies: [(String, FetchedDocument, ProviderFailure)] = [
        (token, .json(#"{"error":"bad_verification_code"}"#), .untrue("code_refused")),
        (token, .json(#"{"error":"incorrect_client_credentials"}"#), .untrue("client_refused")),
        (token, .json(#"{"error":"redirect_uri_mismatch","error_description":"x"}"#), .untrue("unregistered_error")),
        (
            token, .json(#"{"error":"bad_verification_code","access_token":"a","token_type":"bearer"}"#),
            .untrue("code_refused")
        ),
        (token, .json(#"{"access_token":"a"}"#), .untrue("wrong_token_type")),
        (
            token, FetchedDocument(status: 200, body: Array("access_token=a&token_type=bearer".utf8)),
            .untrue("malformed_token_answer")
        ),
        (token, FetchedDocument(status: 502), .unavailable("token endpoint: status 502")),
        (user, .json(#"{"login":"ada"}"#), .untrue("missing_subject")),
        (user, .json(#"{"id":{"id":1}}"#), .untrue("malformed_subject")),
        (user, .json(#"{"id":47.5}"#), .untrue("malformed_subject")),
        (user, .json(#"{"id":1,"id":2}"#), .untrue("malformed_user_info")),
        (user, .json(#"{"message":"Bad credentials"}"#, status: 401), .untrue("user_info_refused")),
        (user, FetchedDocument(status: 301), .untrue("redirected")),
        (user, FetchedDocument(status: 429), .unavailable("user information: status 429")),
        (emails, .json(#"{"email":"ada@example.com"}"#), .untrue("malformed_user_info")),
        (emails, .json(#"[],"x":[{"email":"eve@example.com"}]"#), .untrue("malformed_user_info")),
        (emails, .html, .untrue("malformed_user_info")),
        (emails, FetchedDocument(status: 500), .unavailable("user information: status 500")),
    ]

    @Test("is not believed when it says what cannot be", arguments: lies.indices)
    func isRefused(_ index: Int) async {
        let (url, answer, failure) = Self.lies[index]
        let sitting = Self.sitting([url: .success(answer)])
        await #expect(throws: failure) { try await sitting.signIn() }
    }

    @Test("asks for organizations only where a rule does")
    func organizations() async throws {
        let rules = ProviderRules(allow: AllowRules(claims: ["organizations": ["example-inc"]]))
        var fake = FakeProvider()
        fake.instead = Self.honest
        let address = Self.user + "/orgs?per_page=100"
        for (answer, isAllowed) in [
            (#"[{"login":"other"},{"login":"example-inc"}]"#, true), (#"[{"login":"Example-Inc"}]"#, false),
            ("[]", false),
        ] {
            fake.instead[address] = .success(.json(answer))
            let sitting = Sitting(fake, settings: .github(clientID: FakeProvider.clientID, rules: rules))
            let departure = try await sitting.provider.begin(state: "fake-state", redirectURI: Sitting.redirectURI)
            #expect(departure.location.contains("&scope=user%3Aemail%20read%3Aorg&"))
            #expect(rules.allow.allow(try await sitting.comeBack(departure)) == isAllowed)
        }
    }

    @Test("does not take what /user says for organizations")
    func organizationsOfProfile() async throws {
        let rules = ProviderRules(allow: AllowRules(claims: ["organizations": ["example-inc"]]))
        var fake = FakeProvider()
        fake.instead = Self.honest
        fake.instead[Self.user] = .success(.json(#"{"id":1,"organizations":["example-inc"]}"#))
        fake.instead[Self.user + "/orgs?per_page=100"] = .success(.json("{}", status: 403))
        let sitting = Sitting(fake, settings: .github(clientID: FakeProvider.clientID, rules: rules))
        #expect(!rules.allow.allow(try await sitting.signIn()))
    }

    @Test("takes the secret before the newest one too, though the refusal comes with status 200")
    func secretRotation() async throws {
        let settings = ProviderSettings.github(clientID: FakeProvider.clientID)
        let fetcher = ScriptedFetcher { request in
            if String(decoding: request.body, as: UTF8.self).contains("client_secret=newest-fake") {
                return .success(.json(#"{"error":"incorrect_client_credentials"}"#))
            }
            return Self.honest[request.url] ?? .failure(.timedOut)
        }
        let random = CountingRandom()
        let provider = OAuth2Provider(
            settings: settings, secrets: { ["newest-fake", "older-fake"] }, fetcher: fetcher,
            now: { FakeProvider.now }, random: { random.bytes($0) })
        let departure = try await provider.begin(state: "fake-state", redirectURI: Sitting.redirectURI)
        let identity = try await provider.finish(
            try FormParameters.parse("code=the-code"), kept: departure.kept, redirectURI: Sitting.redirectURI)
        #expect(identity.subject == "4711")
        #expect(fetcher.count(Self.token) == 2)
    }
}
