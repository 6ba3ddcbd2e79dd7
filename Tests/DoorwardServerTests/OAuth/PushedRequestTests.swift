import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Synchronization
import Testing

@testable import DoorwardServer

@Suite("The endpoint for pushed requests")
struct PushedRequestTests {
    static let request =
        "response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fback&scope=read&state=a%20b&\(TestServer.challenge)"
    static let credentials = "client_id=app&client_secret=\(FeatureWorld.secret)"

    static func world(_ features: AuthorizationFeatures = .init(pushedRequests: .on)) async throws -> FeatureWorld {
        let world = try await FeatureWorld(features)
        try await world.add(client: "app", "web", isPublic: false)
        try await world.add(client: "spa", "mcp", isPublic: true)
        return world
    }

    func kept(_ response: EndpointResponse, _ world: FeatureWorld) async throws -> PushedRequest? {
        let uri = try #require(try response.json()["request_uri"]?.string)
        let digest = try #require(OpaqueToken.requestURI.digest(of: uri))
        return try await world.store.pushedRequest(digest, at: world.now)
    }

    @Test("gives a name for 90 seconds to what a client sends, with a secret or without", arguments: ["app", "spa"])
    func created(id: String) async throws {
        let world = try await Self.world()
        let who = id == "app" ? Self.credentials : "client_id=spa"
        let response = await world.post("/oauth/par", "\(Self.request)&\(who)")
        #expect(response.status == 201)
        #expect(response.field("cache-control") == "no-store")
        let json = try response.json()
        #expect(json["expires_in"]?.integer == 90 && json.members.count == 2)
        let kept = try #require(try await kept(response, world))
        #expect(kept.clientID == id && kept.expiresAt == world.now + 90)
        #expect(!kept.query.contains("secret") && !kept.query.contains(FeatureWorld.secret))
        let again = await world.post("/oauth/par", "\(Self.request)&\(who)")
        #expect(try again.json()["request_uri"]?.string != json["request_uri"]?.string)
        world.advance(90)
        #expect(try await self.kept(response, world) == nil)
    }

