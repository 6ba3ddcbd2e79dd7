import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("The registration endpoint")
struct RegistrationEndpointTests {
    static let secretive = #"{"redirect_uris":["https://app.example/cb"],"client_name":"App"}"#
    static let open = #"{"redirect_uris":["https://app.example/cb"],"token_endpoint_auth_method":"none"}"#

    @Test("A client with a secret is told it once, with the token to change the registration")
    func confidential() async throws {
        let test = try await RegistrationServer()
        let response = await test.send("POST", Self.secretive)
        #expect(response.status == 201)
        #expect(response.field("cache-control") == "no-store")
        let json = try response.json()
        let id = try #require(json["client_id"]?.string)
        let secret = try #require(json["client_secret"]?.string)
        #expect(id.hasPrefix("dcr_"))
        #expect(json["client_id_issued_at"]?.integer == test.now)
        #expect(json["client_secret_expires_at"]?.integer == 0)
        #expect(json["token_endpoint_auth_method"]?.string == "client_secret_basic")
        #expect(json["grant_types"]?.strings == ["authorization_code", "refresh_token"])
        #expect(json["redirect_uris"]?.strings == ["https://app.example/cb"])
        #expect(json["registration_client_uri"]?.string == TestServer.issuer + "/oauth/register?client_id=" + id)
        #expect(json["registration_access_token"]?.string?.hasPrefix("dwra_") == true)
        let kept = try #require(try await test.store.client(id: id))
        #expect(kept.registration?.expiresAt == test.now + 7 * 86_400)
        #expect(kept.secrets.map(\.digest) == [OpaqueToken.digest(of: secret)])
        #expect(test.audited == ["client.registered"])
        // Right credentials and a code that is none; then wrong ones; client credentials never.
        let form = "grant_type=authorization_code&code=x&client_id=\(id)&client_secret="
        #expect(try await test.token(form + secret).error() == "invalid_grant")
        #expect(try await test.token(form + "x").error() == "invalid_client")
        let alone = "grant_type=client_credentials&client_id=\(id)&client_secret=\(secret)"
        #expect(try await test.token(alone).error() == "unauthorized_client")
    }

    @Test("A public client gets no secret, and the same id when it registers the same again")
    func identical() async throws {
        let test = try await RegistrationServer(limits: RegistrationLimits(perAddress: .init(burst: 2, pause: 60_000)))
        let json = try await test.send("POST", Self.open).json()
        #expect(json["client_secret"] == nil)
        #expect(json["client_secret_expires_at"] == nil)
        #expect(json["registration_access_token"] == nil)
        let id = try #require(json["client_id"]?.string)
        for number in 0..<50 {
            let more = String(Self.open.dropLast()) + ",\"x\(number)\":1}"
            #expect(try await test.register(more) == id)
        }
        #expect(try await test.store.clients().count == 1)
        #expect(test.audited == ["client.registered"])
        let other = #"{"redirect_uris":["https://app.example/cb2"],"token_endpoint_auth_method":"none"}"#
        #expect(try await test.register(other) != id)
        // Another process does not remember, and asks the store; that costs nothing either.
        let second = RegistrationEndpoint(
            test.server, limits: RegistrationLimits(total: .init(burst: 1, pause: 60_000)))
        func register(_ body: String) async throws -> String? {
            let fields = [(name: "content-type", value: "application/json")]
            let request = EndpointRequest(
                method: "POST", path: "/oauth/register", fields: fields, body: Array(body.utf8))
            return try await second.respond(to: request).json()["client_id"]?.string
        }
        for _ in 0..<3 { #expect(try await register(Self.open) == id) }
        #expect(try await register(Self.secretive) != nil)
        #expect(try await register(Self.secretive) == nil)
    }

    @Test("Registering again makes the life of an unused client longer; a removed one is not given again")
    func lives() async throws {
        let test = try await RegistrationServer()
        let id = try await test.register(Self.open)
        test.pass(6 * 86_400)
        #expect(try await test.register(Self.open) == id)
        test.pass(6 * 86_400)
        #expect(await test.authorize(id, redirect: "https://app.example/cb").status == 303)
        test.pass(86_400)
        #expect(await test.authorize(id, redirect: "https://app.example/cb").status == 400)
        #expect(
            try await test.token("grant_type=refresh_token&refresh_token=x&client_id=\(id)").error() == "invalid_client"
        )
        let again = try await test.register(Self.open)
        #expect(await test.authorize(again, redirect: "https://app.example/cb").status == 303)
        _ = try await test.store.removeClient(id: again, at: test.now, tokensEndBy: test.now)
        try await test.server.refresh()
        #expect(try await test.register(Self.open) != again)
    }

    @Test("However short the life of unused clients is, registering again makes it longer")
    func shortLife() async throws {
        let test = try await RegistrationServer { $0.registrationLifetime = 600 }
        let id = try await test.register(Self.open)
        for _ in 0..<10 {
            test.pass(590)
            #expect(try await test.register(Self.open) == id)
            #expect(await test.authorize(id, redirect: "https://app.example/cb").status == 303)
        }
    }

    @Test("Another process may have moved the end, so what is remembered is not believed")
    func movedElsewhere() async throws {
        let test = try await RegistrationServer()
        let id = try await test.register(Self.open)
        _ = await test.authorize(id, redirect: "https://app.example/cb")
        test.pass(6 * 86_400)
        var same = try #require(try await test.store.client(id: id))
        same.id = "dcr_other"
        same.registration?.expiresAt = test.now + 7 * 86_400
        #expect(try await test.store.register(same, limit: 100).id == id)
        test.pass(2 * 86_400)
        #expect(await test.authorize(id, redirect: "https://app.example/cb").status == 303)
    }

