import Crypto
import DoorwardDocuments
import DoorwardFetch
import DoorwardForms
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Synchronization

@testable import DoorwardServer

/// A whole authorization server in memory, with a clock that stands still until it is moved.
final class PeopleWorld: Sendable {
    static let issuer = "https://garden.example"
    static let password = "open the garden door"
    static let verifier = String(repeating: "v", count: 43)

    let store = InMemoryAuthorizationStore()
    let keys = MemoryKeyStore()
    let routes: [String: any Endpoint]
    let documents: [String]
    let server: AuthorizationServer
    let hasher: PasswordHasher
    private let clock = Mutex<Int64>(1_790_000_000)
    private let auditTrail = Mutex<[AuditEvent]>([])
    private let pauses = Mutex<[Int64]>([])
    private let tokens = Mutex<[String]>([])
    private let reports = Mutex<[String]>([])

    init(
        issuer: String = PeopleWorld.issuer, isSignUpOpen: Bool = false, name: String = "Garden journal",
        hasher: PasswordHasher? = nil, providers: [any SignInProvider] = [], hasLocalAccounts: Bool = true,
        features: AuthorizationFeatures = AuthorizationFeatures(), keepsTokens: Bool = true,
        lacksProviderTokens: (@Sendable (String) async -> Bool)? = nil
    ) throws {
        let secret = [UInt8](repeating: 42, count: 32)
        let policy = AuthorizationPolicy(
            issuer: issuer, resource: issuer,
            scopes: [
                .init(name: "read", sentence: "See your plants"), .init(name: "write", sentence: "Change your plants"),
                .init(name: "odd", sentence: hostileText),
            ], features: features)
        let random: @Sendable (Int) -> [UInt8] = { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
        let box = Box()
        let now: @Sendable () -> Int64 = { box.world?.now ?? 0 }
        server = try AuthorizationServer(
            policy: policy, store: store, masterSecret: secret, rotation: KeyRotation(age: 86_400 * 90),
            revocations: RevocationSet(), now: now, random: random,
            report: { error in box.world?.reports.withLock { $0.append("\(error)") } }, fetcher: NothingFetched())
        let theme = PageTheme(name: name, logoPath: "/logo.png")
        self.hasher = hasher ?? PasswordHasher(cost: ScryptCost(logN: 4, r: 8, p: 1) ?? .standard)
        var configuration = try PeopleConfiguration(
            policy: policy, theme: theme, masterSecret: secret, store: store, hasher: self.hasher, now: now,
            random: random)
        configuration.isSignUpOpen = isSignUpOpen
        configuration.apiKeys = keys
        configuration.providers = providers
        configuration.hasLocalAccounts = hasLocalAccounts
        configuration.keepTokens = { tokens, user, provider in
            guard keepsTokens else { throw InMemoryStoreError.unreachable }
            box.world?.tokens.withLock { $0.append("\(tokens.accessToken) of \(user) at \(provider)") }
        }
        configuration.audit = { event in box.world?.auditTrail.withLock { $0.append(event) } }
        configuration.pause = { seconds in box.world?.pauses.withLock { $0.append(seconds) } }
        var flow = AuthorizationFlow(server: server, pages: PeoplePages(theme: theme))
        if let lacksProviderTokens { flow.lacksProviderTokens = lacksProviderTokens }
        let people = PeopleRoutes(configuration, flow: flow)
        documents = people.documents.map { String(decoding: $0.body, as: UTF8.self) }
        routes = Dictionary(
            (people.routes + server.routes(flow: flow)).map { ($0.path, $0.endpoint) },
            uniquingKeysWith: { first, _ in first })
        box.set(self)
    }

    var now: Int64 { clock.withLock { $0 } }
    var audit: [AuditEvent] { auditTrail.withLock { $0 } }
    /// What was kept of providers, and for whom.
    var keptTokens: [String] { tokens.withLock { $0 } }
    /// What went to the log.
    var reported: [String] { reports.withLock { $0 } }
    var pauseSeconds: [Int64] { pauses.withLock { $0 } }

    func advance(_ seconds: Int64) { clock.withLock { $0 += seconds } }

    /// A user with the usual password.
    @discardableResult
    func add(user name: String, email: String = "", totp: [UInt8]? = nil, codes: [String] = []) async throws
        -> UserRecord
    {
        let hash = try await hasher.hash(Array(Self.password.utf8), salt: [UInt8](1...16))
        let factor = try SecondFactor(master: [UInt8](repeating: 42, count: 32))
        let user = UserRecord(
            id: "u-\(name)", name: name, email: email, passwordHash: hash.text,
            sealedTOTPKey: try totp.map { try factor.seal($0, of: "u-\(name)") },
            recoveryCodes: codes.compactMap { RecoveryCodes.digest(of: $0) }, createdAt: now)
        try await store.create(user)
        return user
    }

    /// A public client with PKCE.
    func add(
        client id: String = "app", name: String = "Plant helper", redirect: String = "https://app.example/back",
        scopes: [String] = ["read", "write", "odd"]
    ) async throws {
        try await store.create(
            ClientRecord(
                id: id, name: name, profile: "native", isPublic: true, redirectURIs: [redirect], scopes: scopes,
                createdAt: now))
    }

    /// The path of an authorization request.
    static func authorize(
        _ client: String = "app", state: String = "s-1", scope: String = "read write", redirect: String? = nil,
        extra: String = ""
    ) -> String {
        let redirect = redirect.map { "&redirect_uri=\(FormEncoding.encode($0))" } ?? ""
        let challenge = Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8))))
        return
            "/oauth/authorize?response_type=code&client_id=\(FormEncoding.encode(client))&scope=\(FormEncoding.encode(scope))"
            + "&state=\(FormEncoding.encode(state))&code_challenge=\(challenge)&code_challenge_method=S256\(redirect)\(extra)"
    }

    /// A browser that visits it from an address.
    func browser(
        from address: String = "192.0.2.7", noting: @escaping @Sendable (EndpointResponse) -> Void = { _ in }
    ) -> FormBrowser {
        FormBrowser(origin: server.policy.issuer) { [self] request in
            guard let endpoint = routes[request.path] else { return FormBrowserResponse(status: 404) }
            guard endpoint.methods.contains(request.method) else { return FormBrowserResponse(status: 405) }
            let answer = await endpoint.respond(
                to: EndpointRequest(
                    method: request.method, path: request.path, query: request.query, fields: request.fields,
                    body: request.body, client: address, requestID: "req-7"))
            noting(answer)
            return FormBrowserResponse(status: answer.status, fields: answer.fields, body: answer.body)
        }
    }

    /// A browser that somebody has signed in with, at `/account`.
    func browser(of name: String) async throws -> FormBrowser {
        var browser = browser()
        try await browser.open("/oauth/sign-in")
        try await browser.signIn(name)
        return browser
    }

    private final class Box: Sendable {
        private let held = Mutex<PeopleWorld?>(nil)
        var world: PeopleWorld? { held.withLock { $0 } }
        func set(_ world: PeopleWorld) { held.withLock { $0 = world } }
    }
}

