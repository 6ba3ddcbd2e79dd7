import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Tokens bound to a key (RFC 9449)")
struct KeyBindingTests {
    static let address = TestServer.issuer + "/oauth/token"
    static let on = AuthorizationFeatures(keyBinding: .on)
    let key = ProofKey()

    private func token(
        _ test: TestServer, _ form: String, proofs: [String]
    ) async -> EndpointResponse {
        var request = TestServer.post(Array(form.utf8))
        request.fields += proofs.map { ("dpop", $0) }
        return await TokenEndpoint(test.server).respond(to: request)
    }

    /// The nonce in force, as the server tells it.
    private func nonce(_ test: TestServer) async throws -> String {
        let proof = try key.proof(Self.address, nonce: nil, id: "n-\(Self.unique())", at: test.now)
        let response = await token(test, "grant_type=client_credentials&" + TestServer.credentials, proofs: [proof])
        #expect(response.status == 400)
        #expect(try response.error() == "use_dpop_nonce")
        return try #require(response.field("dpop-nonce"))
    }

    private static func unique() -> String { Base64URL.encode(TestServer.random(9)) }

    private func proof(_ test: TestServer, by other: ProofKey? = nil, id: String = unique()) async throws -> String {
        try (other ?? key).proof(Self.address, nonce: try await nonce(test), id: id, at: test.now)
    }

    /// The form with which a public client redeems a code.
    private func redeeming(_ test: TestServer, isPublic: Bool, query: String = "") async throws -> String {
        let form = test.redeeming(try await test.code(TestServer.authorizeQuery + query))
        return isPublic ? form.replacing("&client_secret=\(TestServer.clientSecret)", with: "") : form
    }

    private func refreshing(_ token: String, isPublic: Bool) -> String {
        "grant_type=refresh_token&refresh_token=\(token)&"
            + (isPublic ? "client_id=web" : TestServer.credentials)
    }

    @Test("A proof buys a token that says its key, and introspection says so too")
    func binds() async throws {
        let test = try await TestServer.ready(features: Self.on)
        let response = await token(
            test, try await redeeming(test, isPublic: false), proofs: [try await proof(test)])
        #expect(response.status == 200)
        #expect(response.field("dpop-nonce")?.isEmpty == false)
        let json = try response.json()
        #expect(json["token_type"]?.string == "DPoP")
        let text = try #require(json["access_token"]?.string)
        let verified = try test.server.keys.verifier.verify(text, now: test.now)
        #expect(verified.claims["cnf"]?.object?["jkt"]?.string == key.thumbprint)
        // From memory, and from the token itself.
        for fresh in [false, true] {
            if fresh { test.server.issued.removeAll() }
            let described = try await test.introspect(text).json()
            #expect(described["token_type"]?.string == "DPoP")
            #expect(described["cnf"]?.object?["jkt"]?.string == key.thumbprint)
        }
    }

    @Test("Every grant takes a proof, and a bearer token is still to be had")
    func grants() async throws {
        let test = try await TestServer.ready(features: Self.on)
        let own = await token(
            test, "grant_type=client_credentials&" + TestServer.credentials, proofs: [try await proof(test)])
        #expect(try own.json()["token_type"]?.string == "DPoP")
        let plain = await token(test, "grant_type=client_credentials&" + TestServer.credentials, proofs: [])
        #expect(try plain.json()["token_type"]?.string == "bearer")
        #expect(plain.field("dpop-nonce") == nil)
        let text = try #require(try plain.json()["access_token"]?.string)
        let described = try await test.introspect(text).json()
        #expect(described["token_type"]?.string == "Bearer" && described["cnf"] == nil)
    }

    @Test("Where the feature is off the proof means nothing")
    func off() async throws {
        let test = try await TestServer.ready()
        let response = await token(
            test, try await redeeming(test, isPublic: false), proofs: ["not-a-proof", "another"])
        #expect(response.status == 200 && response.field("dpop-nonce") == nil)
        #expect(try response.json()["token_type"]?.string == "bearer")
    }