    @Test("A client that somebody has agreed to does not end")
    func kept() async throws {
        let test = try await RegistrationServer()
        let id = try await test.register(Self.open)
        let client = try #require(try await test.store.client(id: id))
        try await test.server.adopt(client)
        #expect(try await test.store.client(id: id)?.registration?.expiresAt == nil)
        test.pass(400 * 86_400)
        #expect(try await test.register(Self.open) == id)
        #expect(
            try await test.token("grant_type=refresh_token&refresh_token=x&client_id=\(id)").error() == "invalid_grant")
    }

    @Test(
        "What cannot be accepted is answered in JSON that says why",
        arguments: [
            ("{}", 400, "invalid_redirect_uri"), (#"{"redirect_uris":[]}"#, 400, "invalid_redirect_uri"),
            (#"{"redirect_uris":["javascript:alert(1)"]}"#, 400, "invalid_redirect_uri"),
            (#"{"redirect_uris":["https://app.example/#x"]}"#, 400, "invalid_redirect_uri"),
            (#"{"redirect_uris":"https://app.example/"}"#, 400, "invalid_client_metadata"),
            (#"{"redirect_uris":["https://app.example/"],"client_name":1}"#, 400, "invalid_client_metadata"),
            ("", 400, "invalid_client_metadata"), ("[]", 400, "invalid_client_metadata"),
            ("redirect_uris=x", 400, "invalid_client_metadata"), ("{\"a\":1,\"a\":2}", 400, "invalid_client_metadata"),
            (String(repeating: "[", count: 10_000), 400, "invalid_client_metadata"),
            ("{\"x\":\"" + String(repeating: "x", count: 16_384) + "\"}", 413, "invalid_request"),
        ])
    func refused(body: String, status: Int, error: String) async throws {
        let test = try await RegistrationServer()
        let response = await test.send("POST", body)
        #expect(response.status == status)
        #expect(try response.error() == error)
        #expect(try response.json()["error_description"]?.string?.contains("app.example") == false)
        #expect(response.field("cache-control") == "no-store")
        #expect(try await test.store.clients().isEmpty)
    }

    @Test(
        "The body must be sent as JSON",
        arguments: [nil, "text/plain", "application/x-www-form-urlencoded"] as [String?])
    func mediaType(type: String?) async throws {
        let test = try await RegistrationServer()
        let response = await test.send("POST", Self.open, type: type)
        #expect(response.status == 400)
        #expect(try response.error() == "invalid_request")
    }

    @Test("Where a token is wanted, one of the live ones opens; without one, and closed, nobody registers")
    func initialToken() async throws {
        let live = ["made-at-run-time-1", "made-at-run-time-2"]
        let test = try await RegistrationServer(tokens: live) { $0.registration = .token }
        for token in live { #expect(await test.send("POST", Self.secretive, token: token).status == 201) }
        let missing = await test.send("POST", Self.secretive)
        #expect(missing.status == 401)
        #expect(missing.field("www-authenticate")?.contains("error") == false)
        let wrong = await test.send("POST", Self.secretive, token: "made-at-run-time-3")
        #expect(wrong.status == 401)
        #expect(wrong.field("www-authenticate")?.contains("invalid_token") == true)
        #expect(try wrong.error() == "invalid_token")
        let closed = try await RegistrationServer { $0.registration = .closed }
        #expect(await closed.send("POST", Self.secretive).status == 403)
        let none = try await RegistrationServer { $0.registration = .token }
        #expect(await none.send("POST", Self.secretive, token: "x").status == 401)
    }

    @Test("Ten thousand registrations from one address are refused after the limit, and leave little behind")
    func flood() async throws {
        let limits = RegistrationLimits()
        let test = try await RegistrationServer(limits: limits)
        var statuses: [Int: Int] = [:]
        for number in 0..<10_000 {
            let body = "{\"redirect_uris\":[\"https://app.example/\(number)\"],\"token_endpoint_auth_method\":\"none\"}"
            let response = await test.send("POST", body)
            statuses[response.status, default: 0] += 1
            if response.status == 429 { #expect(response.field("retry-after") == "180") }
        }
        #expect(statuses == [201: 20, 429: 9980])
        #expect(try await test.store.clients().count == 20)
        #expect(test.audited.count == 20)
        // Somebody else is not locked out, and this one is not for ever.
        #expect(await test.send("POST", Self.secretive, from: "198.51.100.7").status == 201)
        test.pass(180)
        #expect(await test.send("POST", Self.secretive).status == 201)
        #expect(await test.send("POST", Self.secretive).status == 429)
    }

    @Test("Those that nobody agreed to are bounded in number")
    func capacity() async throws {
        let test = try await RegistrationServer { $0.registrationCapacity = 5 }
        for number in 0..<12 {
            _ = try await test.register("{\"redirect_uris\":[\"https://app.example/\(number)\"]}")
            test.pass(200)
        }
        #expect(try await test.store.clients().count == 5)
    }

    @Test("Scopes that such clients may no longer have are gone at once")
    func ceiling() async throws {
        let test = try await RegistrationServer { $0.registeredScopes = ["read"] }
        let id = try await test.register(Self.open)
        var client = try #require(try await test.store.client(id: id))
        #expect(client.scopes == ["read"])
        client.scopes = ["read", "write"]
        _ = try await test.store.replace(client)
        try await test.server.refresh()
        #expect(try await test.server.knownClient(id)?.scopes == ["read"])
    }
}
