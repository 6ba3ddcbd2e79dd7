public import DoorwardJOSE
public import DoorwardOAuth
public import DoorwardSecrets

/// Everything that the pages for people need.
public struct PeopleConfiguration: Sendable {
    /// The public address, the scopes with their sentences.
    public let policy: AuthorizationPolicy
    public let theme: PageTheme
    public let store: any AuthorizationStore
    public let hasher: PasswordHasher
    /// Unix seconds.
    public let now: @Sendable () -> Int64
    /// So many random bytes.
    public let random: @Sendable (Int) -> [UInt8]

    /// Whether strangers may make accounts.
    public var isSignUpOpen = false
    /// How long a browser stays signed in, in seconds.
    public var sessionLifetime: Int64 = 43_200
    /// Where API keys are kept; nil where there are none.
    public var apiKeys: (any APIKeyStore)?
    /// Where people may sign in elsewhere, in the order of their buttons.
    public var providers: [any SignInProvider] = []
    /// Whether people may sign in with a password of this site. Without them there is no password form, no sign-up and
    /// no invitation; a second factor stays.
    public var hasLocalAccounts = true
    /// Keeps what a provider gave for a user's own calls; called only where the provider's rules say so.
    public var keepTokens:
        @Sendable (_ tokens: ProviderTokens, _ userID: String, _ provider: String) async throws -> Void = { _, _, _ in }
    /// Takes events for the audit trail.
    public var audit: @Sendable (AuditEvent) -> Void = { _ in }
    /// Waits so many seconds; where an account is under attack.
    public var pause: @Sendable (Int64) async -> Void = { try? await Task.sleep(for: .seconds($0)) }

    /// Whether the public address is https; plain http is for loopback only.
    var isSecure: Bool { policy.issuer.hasPrefix("https:") }

    /// How often browsers of one place may be sent to a provider: 60 times at once, then every two seconds.
    let visits = PlaceAllowance(size: 60, seconds: 2)
    let formTokens: FormToken
    let knownBrowsers: KnownBrowsers
    let secondFactor: SecondFactor
    /// Seals what must be known when somebody comes back from a provider.
    let providerVisits: KeyWrapping

    /// - Parameter masterSecret: at least 32 bytes; the keys for forms, cookies and second factors come from it.
    /// - Throws: `SealingError.masterTooShort`.
    public init(
        policy: AuthorizationPolicy, theme: PageTheme, masterSecret: [UInt8], store: any AuthorizationStore,
        hasher: PasswordHasher, now: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8]
    ) throws(SealingError) {
        self.policy = policy
        self.theme = theme
        self.store = store
        self.hasher = hasher
        self.now = now
        self.random = random
        formTokens = FormToken(key: try DerivedKey(master: masterSecret, context: "form tokens"))
        knownBrowsers = KnownBrowsers(
            key: try DerivedKey(master: masterSecret, context: "known browsers"),
            isSecure: policy.issuer.hasPrefix("https:"))
        secondFactor = try SecondFactor(master: masterSecret)
        providerVisits = try KeyWrapping(master: masterSecret, context: "provider visits")
    }
}
