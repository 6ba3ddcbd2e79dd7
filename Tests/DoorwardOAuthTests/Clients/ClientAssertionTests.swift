import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import Testing

private let issuer = "https://as.example"

@Suite("Clients that sign assertions")
struct ClientAssertionTests {
    static let key = Result { try SigningKey.generate() }
    static let stranger = Result { try SigningKey.generate() }
    static let type = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
    static let audiences = [issuer, issuer + "/oauth/token"]

    static func client(_ change: (inout ClientRecord) -> Void = { _ in }) throws -> ClientRecord {
        var client = Fixture.client()
        client.secrets = []
        client.keys = .inline(String(decoding: JSONWebKeySet([try key.get().publicKey]).serialized, as: UTF8.self))
        client.authenticationMethods = [.privateKeyJWT]
        change(&client)
        return client
    }

    /// The claims of an assertion that is right.
    static func claims(_ change: (inout [String: JOSEValue]) -> Void = { _ in }) -> ClaimsWriter {
        var claims: [String: JOSEValue] = [
            "iss": .string("client-1"), "sub": .string("client-1"), "aud": .string(issuer), "iat": .integer(noon),
            "exp": .integer(noon + 60), "jti": .string("one"),
        ]
        change(&claims)
        var writer = ClaimsWriter()
        for (name, value) in claims.sorted(by: { $0.key < $1.key }) { writer.add(name, value) }
        return writer
    }

    static func mint(_ claims: ClaimsWriter = claims(), key: Result<SigningKey, any Error> = key) throws -> String {
        try TokenMinter(key: try key.get(), type: "JWT").mintText(claims)
    }

    static func prove(
        _ text: String, _ client: ClientRecord? = nil, more: String = "", at now: Int64 = noon
    ) throws -> ClientAssertion.Proof {
        let form = "client_assertion_type=\(type)&client_assertion=\(text)\(more)"
        let presented = try ClientAuthentication(
            try FormParameters.parse(form), authorization: nil, takesAssertions: true)
        let assertion = try #require(presented.assertion)
        let client = try client ?? Self.client()
        guard case .inline(let set) = try assertion.keys(of: client) else { throw Rejection.clientKeysUnavailable }
        return try assertion.verify(
            client, keys: try JSONWebKeySet(parsing: Array(set.utf8)), audiences: audiences, now: now)
    }

    @Test("An assertion proves its client, and says what must be remembered of it")
    func proof() throws {
        let proof = try Self.prove(try Self.mint())
        #expect(proof.client.record.id == "client-1")
        #expect(proof.client.method == .privateKeyJWT)
        #expect(proof.expiresAt == noon + 90)
        #expect(try Self.prove(try Self.mint()).use == proof.use)
        let other = try Self.prove(try Self.mint(Self.claims { $0["jti"] = .string("two") }))
        #expect(other.use != proof.use)
    }

    @Test(
        "What is right in another way is right too",
        arguments: [
            ["aud": .string(issuer + "/oauth/token")], ["aud": .array([.string(issuer)])], ["iat": .null],
            ["exp": .integer(noon + 330)], ["exp": .integer(noon - 29)], ["nbf": .integer(noon)],
            ["jti": .string(String(repeating: "j", count: 512))], ["extra": .array([])],
        ] as [[String: JOSEValue]])
    func alsoRight(change: [String: JOSEValue]) throws {
        let claims = Self.claims { claims in
            for (name, value) in change { claims[name] = value == .null ? nil : value }
        }
        _ = try Self.prove(try Self.mint(claims))
        _ = try Self.prove(try Self.mint(claims), more: "&client_id=client-1")
    }

    @Test(
        "A claim that is wrong refuses it",
        arguments: [
            ["iss": .null], ["iss": .string("client-2")], ["sub": .null], ["sub": .string("")],
            ["iss": .string("client-2"), "sub": .string("client-2")], ["sub": .array([.string("client-1")])],
            ["aud": .null], ["aud": .string("https://other.example")], ["aud": .string(issuer + "/")],
            ["aud": .array([])], ["aud": .array([.string(issuer), .string("https://other.example")])],
            ["aud": .array([.string(issuer), .string(issuer + "/oauth/token")])], ["aud": .integer(1)],
            ["exp": .null], ["exp": .integer(noon - 30)], ["exp": .integer(noon + 331)], ["exp": .integer(.max)],
            ["exp": .string("soon")], ["nbf": .integer(noon + 31)], ["iat": .integer(noon + 31)], ["jti": .null],
            ["jti": .string("")], ["jti": .integer(5)], ["jti": .string(String(repeating: "j", count: 513))],
        ] as [[String: JOSEValue]])
    func wrongClaims(change: [String: JOSEValue]) throws {
        let text = try Self.mint(
            Self.claims { claims in
                for (name, value) in change { claims[name] = value == .null ? nil : value }
            })
        #expect(try Self.isRefused(text))
    }

