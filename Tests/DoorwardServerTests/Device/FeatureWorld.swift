import Crypto
import DoorwardForms
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Synchronization

@testable import DoorwardServer

/// An authorization server in memory with chosen features, its pages, and a clock that is moved by hand.
final class FeatureWorld: Sendable {
    static let issuer = "https://garden.example"
    static let secret = "dwcs_" + String(repeating: "t", count: 43)

    let store = InMemoryAuthorizationStore()
    let server: AuthorizationServer
    let routes: [String: any Endpoint]
    private let hasher = PasswordHasher(cost: ScryptCost(logN: 4, r: 8, p: 1) ?? .standard)
    private let clock: Clock

    private final class Clock: Sendable {
        let seconds = Atomic<Int64>(1_790_000_000)
        let audit = Mutex<[AuditEvent]>([])
    }

    init(
        _ features: AuthorizationFeatures, issuer: String = issuer,
        random: @escaping @Sendable (Int) -> [UInt8] = TestServer.random
    ) async throws {
        let clock = Clock()
        self.clock = clock
        let master = [UInt8](repeating: 42, count: 32)
        let now: @Sendable () -> Int64 = { clock.seconds.load(ordering: .relaxed) }
        let audit: @Sendable (AuditEvent) -> Void = { event in clock.audit.withLock { $0.append(event) } }
        let policy = AuthorizationPolicy(
            issuer: issuer, resource: issuer,
            scopes: [
                .init(name: "read", sentence: "See your plants"), .init(name: "write", sentence: "Change your plants"),
            ], features: features)
        server = try AuthorizationServer(
            policy: policy, store: store, masterSecret: master, rotation: KeyRotation(age: 86_400 * 90),
            revocations: RevocationSet(), now: now, random: random, audit: audit)
        let theme = PageTheme(name: "Garden journal", logoPath: "/logo.png")
        var configuration = try PeopleConfiguration(
            policy: policy, theme: theme, masterSecret: master, store: store, hasher: hasher, now: now,
            random: random)
        configuration.audit = audit
        let flow = AuthorizationFlow(server: server, pages: PeoplePages(theme: theme))
        let all = PeopleRoutes(configuration, flow: flow).routes + server.routes(flow: flow)
        routes = Dictionary(all.map { ($0.path, $0.endpoint) }, uniquingKeysWith: { first, _ in first })
        try await server.keepKeys()
    }

    var now: Int64 { clock.seconds.load(ordering: .relaxed) }
    var audit: [AuditEvent] { clock.audit.withLock { $0 } }

    func advance(_ seconds: Int64) { clock.seconds.add(seconds, ordering: .relaxed) }

    /// A user with the usual password.
    @discardableResult
    func add(user name: String, role: String? = nil, totp: [UInt8]? = nil) async throws -> UserRecord {
        let hash = try await hasher.hash(Array(PeopleWorld.password.utf8), salt: [UInt8](1...16))
        let factor = try SecondFactor(master: [UInt8](repeating: 42, count: 32))
        let user = UserRecord(
            id: "u-\(name)", name: name, email: "", passwordHash: hash.text,
            sealedTOTPKey: try totp.map { try factor.seal($0, of: "u-\(name)") }, createdAt: now, role: role)
        try await store.create(user)
        return user
    }

    @discardableResult
    func add(
        client id: String = "tv", _ profile: String = "native", name: String = "Plant TV", isPublic: Bool = true,
        redirect: String = "https://app.example/back", _ change: (inout ClientRecord) -> Void = { _ in }
    ) async throws -> ClientRecord {
        let secret = ClientSecret(digest: OpaqueToken.digest(of: Self.secret), createdAt: now)
        var client = ClientRecord(
            id: id, name: name, profile: profile, isPublic: isPublic, redirectURIs: [redirect],
            scopes: ["read", "write"], secrets: isPublic ? [] : [secret], createdAt: now)
        change(&client)
        try await store.create(client)
        try await server.refresh()
        return client
    }

    /// What an endpoint for programs answers to a form.
    func post(
        _ path: String, _ form: String, proof: String? = nil, method: String = "POST",
        from address: String = "192.0.2.9",
        more: [(name: String, value: String)] = []
    ) async -> EndpointResponse {
        guard let endpoint = routes[path] else { return EndpointResponse(status: 404) }
        var fields: [(name: String, value: String)] = [("content-type", "application/x-www-form-urlencoded")] + more
        if let proof { fields.append(("dpop", proof)) }
        return await endpoint.respond(
            to: EndpointRequest(
                method: method, path: path, fields: fields, body: Array(form.utf8), client: address))
    }

    func browser(from address: String = "192.0.2.7") -> FormBrowser {
        FormBrowser(origin: server.policy.issuer) { [self] request in
            guard let endpoint = routes[request.path] else { return FormBrowserResponse(status: 404) }
            guard endpoint.methods.contains(request.method) else { return FormBrowserResponse(status: 405) }
            let answer = await endpoint.respond(
                to: EndpointRequest(
                    method: request.method, path: request.path, query: request.query, fields: request.fields,
                    body: request.body, client: address, requestID: "req-7"))
            return FormBrowserResponse(status: answer.status, fields: answer.fields, body: answer.body)
        }
    }

    /// A browser that somebody has signed in with.
    func browser(of name: String, from address: String = "192.0.2.7") async throws -> FormBrowser {
        var browser = browser(from: address)
        try await browser.open("/oauth/sign-in")
        try await browser.signIn(name)
        return browser
    }
}

/// A client's key, and proofs that it has it (RFC 9449 §4.2).
struct ProofKey {
    private let key = P256.Signing.PrivateKey()

    private var jwk: String {
        let point = key.publicKey.x963Representation
        let x = Base64URL.encode(Array(point.dropFirst().prefix(32)))
        let y = Base64URL.encode(Array(point.suffix(32)))
        return #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
    }

    /// RFC 7638 §3.
    var thumbprint: String { Base64URL.encode(Array(SHA256.hash(data: Array(jwk.utf8)))) }

    func proof(_ uri: String, nonce: String?, id: String, at now: Int64) throws -> String {
        let header = #"{"typ":"dpop+jwt","alg":"ES256","jwk":\#(jwk)}"#
        let nonce = nonce.map { #","nonce":"\#($0)""# } ?? ""
        let claims = #"{"htm":"POST","htu":"\#(uri)","jti":"\#(id)","iat":\#(now)\#(nonce)}"#
        let input = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
        let signature = try key.signature(for: Array(input.utf8)).rawRepresentation
        return input + "." + Base64URL.encode(Array(signature))
    }
}
