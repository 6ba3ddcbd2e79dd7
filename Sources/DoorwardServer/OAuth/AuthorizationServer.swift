public import DoorwardFetch
public import DoorwardJOSE
public import DoorwardOAuth
public import DoorwardSecrets

/// What every endpoint of the authorization server needs, put together once.
public final class AuthorizationServer: Sendable {
    public let policy: AuthorizationPolicy
    public let store: any AuthorizationStore
    /// What signs tokens; kept up to date by ``keepKeys()``.
    public let keys: SigningKeyRing
    public let rotation: KeyRotation
    /// What is dead before its time; shared with the gate.
    public let revocations: RevocationSet
    public let clients: ClientCache
    public let clientGrants: ClientGrantCache
    /// When grants and secrets were last used; the gate may note uses too.
    public let uses: UseLedger
    /// Unix seconds.
    public let now: @Sendable () -> Int64
    /// That many random bytes.
    public let random: @Sendable (Int) -> [UInt8]
    /// Takes an event for the audit trail; must not block.
    let audit: @Sendable (AuditEvent) -> Void
    /// Takes an error of the store for the log; must not block.
    let report: @Sendable (any Error) -> Void
    let issued: BoundedCache<SecretDigest, IssuedToken>
    let refreshKey: DerivedKey
    /// Verifies proofs of possession (RFC 9449).
    public let proofs: ProofVerifier
    /// Those that were used here; the gate has its own.
    let proofReplays = ProofReplays()

    /// Clients that have a document at the address that is their id; nil when they are switched off.
    public let documents: ClientDocuments?
    /// Keys of clients that sign assertions; nil when those are switched off.
    let clientKeys: ClientKeySource?
    /// What strangers may have fetched; outlives reloads.
    private let fetchAllowance: FetchAllowance

    /// - Parameters:
    ///   - masterSecret: at least 32 bytes; keys for signing keys and refresh tokens are derived from it.
    ///   - rotation: when signing keys are changed.
    ///   - fetcher: fetches documents and keys of clients; without one there are no documents.
    ///   - previous: the server that this one takes the place of: what was noted there and not written down goes on here.
    ///     So do clients where the store is the same, clients' keys where the fetcher is, and documents where the policy is,
    ///     too.
    /// - Throws: `SealingError.masterTooShort`.
    public init(
        policy: AuthorizationPolicy, store: any AuthorizationStore, masterSecret: [UInt8], rotation: KeyRotation,
        revocations: RevocationSet, now: @escaping @Sendable () -> Int64,
        random: @escaping @Sendable (Int) -> [UInt8], audit: @escaping @Sendable (AuditEvent) -> Void = { _ in },
        report: @escaping @Sendable (any Error) -> Void = { _ in }, fetcher: (any DocumentFetching)? = nil,
        previous: AuthorizationServer? = nil
    ) throws(SealingError) {
        self.policy = policy
        self.store = store
        self.rotation = rotation
        self.revocations = revocations
        self.now = now
        self.random = random
        self.audit = audit
        self.report = report
        keys = SigningKeyRing(
            wrapping: try KeyWrapping(master: masterSecret, context: Self.signingKeyContext), issuer: policy.issuer,
            resource: policy.resource)
        refreshKey = try DerivedKey(master: masterSecret, context: "refresh tokens")
        proofs = ProofVerifier(nonce: try ProofNonce(master: masterSecret))
        // What was read from another store is not what this one has.
        let sameStore = previous.flatMap { $0.store as AnyObject === store as AnyObject ? $0 : nil }
        let clients = sameStore?.clients ?? ClientCache(store: store)
        self.clients = clients
        let keySource = previous?.clientKeys.flatMap { $0.fetches(by: fetcher) ? $0 : nil }
        let known = sameStore?.documents.flatMap { $0.policy == policy && $0.fetches(by: fetcher) ? $0 : nil }
        let allowance = previous?.fetchAllowance ?? FetchAllowance()
        fetchAllowance = allowance
        documents = fetcher.flatMap { fetcher in
            guard policy.features.clientDocuments else { return nil }
            return known
                ?? ClientDocuments(
                    policy: policy, store: store, clients: clients, fetcher: fetcher, now: now, report: report,
                    allowance: allowance)
        }
        clientKeys =
            policy.features.privateKeyJWT
            ? keySource ?? ClientKeySource(fetcher: fetcher, now: now, allowance: allowance) : nil
        clientGrants = ClientGrantCache(store: store)
        uses = sameStore?.uses ?? UseLedger()
        issued = BoundedCache(capacity: 20_000)
    }

    /// The context under which signing keys are sealed, for commands that work on them without a server.
    public static let signingKeyContext = "signing keys"

    /// Whether the public address is https, so that cookies can be `Secure`.
    public var isSecure: Bool { policy.issuer.hasPrefix("https://") }

    /// Makes, rotates and reads the signing keys. At the start, and then every second or so.
    ///
    /// - Returns: whether they changed, so that `/oauth/jwks.json` must be rendered anew.
    /// - Throws: errors of the store, and `SigningKeyProblem`.
    @discardableResult
    public func keepKeys() async throws -> Bool {
        let haveChanged = try await keys.keep(store, rotation: rotation, at: now())
        if haveChanged { issued.removeAll() }
        return haveChanged
    }

    /// Takes over what other processes changed: clients and revocations. Every 0.5 s or whenever the store says so.
    ///
    /// - Throws: errors of the store.
    public func refresh() async throws {
        apply(try await store.revocations(after: revocations.sequence, at: now()))
        try await clients.refresh()
    }

    /// Takes revocations over.
    public func apply(_ fresh: [Revocation]) {
        guard !fresh.isEmpty else { return }
        revocations.apply(fresh)
        clientGrants.forget(Set(fresh.map(\.id)))
    }

    /// Makes a revocation that this process wrote to the store count here at once.
    func noteRevocation(_ id: String, expiresAt: Int64) {
        revocations.add(id, expiresAt: expiresAt)
        clientGrants.forget([id])
    }

    /// Writes down when grants and secrets were used. Every minute or so, and at the end.
    ///
    /// - Throws: errors of the store.
    public func flush() async throws { try await uses.flush(to: store) }
}
