internal import DoorwardDocuments
internal import DoorwardGateway
internal import DoorwardJOSE
internal import DoorwardOAuth
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
    private let generationBase: Int
    /// What does not change while it is in force: metadata and the pages' style.
    private let fixedDocuments: [PublicDocument]

    init(
        server: AuthorizationServer, dispatch: EndpointDispatch, documents: [PublicDocument], trail: AuditTrail,
        hasher: PasswordHasher, master: MasterSecret, generationBase: Int
    ) {
        self.server = server
        self.dispatch = dispatch
        fixedDocuments = documents
        self.trail = trail
        self.hasher = hasher
        self.master = master
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
        }
        claims.add("operation", operation)
        claims.add("iat", now)
        claims.add("exp", now + Self.identityLifetime)
        return try? server.keys.identityMinter(at: now).mint(claims)
    }
}
