import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Keys of clients that sign")
struct AssertionKeysTests {
    static let address = "https://app.example/jwks.json"

    static func set(_ keys: SigningKey...) -> String {
        String(decoding: JSONWebKeySet(keys.map(\.publicKey)).serialized, as: UTF8.self)
    }

    /// A server with an operator's client that signs, and a token request of it.
    static func ready(keys: ClientKeys, isStranger: Bool = true) async throws -> RegistrationServer {
        let test = try await RegistrationServer()
        var client = ClientRecord(
            id: "signer", name: "App", profile: "mcp", isPublic: false, redirectURIs: [], scopes: ["read"],
            createdAt: test.now, authenticationMethods: [.privateKeyJWT], keys: keys)
        if isStranger { client.registration = ClientRegistration(kind: .dynamic, metadata: "{}") }
        try await test.store.create(client)
        return test
    }

    static func send(
        _ test: RegistrationServer, _ key: SigningKey, id: String, audience: String = TestServer.issuer,
        proof: String? = nil
    ) async throws -> EndpointResponse {
        var claims = ClaimsWriter()
        claims.add("iss", "signer")
        claims.add("sub", "signer")
        claims.add("aud", audience)
        claims.add("exp", test.now + 60)
        claims.add("jti", id)
        let text = try TokenMinter(key: key, type: "JWT").mintText(claims)
        return await test.token(
            "grant_type=client_credentials&client_assertion_type="
                + "\(RegistrationServer.escaped(ClientAssertion.type))&client_assertion=\(text)",
            fields: proof.map { [("dpop", $0)] } ?? [])
    }

    @Test("Whoever is told a nonce can send the same assertion again with it")
    func nonce() async throws {
        let (key, proofs) = (try SigningKey.generate(), ProofKey())
        let test = try await RegistrationServer { $0.keyBinding = .on }
        try await test.store.create(
            ClientRecord(
                id: "signer", name: "App", profile: "mcp", isPublic: false, redirectURIs: [], scopes: ["read"],
                createdAt: test.now, authenticationMethods: [.privateKeyJWT], keys: .inline(Self.set(key))))
        let address = TestServer.issuer + "/oauth/token"
        let first = try await Self.send(
            test, key, id: "1", proof: try proofs.proof(address, nonce: nil, id: "a", at: test.now))
        #expect(try first.status == 400 && first.error() == "use_dpop_nonce")
        let nonce = try #require(first.field("dpop-nonce"))
        let proof = try proofs.proof(address, nonce: nonce, id: "b", at: test.now)
        #expect(try await Self.send(test, key, id: "1", proof: proof).status == 200)
        let again = try proofs.proof(address, nonce: nonce, id: "c", at: test.now)
        #expect(try await Self.send(test, key, id: "1", proof: again).refusal == "client_assertion_replayed")
    }

    @Test("Keys that were registered need no fetch, and an assertion works once")
    func inline() async throws {
        let key = try SigningKey.generate()
        let test = try await Self.ready(keys: .inline(Self.set(key)), isStranger: false)
        #expect(try await Self.send(test, key, id: "1").status == 200)
        #expect(try await Self.send(test, key, id: "1").refusal == "client_assertion_replayed")
        #expect(try await Self.send(test, key, id: "2", audience: TestServer.issuer + "/oauth/token").status == 200)
        #expect(try await Self.send(test, key, id: "3", audience: TestServer.issuer + "/oauth/par").status == 401)
        #expect(try await Self.send(test, try SigningKey.generate(), id: "4").status == 401)
        #expect(test.fetcher.count == 0)
    }

    @Test("Whose address it is decides what may be fetched", arguments: [true, false])
    func trust(isStranger: Bool) async throws {
        let key = try SigningKey.generate()
        let test = try await Self.ready(keys: .url(Self.address), isStranger: isStranger)
        test.fetcher.put(Self.set(key), at: Self.address)
        _ = try await Self.send(test, key, id: "1")
        _ = try await Self.send(test, key, id: "2")
        #expect(test.fetcher.requests.map(\.trust) == [isStranger ? .stranger : .configured])
    }