    /// Whether it is refused as an authentication that failed: 401 `invalid_client`.
    static func isRefused(_ text: String, _ client: ClientRecord? = nil, more: String = "") throws -> Bool {
        do {
            _ = try prove(text, client, more: more)
            return false
        } catch let rejection as Rejection {
            let error = OAuthError(rejection)
            return error.status == 401 && error.code == .invalidClient
        }
    }

    static func encoded(_ text: String) -> String { Base64URL.encode(Array(text.utf8)) }

    @Test("Neither none nor a shared secret signs, nor another's key, nor a changed text")
    func signatures() throws {
        let payload = Base64URL.encode(Self.claims().bytes)
        for header in [
            #"{"alg":"none"}"#, #"{"alg":"HS256"}"#, #"{"alg":"ES384"}"#, #"{}"#, #"{"alg":"ES256","crit":["b64"]}"#,
        ] {
            #expect(try Self.isRefused("\(Self.encoded(header)).\(payload)."))
            #expect(try Self.isRefused("\(Self.encoded(header)).\(payload).\(Self.encoded("mac"))"))
        }
        #expect(try Self.isRefused(try Self.mint(key: Self.stranger)))
        let parts = try Self.mint().split(separator: ".")
        let changed = Base64URL.encode(Self.claims { $0["jti"] = .string("two") }.bytes)
        #expect(try Self.isRefused("\(parts[0]).\(changed).\(parts[2])"))
        for text in ["x", "a.b", "..", "a.b.c", "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).\(parts[2]).x"] {
            #expect(try Self.isRefused(text))
        }
    }

    @Test("The algorithm that the client registered is the only one")
    func registeredAlgorithm() throws {
        for (name, isRight) in [("ES256", true), ("RS256", false), ("HS256", false)] {
            let client = try Self.client {
                $0.registration = ClientRegistration(
                    kind: .dynamic, metadata: "{\"token_endpoint_auth_signing_alg\":\"\(name)\"}")
            }
            #expect(try Self.isRefused(try Self.mint(), client) != isRight)
        }
    }

    @Test("A client that signs may not come without an assertion, unless it may do without")
    func withoutAssertion() throws {
        func plainly(_ client: ClientRecord) throws -> AuthenticatedClient {
            try ClientAuthentication(try FormParameters.parse("client_id=client-1"), authorization: nil)
                .authenticate(client)
        }
        #expect(throws: Rejection.noClientAuthentication) { try plainly(try Self.client()) }
        let either = try Self.client {
            $0.isPublic = true
            $0.authenticationMethods = [.privateKeyJWT, .none]
        }
        #expect(try plainly(either).method == .none)
        #expect(try Self.prove(try Self.mint(), either).client.method == .privateKeyJWT)
        let odd = try Self.client { $0.isPublic = true }
        #expect(throws: Rejection.noClientAuthentication) { try plainly(odd) }
    }

    @Test("Whoever may not sign is refused before keys are looked for")
    func mayNot() throws {
        let text = try Self.mint()
        #expect(throws: Rejection.authenticationMethodNotAllowed) { try Self.prove(text, Fixture.client()) }
        #expect(throws: Rejection.authenticationMethodNotAllowed) {
            try Self.prove(text, try Self.client { $0.authenticationMethods = [.none] })
        }
        #expect(throws: Rejection.authenticationMethodNotAllowed) {
            try Self.prove(text, try Self.client { $0.keys = nil })
        }
        #expect(throws: Rejection.authenticationMethodNotAllowed) {
            try Self.prove(
                text,
                try Self.client {
                    $0.profile = "plugin"
                    $0.authenticationMethods = nil
                })
        }
        #expect(throws: Rejection.removedClient) { try Self.prove(text, try Self.client { $0.removedAt = noon }) }
        #expect(throws: Rejection.unknownClient) { try Self.prove(text, try Self.client { $0.id = "client-2" }) }
    }

    @Test("One way at a time, of the one type, for the client that is named")
    func presented() throws {
        let text = try Self.mint()
        func present(_ form: String, authorization: String? = nil, takes: Bool = true) throws {
            _ = try ClientAuthentication(
                try FormParameters.parse(form), authorization: authorization, takesAssertions: takes)
        }
        let both = "client_assertion_type=\(Self.type)&client_assertion=\(text)"
        #expect(throws: Rejection.clientAssertionNotSupported) { try present(both, takes: false) }
        #expect(throws: Rejection.severalClientAuthentications) { try present(both + "&client_secret=x") }
        #expect(throws: Rejection.severalClientAuthentications) { try present(both, authorization: "Basic YTpi") }
        #expect(throws: Rejection.repeatedParameter("client_assertion")) { try present(both + "&client_assertion=x") }
        for form in [
            "client_assertion=\(text)", "client_assertion_type=x&client_assertion=\(text)",
            "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Asaml2-bearer&client_assertion=\(text)",
            both + "&client_id=client-2", "\(both)\(String(repeating: "x", count: 16_400))",
        ] {
            do {
                try present(form)
                Issue.record("it was accepted")
            } catch Rejection.clientAssertionInvalid(let why) {
                #expect(!why.contains(text))
            }
        }
    }
}
