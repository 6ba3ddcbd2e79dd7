public import DoorwardJOSE
public import DoorwardOAuth

/// What the gate judges access tokens by (RFC 6750, RFC 9068).
public struct TokenGuard: Sendable {
    /// The keys that the issuer signs with now and signed with lately, and what a token must be: its type, its issuer, its
    /// audience.
    public var verifier: TokenVerifier
    /// Grants and tokens that were taken back before their time.
    public var revoked: RevocationSet
    /// The address of the protected resource's metadata (RFC 9728), for challenges.
    public var resourceMetadata: String
    /// Whom to ask where the keys do not tell; nil where they tell everything.
    public var resolver: (any TokenResolver)?
    /// Who signs the statement for the API of who calls.
    public var identity: (any IdentityMinting)?
    /// What proofs of possession are judged by; nil where every token is a bearer token.
    public var binding: ProofPolicy?
    /// Changes with the keys: verdicts that were made by others are forgotten.
    public var generation: Int

    public init(
        verifier: TokenVerifier, revoked: RevocationSet, resourceMetadata: String,
        resolver: (any TokenResolver)? = nil, identity: (any IdentityMinting)? = nil, binding: ProofPolicy? = nil,
        generation: Int = 0
    ) {
        self.verifier = verifier
        self.revoked = revoked
        self.resourceMetadata = resourceMetadata
        self.resolver = resolver
        self.identity = identity
        self.binding = binding
        self.generation = generation
    }
}

/// Finds out about tokens that cannot be judged from memory: by the issuer's introspection endpoint, or by keys that have
/// to be fetched first.
public protocol TokenResolver: Sendable {
    /// Whether nothing but asking tells anything about a token, so that its signature is of no interest.
    var isAlwaysAsked: Bool { get }
    /// Judges a token.
    func verdict(on token: [UInt8], now: Int64) async -> TokenVerdict
}

/// What was found out about a token.
public enum TokenVerdict: Sendable {
    /// It is good until then (Unix seconds).
    case valid(AccessTokenFacts)
    /// It is not; the word goes to the log.
    case invalid(String)
    /// Nobody could tell.
    case unavailable
}

/// Makes the signed statement of who calls: a short-lived JWT for the API.
public protocol IdentityMinting: Sendable {
    /// The statement, or nil when there is no key to sign it with.
    func identity(of facts: AccessTokenFacts, operation: String, now: Int64) -> [UInt8]?
}

/// What matters of an access token once it is verified.
public struct AccessTokenFacts: Sendable, Equatable {
    /// `sub`: a user, or the client itself.
    public var subject: String
    /// `client_id`.
    public var client: String
    public var scopes: [String]
    /// Unix seconds.
    public var expiresAt: Int64
    /// The grant that it was issued for; nil with issuers that say nothing of it.
    public var grant: String?
    /// `jti`.
    public var id: String?
    /// The thumbprint of the key that it is bound to (RFC 9449 §6); nil for a bearer token.
    public var keyThumbprint: String?
    /// What the user is there (RFC 9068 §2.2.3.1).
    public var roles: [String]

    /// The first of the roles, which is the only one in tokens of Doorward's own.
    public var role: String? { roles.first }

    /// What a verified token says; `gid` is Doorward's own claim, `azp` and `scp` are what some issuers write instead of
    /// `client_id` and `scope`.
    public init(_ token: VerifiedToken) {
        var scopes = token.scopes
        if scopes.isEmpty, let own = token.claims["scp"] {
            scopes = own.strings ?? own.string?.split(separator: " ").map(String.init) ?? []
        }
        self.init(
            subject: token.subject ?? "", client: token.clientID ?? token.claims["azp"]?.string ?? "", scopes: scopes,
            expiresAt: token.expiresAt, grant: token.claims["gid"]?.string, id: token.tokenID,
            keyThumbprint: Self.keyThumbprint(token.claims),
            roles: token.claims["roles"]?.strings ?? [])
    }

    public init(
        subject: String, client: String, scopes: [String], expiresAt: Int64, grant: String? = nil, id: String? = nil,
        keyThumbprint: String? = nil, roles: [String] = []
    ) {
        self.subject = subject
        self.client = client
        self.scopes = scopes
        self.expiresAt = expiresAt
        self.grant = grant
        self.id = id
        self.keyThumbprint = keyThumbprint
        self.roles = roles
    }

    /// `cnf.jkt`; one that is no text is bound to a key that nobody has.
    private static func keyThumbprint(_ claims: JOSEObject) -> String? {
        guard let value = claims["cnf"]?.object?["jkt"] else { return nil }
        return value.string ?? ""
    }
}

extension RevocationSet {
    /// Whether a token is dead: by itself, or with all of its grant.
    func concerns(_ facts: AccessTokenFacts) -> Bool {
        if let grant = facts.grant, contains(grant) { return true }
        if let id = facts.id, contains(id) { return true }
        return false
    }
}