    @Test("lets 60 requests of public clients come at once from one place; those with credentials are not counted")
    func limit() async throws {
        let world = try await Self.world()
        let (own, other) = ("\(Self.request)&client_id=spa", "\(Self.request)&\(Self.credentials)")
        for _ in 0..<60 { #expect(await world.post("/oauth/par", own).status == 201) }
        let refused = await world.post("/oauth/par", own)
        #expect(refused.status == 429 && refused.field("retry-after") != nil)
        #expect(await world.post("/oauth/par", other).status == 201)
        try await world.add(client: "dcr", "web", isPublic: false) {
            $0.registration = ClientRegistration(kind: .dynamic, metadata: "{}")
        }
        let itself = other.replacing("client_id=app", with: "client_id=dcr")
        #expect(await world.post("/oauth/par", itself).status == 429)
        #expect(await world.post("/oauth/par", itself, from: "192.0.2.11").status == 201)
        #expect(await world.post("/oauth/par", own, from: "192.0.2.10").status == 201)
        world.advance(2)
        #expect(await world.post("/oauth/par", own).status == 201)
        #expect(await world.post("/oauth/par", own).status == 429)
    }

    @Test("takes credentials in the Authorization field, and then needs no id in the form")
    func basic() async throws {
        let world = try await Self.world()
        let basic = "Basic " + Base64.encode("app:\(FeatureWorld.secret)")
        let response = await world.post("/oauth/par", Self.request, more: [("authorization", basic)])
        #expect(response.status == 201)
        let query = try #require(try await kept(response, world)?.query)
        #expect(try FormParameters.parse(query).value("client_id") == "app")
    }

    @Test(
        "tells the client at once what is wrong",
        arguments: [
            ("&scope=admin", 400, "invalid_request"), ("&prompt=none%20login", 400, "invalid_request"),
            ("&request_uri=urn:x", 400, "invalid_request"), ("&request=x", 400, "request_not_supported"),
            ("&resource=https://other.example", 400, "invalid_target"), ("&state=again", 400, "invalid_request"),
        ])
    func errors(more: String, status: Int, code: String) async throws {
        let world = try await Self.world()
        let response = await world.post("/oauth/par", "\(Self.request)&\(Self.credentials)\(more)")
        #expect(try response.status == status && response.error() == code)
        #expect(response.field("location") == nil)
    }

    @Test("tells it of scopes, addresses and credentials that are not its own, too")
    func whole() async throws {
        let world = try await Self.world()
        let cases: [(String, Int, String)] = [
            ("\(Self.request.replacing("=read", with: "=admin"))&\(Self.credentials)", 400, "invalid_scope"),
            (
                "\(Self.request.replacing("app.example", with: "evil.example"))&\(Self.credentials)", 400,
                "invalid_request"
            ),
            (
                "\(Self.request.replacing("response_type=code", with: "response_type=token"))&\(Self.credentials)", 400,
                "unsupported_response_type"
            ),
            ("\(Self.request)&client_id=app", 401, "invalid_client"),
            ("\(Self.request)&client_id=app&client_secret=x", 401, "invalid_client"),
            ("\(Self.request)&client_id=nobody", 401, "invalid_client"),
            (Self.request, 401, "invalid_client"),
            (
                "\(Self.request)&\(Self.credentials)&pad=\(String(repeating: "x", count: 70_000))", 413,
                "invalid_request"
            ),
        ]
        for (form, status, code) in cases {
            let response = await world.post("/oauth/par", form)
            #expect(try response.status == status && response.error() == code, "\(form.prefix(120))")
        }
        #expect(await world.store.calls["create(pushed)"] == nil)
    }

    @Test("takes POST only")
    func method() async throws {
        let world = try await Self.world()
        #expect(world.routes["/oauth/par"]?.methods == ["POST"])
        let response = await world.post("/oauth/par", "", method: "GET")
        #expect(response.status == 405 && response.field("allow") == "POST")
    }

    @Test("makes a name that a browser goes to a code with, once, by way of sign-in and consent")
    func toACode() async throws {
        let world = try await Self.world(.init(pushedRequests: .required, keyBinding: .on))
        try await world.add(user: "ada", role: "member")
        let key = String(repeating: "A", count: 43)
        let pushed = await world.post("/oauth/par", "\(Self.request)&\(Self.credentials)&dpop_jkt=\(key)")
        let uri = try #require(try pushed.json()["request_uri"]?.string)
        let path = "/oauth/authorize?client_id=app&request_uri=\(uri)"
        var browser = world.browser()
        // Once more than needed: looking uses nothing up.
        var preview = world.browser()
        try await preview.open(path)
        try await browser.open(path)
        #expect(browser.address.hasPrefix("/oauth/sign-in?flow="))
        // Whoever has begun in time may take longer.
        world.advance(300)
        try await browser.signIn("ada")
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        #expect(browser.address.hasPrefix("https://app.example/back?code=dwc_"))
        #expect(browser.address.contains("state=a%20b"))
        let query = String(browser.address.split(separator: "?").last ?? "")
        let code = try #require(try FormParameters.parse(query).value("code"))
        let seen = Mutex<AuthorizationCodeRecord?>(nil)
        _ = try await world.store.redeem(code: OpaqueToken.digest(of: code), at: world.now, tokensEndBy: 0) { record in
            seen.withLock { $0 = record }
            return .reject(.codeUnknown)
        }
        let record = seen.withLock { $0 }
        #expect(record?.keyThumbprint == key && record?.scopes == ["read"] && record?.role == "member")
        try await browser.open(path)
        #expect(browser.response.status == 400 && !browser.isElsewhere)
    }

    @Test("is the only way in where it is required: the client of a plain request is told")
    func required() async throws {
        let world = try await Self.world(.init(pushedRequests: .required))
        try await world.add(user: "ada")
        var browser = try await world.browser(of: "ada")
        try await browser.open("/oauth/authorize?client_id=app&\(Self.request)")
        #expect(browser.address.hasPrefix("https://app.example/back?error=invalid_request"))
    }

    @Test("makes names that are no use to another client, nor when they have ended")
    func others() async throws {
        let world = try await Self.world()
        try await world.add(user: "ada")
        var browser = try await world.browser(of: "ada")
        let pushed = await world.post("/oauth/par", "\(Self.request)&\(Self.credentials)")
        let uri = try #require(try pushed.json()["request_uri"]?.string)
        try await browser.open("/oauth/authorize?client_id=spa&request_uri=\(uri)")
        #expect(browser.response.status == 400 && !browser.isElsewhere)
        world.advance(90)
        try await browser.open("/oauth/authorize?client_id=app&request_uri=\(uri)")
        #expect(browser.response.status == 400 && !browser.isElsewhere)
    }

    @Test("is not there while the feature is off")
    func off() async throws {
        #expect(try await Self.world(.init()).routes["/oauth/par"] == nil)
    }

    @Test("answers that it cannot when the store fails, and gives no name away")
    func outage() async throws {
        let world = try await Self.world()
        #expect(await world.post("/oauth/par", "\(Self.request)&\(Self.credentials)").status == 201)
        await world.store.fail(with: Rejection.unavailable)
        let response = await world.post("/oauth/par", "\(Self.request)&\(Self.credentials)")
        #expect(try response.status == 503 && response.json()["request_uri"] == nil)
    }

    @Test("keeps the key of a proof with the request, after asking for a nonce")
    func proof() async throws {
        let world = try await Self.world(.init(pushedRequests: .on, keyBinding: .on))
        let key = ProofKey()
        let form = "\(Self.request)&client_id=spa"
        let uri = FeatureWorld.issuer + "/oauth/par"
        let asked = await world.post(
            "/oauth/par", form, proof: try key.proof(uri, nonce: nil, id: "j1", at: world.now))
        #expect(try asked.status == 400 && asked.error() == "use_dpop_nonce")
        let nonce = try #require(asked.field("dpop-nonce"))
        let proof = try key.proof(uri, nonce: nonce, id: "j2", at: world.now)
        let response = await world.post("/oauth/par", form, proof: proof)
        #expect(response.status == 201 && response.field("dpop-nonce") != nil)
        let query = try #require(try await kept(response, world)?.query)
        #expect(try FormParameters.parse(query).value("dpop_jkt") == key.thumbprint)
        let replayed = await world.post("/oauth/par", form, proof: proof)
        #expect(try replayed.error() == "invalid_dpop_proof")
        let other = try key.proof(uri, nonce: nonce, id: "j3", at: world.now)
        let mixed = await world.post("/oauth/par", "\(form)&dpop_jkt=\(ProofKey().thumbprint)", proof: other)
        #expect(try mixed.error() == "invalid_dpop_proof")
        let elsewhere = try key.proof(FeatureWorld.issuer + "/oauth/token", nonce: nonce, id: "j4", at: world.now)
        #expect(try await world.post("/oauth/par", form, proof: elsewhere).error() == "invalid_dpop_proof")
    }
}

private enum Base64 {
    /// RFC 4648 §4, from the alphabet for addresses.
    static func encode(_ text: String) -> String {
        let plain = Base64URL.encode(Array(text.utf8)).replacing("-", with: "+").replacing("_", with: "/")
        return plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)
    }
}