    @Test("A new key is found by its name, with one fetch a minute")
    func rotation() async throws {
        let (old, new, unknown) = (try SigningKey.generate(), try SigningKey.generate(), try SigningKey.generate())
        let test = try await Self.ready(keys: .url(Self.address), isStranger: false)
        test.fetcher.put(Self.set(old), at: Self.address)
        #expect(try await Self.send(test, old, id: "1").status == 200)
        test.fetcher.put(Self.set(new), at: Self.address)
        for number in 0..<20 { #expect(try await Self.send(test, unknown, id: "u\(number)").status == 401) }
        #expect(test.fetcher.count == 1)
        test.pass(60)
        #expect(try await Self.send(test, new, id: "2").status == 200)
        #expect(test.fetcher.count == 2)
        #expect(try await Self.send(test, old, id: "3").status == 401)
        for number in 0..<20 { #expect(try await Self.send(test, unknown, id: "v\(number)").status == 401) }
        #expect(test.fetcher.count == 2)
    }

    @Test("A key that has changed under its name is found, too, with one fetch a minute")
    func sameName() async throws {
        let (old, new) = (try SigningKey.generate(), try SigningKey.generate())
        let test = try await Self.ready(keys: .url(Self.address), isStranger: false)
        test.fetcher.put(Self.set(old).replacing(old.keyID, with: new.keyID), at: Self.address)
        #expect(try await Self.send(test, new, id: "1").status == 401)
        test.fetcher.put(Self.set(new), at: Self.address)
        #expect(try await Self.send(test, new, id: "2").status == 401)
        #expect(test.fetcher.count == 1)
        test.pass(60)
        #expect(try await Self.send(test, new, id: "3").status == 200)
        test.fetcher.put(Self.set(old).replacing(old.keyID, with: new.keyID), at: Self.address)
        for number in 0..<20 {
            #expect(try await Self.send(test, new, id: "4-\(number)", audience: "https://other.example").status == 401)
        }
        #expect(test.fetcher.count == 2)
    }

    @Test("Keys that cannot be fetched for the moment do for a day; keys that are gone do not")
    func outage() async throws {
        let key = try SigningKey.generate()
        let test = try await Self.ready(keys: .url(Self.address), isStranger: false)
        for number in 0..<20 { #expect(try await Self.send(test, key, id: "down-\(number)").status == 503) }
        #expect(test.fetcher.count == 10)
        test.fetcher.put(Self.set(key), at: Self.address)
        test.pass(6)
        #expect(try await Self.send(test, key, id: "2").status == 200)
        test.fetcher.fail(.timedOut, at: Self.address)
        test.pass(3600)
        #expect(try await Self.send(test, key, id: "3").status == 200)
        test.pass(86_400)
        #expect(try await Self.send(test, key, id: "4").status == 503)
        test.fetcher.put(Self.set(key), at: Self.address)
        #expect(try await Self.send(test, key, id: "5").status == 200)
        test.fetcher.put("{}", at: Self.address)
        test.pass(3600)
        #expect(try await Self.send(test, key, id: "6").status == 401)
        test.fetcher.fail(.timedOut, at: Self.address)
        #expect(try await Self.send(test, key, id: "7").status == 503)
    }

    @Test("A wall before the keys changes nothing, for a day")
    func wall() async throws {
        let key = try SigningKey.generate()
        let test = try await Self.ready(keys: .url(Self.address), isStranger: false)
        test.fetcher.put(Self.set(key), at: Self.address)
        #expect(try await Self.send(test, key, id: "1").status == 200)
        test.fetcher.put("no", at: Self.address, status: 403)
        test.pass(3600)
        #expect(try await Self.send(test, key, id: "2").status == 200)
        test.pass(86_400)
        #expect(try await Self.send(test, key, id: "3").status == 401)
    }

    @Test("From one place strangers' keys are asked for so often, and other places have their own")
    func allowance() async throws {
        let test = try await Self.ready(keys: .url(Self.address), isStranger: true)
        let source = try #require(test.server.clientKeys)
        for number in 0..<60 {
            let keys = ClientKeys.url("https://keys-\(number).example/")
            _ = try? await source.keys(keys, keyID: "x", isStranger: true, from: "192.0.2.1")
        }
        #expect(test.fetcher.count == 20)
        _ = try? await source.keys(.url("https://other.example/"), keyID: "x", isStranger: true, from: "198.51.100.1")
        _ = try? await source.keys(.url("https://own.example/"), keyID: "x", isStranger: false, from: "192.0.2.1")
        #expect(test.fetcher.count == 22)
    }

    @Test("Whoever has used up what he may have fetched keeps nobody's keys from being renewed")
    func exhausted() async throws {
        let (old, new) = (try SigningKey.generate(), try SigningKey.generate())
        let test = try await Self.ready(keys: .url(Self.address), isStranger: true)
        test.fetcher.put(Self.set(old), at: Self.address)
        let source = try #require(test.server.clientKeys)
        let keys = ClientKeys.url(Self.address)
        _ = try await source.keys(keys, keyID: old.keyID, isStranger: true, from: "198.51.100.1")
        for number in 0..<40 {
            let address = ClientKeys.url("https://dead-\(number).example/")
            _ = try? await source.keys(address, keyID: "x", isStranger: true, from: "192.0.2.1")
        }
        test.fetcher.put(Self.set(new), at: Self.address)
        test.pass(61)
        for _ in 0..<20 { _ = try? await source.keys(keys, keyID: "x", isStranger: true, from: "192.0.2.1") }
        for number in 0..<40 {
            let address = ClientKeys.url("https://later-\(number).example/")
            _ = try? await source.keys(address, keyID: "x", isStranger: true, from: "192.0.2.1")
        }
        let fresh = try await source.keys(keys, keyID: new.keyID, isStranger: true, from: "198.51.100.1")
        #expect(fresh.keys.contains { $0.keyID == new.keyID })
    }

    @Test("Without the feature an assertion is refused")
    func off() async throws {
        let key = try SigningKey.generate()
        let test = try await RegistrationServer { $0.privateKeyJWT = false }
        #expect(try await Self.send(test, key, id: "1").refusal == "client_assertion_not_supported")
    }

    @Test("A client that registers its keys signs with them, and has no secret")
    func registered() async throws {
        let key = try SigningKey.generate()
        let test = try await RegistrationServer()
        let response = await test.send(
            "POST",
            "{\"redirect_uris\":[\"https://app.example/cb\"],\"token_endpoint_auth_method\":\"private_key_jwt\","
                + "\"jwks\":\(Self.set(key))}")
        let json = try response.json()
        #expect(response.status == 201)
        #expect(json["client_secret"] == nil)
        #expect(json["token_endpoint_auth_method"]?.string == "private_key_jwt")
        #expect(json["registration_access_token"] != nil)
        let id = try #require(json["client_id"]?.string)
        let plain = await test.token("grant_type=authorization_code&code=x&client_id=\(id)")
        #expect(plain.status == 401)
    }
}