    @Test(
        "A bad proof is told as one, and uses nothing up",
        arguments: ["replayed", "two", "address", "old", "garbage", "huge"])
    func bad(_ what: String) async throws {
        let test = try await TestServer.ready(features: Self.on)
        let form = try await redeeming(test, isPublic: false)
        let right = try await proof(test, id: "seen")
        var proofs = [right]
        switch what {
        case "replayed":
            let response = await token(
                test, "grant_type=client_credentials&" + TestServer.credentials, proofs: [right])
            #expect(response.status == 200)
        case "two": proofs.append(try await proof(test))
        case "address":
            proofs = [
                try key.proof(TestServer.issuer + "/oauth/par", nonce: try await nonce(test), id: "a", at: test.now)
            ]
        case "old": proofs = [try key.proof(Self.address, nonce: try await nonce(test), id: "a", at: test.now - 61)]
        case "garbage": proofs = ["garbage"]
        default: proofs = [right + String(repeating: "A", count: 5000)]
        }
        let response = await token(test, form, proofs: proofs)
        #expect(response.status == 400)
        #expect(try response.error() == "invalid_dpop_proof")
        #expect(response.field("dpop-nonce") != nil)
        #expect(response.refusal?.hasPrefix("proof_") == true)
        // The code is still good.
        #expect(await token(test, form, proofs: [try await proof(test)]).status == 200)
    }

    @Test("A proof that another process has taken is used up here too")
    func otherProcess() async throws {
        let test = try await TestServer.ready(features: Self.on)
        let other = try await TestServer(features: Self.on, store: test.store, world: test.world)
        let form = "grant_type=client_credentials&" + TestServer.credentials
        let proof = try await proof(test)
        #expect(await token(other, form, proofs: [proof]).status == 200)
        #expect(try await token(test, form, proofs: [proof]).error() == "invalid_dpop_proof")
    }

    @Test("A nonce is asked for before anything is used up")
    func nonceFirst() async throws {
        let test = try await TestServer.ready(features: Self.on)
        let form = try await redeeming(test, isPublic: false)
        let asked = await token(
            test, form, proofs: [try key.proof(Self.address, nonce: nil, id: "a", at: test.now)])
        #expect(try asked.error() == "use_dpop_nonce")
        let nonce = try #require(asked.field("dpop-nonce"))
        // The same id is good: it was not used.
        let response = await token(
            test, form, proofs: [try key.proof(Self.address, nonce: nonce, id: "a", at: test.now)])
        #expect(response.status == 200)
    }

    @Test("A public client's refresh token needs its key, and stays alive for it whoever tries with another")
    func publicRefresh() async throws {
        let test = try await TestServer.ready(features: Self.on, isPublic: true)
        let bought = await token(
            test, try await redeeming(test, isPublic: true), proofs: [try await self.proof(test, public: true)])
        let refresh = try #require(try bought.json()["refresh_token"]?.string)
        let form = refreshing(refresh, isPublic: true)
        let none = await token(test, form, proofs: [])
        #expect(try none.error() == "invalid_dpop_proof")
        let other = await token(test, form, proofs: [try await proof(test, public: true, by: ProofKey())])
        #expect(other.status == 400)
        #expect(try other.error() == "invalid_grant")
        let right = await token(test, form, proofs: [try await proof(test, public: true)])
        #expect(right.status == 200)
        #expect(try right.json()["token_type"]?.string == "DPoP")
    }

    @Test("A client with a secret may change its key with a refresh, or go without")
    func confidentialRefresh() async throws {
        let test = try await TestServer.ready(features: Self.on)
        let bought = await token(test, try await redeeming(test, isPublic: false), proofs: [try await proof(test)])
        var refresh = try #require(try bought.json()["refresh_token"]?.string)
        let changed = await token(
            test, refreshing(refresh, isPublic: false), proofs: [try await proof(test, by: ProofKey())])
        #expect(changed.status == 200)
        refresh = try #require(try changed.json()["refresh_token"]?.string)
        let plain = await token(test, refreshing(refresh, isPublic: false), proofs: [])
        #expect(try plain.json()["token_type"]?.string == "bearer")
    }

