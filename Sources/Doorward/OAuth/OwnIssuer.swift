internal import DoorwardDocuments
internal import DoorwardGateway
internal import DoorwardJOSE
internal import DoorwardOAuth
internal import DoorwardProviders
internal import DoorwardServer
import Synchronization

/// Doorward's own authorization server as a running door has it: its endpoints, its documents, its keys.
final class OwnIssuer: Sendable {
    let server: AuthorizationServer
    let dispatch: EndpointDispatch
    let trail: AuditTrail
    let hasher: PasswordHasher
    /// What its keys are sealed under.
    let master: MasterSecret
    /// The secrets at providers and of registration, as they are at the moment.
    let credentials: LiveCredentials
    /// The tokens of providers for calls in users' names; nil where the API needs none.
    let userTokens: ProviderTokenKeeper?
    /// What fetches documents, keys and identities; kept over reloads while its terms are the same.
    let outside: OutsideFetching
    /// How many may register, with what was counted so far, and the vendors' pools that it knows.
    let registrationLimits: RegistrationLimits
    let registrationPools: [String: [CIDRBlock]]
    private let generationBase: Int
    /// What does not change while it is in force: metadata and the pages' style.
    private let fixedDocuments: [PublicDocument]

    init(
        server: AuthorizationServer, dispatch: EndpointDispatch, documents: [PublicDocument], trail: AuditTrail,
        hasher: PasswordHasher, master: MasterSecret, credentials: LiveCredentials, userTokens: ProviderTokenKeeper?,
        outside: OutsideFetching, registrationLimits: RegistrationLimits, registrationPools: [String: [CIDRBlock]],
        generationBase: Int
    ) {
        self.server = server
        self.dispatch = dispatch
        fixedDocuments = documents
        self.trail = trail
        self.hasher = hasher
        self.master = master
        self.credentials = credentials
        self.userTokens = userTokens
        self.outside = outside
        self.registrationLimits = registrationLimits
        self.registrationPools = registrationPools
        self.generationBase = generationBase
    }

    /// What is published, with the keys as they are now.
    var documents: [PublicDocument] { fixedDocuments + [ServerMetadata.keySet(server.keys.published)] }

    /// Counts up with each change of the keys.
    var generation: Int { generationBase + server.keys.generation }

    /// Verifies its tokens by the keys as they are now.
    var verifier: TokenVerifier {
        TokenVerifier(
            keys: server.keys.published,
            policy: .accessToken(issuer: server.policy.issuer, audience: server.policy.resource))
    }

    /// What the gate judges proofs of possession by; nil while tokens are bearer tokens.
    var binding: ProofPolicy? {
        let use = server.policy.features.keyBinding
        guard use.isOffered else { return nil }
        return ProofPolicy(
            nonce: server.proofs.nonce, origin: server.policy.issuer, isRequired: use == .required,
            replays: Self.replays)
    }

    /// The proofs that the gate of this process has seen: one for all, over reloads.
    private static let replays = ProofReplays()

    /// Writes down what is still in memory.
    func finish() async {
        try? await server.flush()
        await trail.finish()
    }
}

extension OwnIssuer: IdentityMinting {
    /// The statement's life: long enough for one call, with clocks that differ a little.
    private static let identityLifetime: Int64 = 60

    func identity(of facts: AccessTokenFacts, operation: String, now: Int64) -> [UInt8]? {
        var claims = ClaimsWriter()
        claims.add("iss", server.policy.issuer)
        claims.add("sub", facts.subject)
        claims.add("aud", server.policy.resource)
        // An API key has neither client nor scopes: it is its owner's own.
        if !facts.client.isEmpty {
            claims.add("client_id", facts.client)
            claims.add("scope", facts.scopes.joined(separator: " "))
            if !facts.roles.isEmpty { claims.add("roles", facts.roles) }
        }
        claims.add("operation", operation)
        claims.add("iat", now)
        claims.add("exp", now + Self.identityLifetime)
        return try? server.keys.identityMinter(at: now).mint(claims)
    }
}
