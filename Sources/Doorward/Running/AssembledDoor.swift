internal import DoorwardDocuments
internal import DoorwardGateway
internal import DoorwardSecrets

/// What ``DoorAssembly`` makes: ready to become a policy, with the API keys as they are at the moment.
struct AssembledDoor: Sendable {
    let configuration: DoorwardConfiguration
    let document: OpenAPIDocument
    let documents: [PublicDocument]
    /// Where secrets come from, and what was read from there.
    let access: SecretAccess
    let draft: SecretKeeper.Draft
    var secrets: DoorSecrets
    var upstream: GatePolicy.Upstream
    /// The keys of secrets whose last good reading is too old.
    var staleSecrets: [String] = []
    /// The authorization server of somebody else, whose tokens are accepted.
    let external: ExternalIssuer?
    /// Whether the document is an older one, because the API did not answer.
    let isStale: Bool

    /// The gate's policy.
    ///
    /// - Parameters:
    ///   - keys: all API keys ever issued, where they let anybody in.
    ///   - issuer: whose access tokens are accepted; only with `oauth`.
    func policy(keys: [APIKeyRecord], issuer: IssuerInForce?) -> GatePolicy {
        var origin: String?
        if case .fixed(let fixed) = configuration.publicURL { origin = fixed.description }
        let proxies = configuration.trustedProxies
        var policy = GatePolicy(
            documents: documents + (issuer?.documents ?? []), operations: document.operations,
            authenticator: authenticator(keys: keys, issuer: issuer),
            authenticationName: configuration.auth.rawValue, upstream: upstream, publicOrigin: origin,
            exposesUndocumented: configuration.expose == .all,
            allowedOrigins: configuration.cors.origins.map(\.description),
            trustsProxy: { peer in proxies.contains { $0.contains(peer.bytes) } }, limits: limits, timeouts: timeouts)
        policy.own = issuer?.endpoints
        policy.staleSecrets = staleSecrets
        policy.userCredentials = issuer?.userTokens
        let operationScopes = configuration.operationScopes
        policy.access = { $0.access(operationScopes) }
        return policy
    }

    private func authenticator(keys: [APIKeyRecord], issuer: IssuerInForce?) -> Authenticator {
        switch configuration.auth {
        case .none: return .none
        case .oauth:
            // Without an issuer nobody can be let in; that is never the case while the door is open.
            guard let issuer else {
                return .service(ServiceSecretRing(secrets: [], scheme: .bearer), presentedAs: .bearer)
            }
            return .tokens(
                issuer.tokenGuard(resourceMetadata: resourceMetadata),
                orKeys: configuration.acceptsAPIKeys ? APIKeyRing(records: keys) : nil)
        case .serviceHTTP:
            let presentation: Authenticator.Presentation
            let scheme: CredentialScheme
            switch configuration.service.authorizationType {
            case .bearer: (presentation, scheme) = (.bearer, .bearer)
            case .basic: (presentation, scheme) = (.basic, .basic)
            case .custom: (presentation, scheme) = (.header(configuration.service.header), .header)
            }
            return .service(ServiceSecretRing(secrets: secrets.service, scheme: scheme), presentedAs: presentation)
        case .userHTTP:
            let presentation: Authenticator.Presentation =
                configuration.user.authorizationType == .basic ? .basic : .bearer
            return .user(APIKeyRing(records: keys), presentedAs: presentation)
        }
    }

    private var resourceMetadata: String {
        guard case .fixed(let origin) = configuration.publicURL else { return "" }
        return "\(origin)/.well-known/oauth-protected-resource"
    }

    private var limits: GateLimits {
        var limits = GateLimits()
        limits.head = configuration.limits.head.bytes
        limits.body = configuration.limits.body.bytes
        limits.connections = configuration.limits.connections
        return limits
    }

    private var timeouts: GateTimeouts {
        var timeouts = GateTimeouts()
        timeouts.head = configuration.timeouts.head
        timeouts.idle = configuration.timeouts.idle
        timeouts.body = configuration.timeouts.body
        timeouts.connect = configuration.timeouts.connect
        timeouts.firstByte = configuration.timeouts.firstByte
        timeouts.upstreamIdle = configuration.timeouts.upstreamIdle
        timeouts.total = configuration.timeouts.total
        timeouts.drain = configuration.timeouts.drain
        return timeouts
    }

}

extension AssembledDoor {
    /// Whether the other authorization server is still asked with a secret that has been replaced: it could not be reached
    /// when that came.
    var isIssuerBehind: Bool { external.map { $0.terms.secret != secrets.introspection?.secret.digest } ?? false }
}

extension DoorwardConfiguration {
    /// Files whose change is a change of the configuration.
    var watchedFiles: [String] {
        var paths: [String] = []
        if case .file(let path) = upstream.openAPI { paths.append(path) }
        paths += [manifest.logo, manifest.legalFile, upstream.caFile, oauth.caFile].compactMap { $0 }
        return paths
    }
}
