import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardTesting
import Synchronization
import Testing

/// An authorization server whose clients come by themselves, and somebody who is signed in.
struct RegistrationServer: Sendable {
    let store = InMemoryAuthorizationStore()
    let world = TestWorld()
    let fetcher = ScriptedFetcher()
    let server: AuthorizationServer
    let flow: AuthorizationFlow
    let endpoint: RegistrationEndpoint
    let session: String

    init(
        limits: RegistrationLimits = RegistrationLimits(), tokens: [String] = [],
        _ change: (inout AuthorizationFeatures) -> Void = { _ in }
    ) async throws {
        var features = AuthorizationFeatures(registration: .open, clientDocuments: true, privateKeyJWT: true)
        change(&features)
        let policy = AuthorizationPolicy(
            issuer: TestServer.issuer, resource: TestServer.issuer,
            scopes: [.init(name: "read", sentence: "Read"), .init(name: "write", sentence: "Write")],
            features: features)
        let world = world
        server = try AuthorizationServer(
            policy: policy, store: store, masterSecret: [UInt8](repeating: 7, count: 32),
            rotation: KeyRotation(age: 90 * 86_400), revocations: RevocationSet(),
            now: { world.clock.load(ordering: .relaxed) }, random: TestServer.random,
            audit: { event in world.events.withLock { $0.append(event) } }, fetcher: fetcher)
        flow = AuthorizationFlow(server: server, pages: PlainPages())
        let digests = tokens.map { OpaqueToken.digest(of: $0) }
        endpoint = RegistrationEndpoint(server, limits: limits, initialAccessTokens: { digests })
        session = SessionCookie(isSecure: true).make(random: TestServer.random)
        try await server.keepKeys()
        try await store.create(UserRecord(id: "user-1", name: "ann", email: "", createdAt: now))
        try await store.create(
            SessionRecord(
                digest: SessionCookie.digest(of: session), userID: "user-1", signedInAt: now, lastSeenAt: now,
                expiresAt: now + 86_400 * 365, userAgent: ""))
    }

    var now: Int64 { world.clock.load(ordering: .relaxed) }

    var audited: [String] { world.events.withLock { $0.map(\.kind) } }

    func pass(_ seconds: Int64) { world.clock.add(seconds, ordering: .relaxed) }

    func send(
        _ method: String = "POST", _ body: String = "", client: String? = nil, token: String? = nil,
        type: String? = "application/json", from address: String = "192.0.2.1"
    ) async -> EndpointResponse {
        var fields: [(name: String, value: String)] = []
        if let type { fields.append(("content-type", type)) }
        if let token { fields.append(("authorization", "Bearer \(token)")) }
        return await endpoint.respond(
            to: EndpointRequest(
                method: method, path: "/oauth/register", query: client.map { "client_id=\($0)" }, fields: fields,
                body: Array(body.utf8), client: address))
    }

    /// Registers a client and tells its id.
    func register(_ body: String) async throws -> String {
        let response = await send("POST", body)
        #expect(response.status == 201)
        return try #require(try response.json()["client_id"]?.string)
    }

    func token(_ form: String, fields: [(name: String, value: String)] = []) async -> EndpointResponse {
        let type = (name: "content-type", value: "application/x-www-form-urlencoded")
        return await TokenEndpoint(server).respond(
            to: EndpointRequest(method: "POST", path: "/oauth/token", fields: [type] + fields, body: Array(form.utf8)))
    }

    static func escaped(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            let isPlain = Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
            out +=
                isPlain && byte < 0x80
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return out
    }

    func authorize(_ id: String, redirect: String) async -> EndpointResponse {
        let query =
            "response_type=code&client_id=\(Self.escaped(id))&redirect_uri=\(Self.escaped(redirect))&state=s1&"
            + TestServer.challenge
        return await AuthorizationEndpoint(flow).respond(
            to: EndpointRequest(
                method: "GET", path: "/oauth/authorize", query: query,
                fields: [(name: "cookie", value: "__Host-doorward-session=\(session)")]))
    }

    /// A code, from a person who is asked and agrees, or has agreed before.
    func code(_ id: String, redirect: String) async throws -> String {
        let begun = await authorize(id, redirect: redirect)
        if let code = try begun.redirectParameters().value("code") { return code }
        let cookie = try #require(begun.field("set-cookie")?.split(separator: ";").first)
        let handle = try begun.redirectParameters().value("flow")
        let request = EndpointRequest(
            method: "POST", path: "/oauth/consent", fields: [(name: "cookie", value: String(cookie))])
        guard case .current(let underWay) = await flow.resume(handle: handle, request: request) else {
            throw Rejection.signInOver
        }
        let signedIn = try #require(try await store.session(SessionCookie.digest(of: session), at: now))
        let answer = await flow.approve(underWay, as: signedIn, flowID: "1")
        return try #require(try answer.redirectParameters().value("code"))
    }
}