    /// The proof of a public client, which cannot ask for a nonce by client credentials.
    private func proof(_ test: TestServer, public: Bool, by other: ProofKey? = nil) async throws -> String {
        let first = try key.proof(Self.address, nonce: nil, id: Self.unique(), at: test.now)
        let asked = await token(
            test, refreshing("dwr_" + String(repeating: "x", count: 43), isPublic: true), proofs: [first])
        #expect(try asked.error() == "use_dpop_nonce")
        let nonce = try #require(asked.field("dpop-nonce"))
        return try (other ?? key).proof(Self.address, nonce: nonce, id: Self.unique(), at: test.now)
    }

    @Test("A code that names a key is redeemed with that key alone")
    func boundCode() async throws {
        let test = try await TestServer.ready(features: Self.on)
        let form = try await redeeming(test, isPublic: false, query: "&dpop_jkt=\(key.thumbprint)")
        #expect(try await token(test, form, proofs: []).error() == "invalid_dpop_proof")
        let other = await token(test, form, proofs: [try await proof(test, by: ProofKey())])
        #expect(try other.error() == "invalid_grant")
        #expect(await token(test, form, proofs: [try await proof(test)]).status == 200)
    }

    @Test(
        "Where it is required nobody gets a bearer token; where a client wants it, that client does not",
        arguments: [true, false])
    func required(_ byServer: Bool) async throws {
        let test = try await TestServer.ready(
            features: AuthorizationFeatures(keyBinding: byServer ? .required : .on))
        if !byServer {
            var client = try #require(try await test.store.client(id: "web"))
            client.requiresKeyBinding = true
            client.id = "strict"
            client.secrets = [
                ClientSecret(digest: OpaqueToken.digest(of: TestServer.clientSecret), createdAt: test.now)
            ]
            try await test.store.create(client)
            try await test.server.refresh()
        }
        let id = byServer ? "web" : "strict"
        let form = "grant_type=client_credentials&client_id=\(id)&client_secret=\(TestServer.clientSecret)"
        let response = await token(test, form, proofs: [])
        #expect(response.status == 400 && response.refusal == "proof_required")
        #expect(try response.error() == "invalid_dpop_proof")
        #expect(await token(test, form, proofs: [try await proof(test)]).status == 200)
    }

    @Test("A grant that is not offered is not known")
    func unknownGrant() async throws {
        let test = try await TestServer.ready()
        let response = await test.token(
            "grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=x&" + TestServer.credentials)
        #expect(try response.error() == "unsupported_grant_type")
    }

    @Test("The role of a user is in his tokens, also after a refresh")
    func role() async throws {
        let test = try await TestServer.ready()
        _ = try await test.store.setRole("gardener", ofUser: "user-1")
        let code = OpaqueToken.code.make(TestServer.random)
        try await test.store.create(
            AuthorizationCodeRecord(
                digest: OpaqueToken.digest(of: code), clientID: "web", userID: "user-1",
                redirectURI: TestServer.callback, redirectURIWasGiven: true, challenge: nil,
                resource: TestServer.issuer, scopes: ["read"], createdAt: test.now, expiresAt: test.now + 60,
                role: "gardener"))
        let form = test.redeeming(code).replacing("&code_verifier=\(TestServer.verifier)", with: "")
        var json = try await test.token(form).json()
        for _ in 0..<2 {
            let text = try #require(json["access_token"]?.string)
            let token = try test.server.keys.verifier.verify(text, now: test.now)
            #expect(token.claims["roles"]?.strings == ["gardener"])
            json = try await test.token(test.refreshing(try #require(json["refresh_token"]?.string))).json()
        }
    }
}
