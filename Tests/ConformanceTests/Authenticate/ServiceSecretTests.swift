import Testing

@Suite("A service secret as a bearer token", .gate(.init(auth: "service_http", secrets: 2)))
struct ServiceSecretTests {
    @Test("lets the call through")
    func right() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/hello", [gate.bearer])
        #expect(answer.status == 200)
        #expect(answer.text == #"{"message":"Hello from the plugin!"}"#)
    }

    @Test("may be any of several live ones")
    func second() async throws {
        let gate = try #require(Gate.shared)
        for secret in gate.configuration.secrets {
            #expect(try gate.get("/hello", [("Authorization", "Bearer \(secret)")]).status == 200)
        }
    }

    @Test("is asked for with 401 and a challenge where there is none")
    func missing() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/echo")
        #expect(answer.status == 401)
        #expect(answer.text == #"{"detail":"Not authenticated"}"#)
        #expect(answer.mediaType == "application/json")
        let challenge = try #require(answer.header("WWW-Authenticate"))
        #expect(challenge.hasPrefix("Bearer"))
        #expect(!challenge.contains("error"))
        #expect(try !gate.upstream.seen().targets.contains("/echo"))
    }

    static let wrongValues: [String] = [
        "Bearer wrong", "Bearer \(String(repeating: "0", count: 64))", "Bearer x", "Bearer SECRETx", "Bearer xSECRET",
        "Bearer SECRE", "Bearer SECRET SECRET", "Bearer secret", "Bearer \u{7f}",
    ]

    @Test("is refused with 403 where it is wrong", arguments: wrongValues)
    func wrong(_ template: String) async throws {
        let gate = try #require(Gate.shared)
        let value = template.replacing("SECRET", with: gate.secret).replacing("SECRE", with: gate.secret.dropLast())
        let answer = try gate.get("/hello", [("Authorization", value)])
        if template.contains("\u{7f}") {
            // A control character is no header value at all (RFC 9110 §5.5).
            #expect([400, 403].contains(answer.status))
        } else {
            #expect(answer.status == 403)
            #expect(answer.text == #"{"detail":"Forbidden"}"#)
            #expect(answer.mediaType == "application/json")
        }
    }

    @Test(
        "has a scheme in any case, and blanks before the token do not matter",
        arguments: ["bearer", "BEARER", "BeArEr", "Bearer "])
    func scheme(_ scheme: String) async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.get("/hello", [("Authorization", "\(scheme) \(gate.secret)")]).status == 200)
    }

    @Test(
        "does not count under another scheme or none",
        arguments: ["Basic SECRET", "SECRET", "Token SECRET", "Bearer", "Bearer ", "", "BearerSECRET", "Digest SECRET"])
    func otherScheme(_ template: String) async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/hello", [("Authorization", template.replacing("SECRET", with: gate.secret))])
        #expect([401, 403].contains(answer.status))
        #expect(
            answer.text == (answer.status == 401 ? #"{"detail":"Not authenticated"}"# : #"{"detail":"Forbidden"}"#))
    }

    @Test(
        "is refused with 400 where two are given",
        arguments: [["Bearer SECRET", "Bearer SECRET"], ["Bearer SECRET", "Bearer no"]])
    func two(_ templates: [String]) async throws {
        let gate = try #require(Gate.shared)
        let headers = templates.map { ("Authorization", $0.replacing("SECRET", with: gate.secret)) }
        let answer = try gate.get("/hello", headers)
        #expect(answer.status == 400)
        #expect(answer.mediaType == "application/problem+json")
    }

    @Test("does not count in the query, in a cookie or in another header")
    func elsewhere() async throws {
        let gate = try #require(Gate.shared)
        let secret = gate.secret
        for (target, headers) in [
            ("/hello?access_token=\(secret)", []), ("/hello?api_key=\(secret)", []),
            ("/hello", [("Cookie", "Authorization=\(secret)")]), ("/hello", [("X-Api-Key", secret)]),
            ("/hello", [("Proxy-Authorization", "Bearer \(secret)")]),
        ] {
            #expect(try gate.get(target, headers).status == 401, "\(target) \(headers)")
        }
    }

    @Test("authenticates HEAD as it does GET")
    func head() async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.request("HEAD", "/hello", [gate.bearer]).status == 200)
        #expect(try gate.request("HEAD", "/hello").status == 401)
        #expect(try gate.request("HEAD", "/hello", [("Authorization", "Bearer wrong")]).status == 403)
    }
}

@Suite("No authentication", .gate(.init(auth: "none")))
struct NoAuthenticationTests {
    @Test("lets every documented call through", arguments: [nil, "Bearer anything", "Basic eDp5"])
    func open(_ authorization: String?) async throws {
        let gate = try #require(Gate.shared)
        let headers = authorization.map { [("Authorization", $0)] } ?? []
        #expect(try gate.get("/hello", headers).status == 200)
        #expect(try gate.get("/undocumented", headers).status == 404)
    }
}
