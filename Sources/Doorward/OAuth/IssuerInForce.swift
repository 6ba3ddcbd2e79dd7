internal import DoorwardDocuments
internal import DoorwardGateway
internal import DoorwardOAuth
internal import DoorwardServer

/// Whose access tokens an open door accepts.
enum IssuerInForce: Sendable {
    /// Doorward's own authorization server.
    case own(OwnIssuer)
    /// Somebody else's.
    case external(ExternalIssuer, ProtectedResource)

    /// What is published besides the manifest and its like.
    var documents: [PublicDocument] {
        switch self {
        case .own(let issuer): issuer.documents
        case .external(_, let resource): [resource.document]
        }
    }

    /// What answers on dynamic paths.
    var endpoints: OwnEndpoints? {
        if case .own(let issuer) = self { issuer.dispatch.endpoints } else { nil }
    }

    func tokenGuard(resourceMetadata: String) -> TokenGuard {
        switch self {
        case .own(let issuer):
            TokenGuard(
                verifier: issuer.verifier, revoked: issuer.server.revocations, resourceMetadata: resourceMetadata,
                identity: issuer, binding: issuer.binding, generation: issuer.generation)
        case .external(let issuer, _):
            TokenGuard(
                verifier: issuer.verifier, revoked: RevocationSet(), resourceMetadata: resourceMetadata,
                resolver: issuer, generation: issuer.generation)
        }
    }

    /// Counts up with each change of the keys.
    var generation: Int {
        switch self {
        case .own(let issuer): issuer.generation
        case .external(let issuer, _): issuer.generation
        }
    }

    /// Where the tokens come from that the API gets for its users' own calls.
    var userTokens: UserTokens? {
        if case .own(let issuer) = self { issuer.userTokens.map { UserTokens(keeper: $0) } } else { nil }
    }

    func finish() async {
        if case .own(let issuer) = self { await issuer.finish() }
    }
}

/// The protected resource's metadata where the authorization server is somebody else's (RFC 9728 §2).
struct ProtectedResource: Sendable {
    let document: PublicDocument
}
