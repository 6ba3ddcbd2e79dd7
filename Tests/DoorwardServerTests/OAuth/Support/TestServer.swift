import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardTesting
import Synchronization

/// A clock that is set by hand, and what was audited.
final class TestWorld: Sendable {
    let clock = Atomic<Int64>(TestServer.start)
    let events = Mutex<[AuditEvent]>([])
}

/// An authorization server in memory, with clients, a user and a session.
struct TestServer: Sendable {
    static let start: Int64 = 1_800_000_000
    static let issuer = "https://as.example"
    static let callback = "https://app.example/callback"
    static let clientSecret = "dwcs_" + String(repeating: "t", count: 43)
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"

    let store: InMemoryAuthorizationStore
    let world: TestWorld
    let server: AuthorizationServer
    let flow: AuthorizationFlow
    let session: String

    init(
        issuer: String = TestServer.issuer, rotation: AuthorizationPolicy.RefreshRotation = .all,
        features: AuthorizationFeatures = AuthorizationFeatures(),
        store: InMemoryAuthorizationStore = InMemoryAuthorizationStore(), world: TestWorld = TestWorld()
    ) async throws {
        self.store = store
        self.world = world
        let policy = AuthorizationPolicy(
            issuer: issuer, resource: issuer,
            scopes: [.init(name: "read", sentence: "Read"), .init(name: "write", sentence: "Write")],
            refreshRotation: rotation, features: features)
        server = try AuthorizationServer(
            policy: policy, store: store, masterSecret: [UInt8](repeating: 7, count: 32),
            rotation: KeyRotation(age: 90 * 86_400), revocations: RevocationSet(),
            now: { world.clock.load(ordering: .relaxed) }, random: TestServer.random,
            audit: { event in world.events.withLock { $0.append(event) } })
        flow = AuthorizationFlow(server: server, pages: PlainPages())
        session = SessionCookie(isSecure: true).make(random: TestServer.random)
        try await server.keepKeys()
    }

    static let random: @Sendable (Int) -> [UInt8] = { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    var now: Int64 { world.clock.load(ordering: .relaxed) }

    var auditEvents: [AuditEvent] { world.events.withLock { $0 } }

    var auditKinds: [String] { auditEvents.map(\.kind) }

    func pass(_ seconds: Int64) { world.clock.add(seconds, ordering: .relaxed) }

    func add(
        _ profile: String = "web", id: String = "web", isPublic: Bool = false, redirects: [String] = [callback]
    ) async throws {
        let secret = ClientSecret(digest: OpaqueToken.digest(of: Self.clientSecret), createdAt: Self.start)
        try await store.create(
            ClientRecord(
                id: id, name: "App", profile: profile, isPublic: isPublic, redirectURIs: redirects,
                scopes: ["read", "write"], secrets: isPublic ? [] : [secret], createdAt: Self.start))
        try await server.refresh()
    }

    /// A user who is signed in with the session cookie.
    func signIn(lifetime: Int64 = 86_400 * 365) async throws {
        try? await store.create(UserRecord(id: "user-1", name: "ann", email: "", createdAt: now))
        try await store.create(
            SessionRecord(
                digest: SessionCookie.digest(of: session), userID: "user-1", signedInAt: now, lastSeenAt: now,
                expiresAt: now + lifetime, userAgent: ""))
    }

    /// The user has agreed to everything before.
    func agree(client: String = "web", origin: String = "https://app.example") async throws {
        try await store.record(
            ConsentRecord(
                userID: "user-1", clientID: client, redirectOrigin: origin, resource: server.policy.resource,
                scopes: ["read", "write"], grantedAt: now))
    }

    /// A client `web` with a user who is signed in and has agreed.
    static func ready(
        rotation: AuthorizationPolicy.RefreshRotation = .all, features: AuthorizationFeatures = AuthorizationFeatures(),
        isPublic: Bool = false
    ) async throws -> TestServer {
        let test = try await TestServer(rotation: rotation, features: features)
        try await test.add(isPublic: isPublic)
        try await test.signIn()
        try await test.agree()
        return test
    }
}

/// Pages of plain text.
struct PlainPages: ErrorPages {
    func page(status: Int, title: String, text: String, flowID: String) -> EndpointResponse {
        EndpointResponse(
            status: status, fields: [("Content-Type", "text/html; charset=utf-8")],
            body: Array("\(title)\n\(text)\n\(flowID)".utf8))
    }
}