extension FormBrowser {
    /// Fills in the sign-in form that is shown.
    @discardableResult
    mutating func signIn(_ name: String, _ password: String = PeopleWorld.password) async throws -> FormBrowserResponse
    {
        try await submit(["username": name, "password": password], to: "/oauth/sign-in")
    }

    /// What the page says is wrong.
    var problem: String { page.pieces.isEmpty ? "" : page.problem }
}

extension FormPage {
    /// The text of what has the id `problem`.
    var problem: String {
        var isInside = false
        for piece in pieces {
            if case .start("p", let attributes) = piece { isInside = attributes["id"] == "problem" }
            if isInside, case .text(let text) = piece { return text }
        }
        return ""
    }
}

/// Text that tries to leave the place it is put in. The combining mark makes one character of it and the quote before it.
let hostileText =
    "\"><script>alert(1)</script><img src=x onerror=alert(2)>'\"\u{301} onmouseover=alert(3) "
    + "{{title}} {{{x}}} </textarea></style>&quot; javascript:alert(4)\u{B}\u{202E}"

/// The web is away.
struct NothingFetched: DocumentFetching {
    func fetch(_ request: FetchRequest) async throws(FetchFailure) -> FetchedDocument { throw .timedOut }
}

/// API keys in memory.
actor MemoryKeyStore: APIKeyStore {
    private var records: [APIKeyRecord] = []

    func create(_ record: APIKeyRecord) async throws { records.append(record) }
    func list(user: String?) async throws -> [APIKeyRecord] { records.filter { user == nil || $0.user == user } }
    func revoke(id: String, at: Int64) async throws -> APIKeyRecord? {
        guard let index = records.firstIndex(where: { $0.id == id }) else { return nil }
        records[index].revokedAt = records[index].revokedAt ?? at
        return records[index]
    }
    func recordUses(_ uses: [SecretDigest: Int64]) async throws {}
    func revision() async throws -> Int64 { Int64(records.count) }
}
