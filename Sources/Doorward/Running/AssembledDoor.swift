internal import DoorwardDocuments
internal import DoorwardGateway
internal import DoorwardSecrets

/// What ``DoorAssembly`` makes: ready to become a policy, with the API keys as they are at the moment.
struct AssembledDoor: Sendable {
    let configuration: DoorwardConfiguration
    let document: OpenAPIDocument
    let documents: [PublicDocument]
    let secrets: DoorSecrets
    let upstream: GatePolicy.Upstream
    /// Whether the document is an older one, because the API did not answer.
    let isStale: Bool

    /// The gate's policy.
    ///
    /// - Parameter keys: all API keys ever issued; only used with `user_http`.
    func policy(keys: [APIKeyRecord]) -> GatePolicy {
        var origin: String?
        if case .fixed(let fixed) = configuration.publicURL { origin = fixed.description }
        let proxies = configuration.trustedProxies
        return GatePolicy(
            documents: documents, operations: document.operations, authenticator: authenticator(keys: keys),
            authenticationName: configuration.auth.rawValue, upstream: upstream, publicOrigin: origin,
            exposesUndocumented: configuration.expose == .all,
            allowedOrigins: configuration.cors.origins.map(\.description),
            trustsProxy: { peer in proxies.contains { $0.contains(peer.bytes) } }, limits: limits, timeouts: timeouts)
    }

    private func authenticator(keys: [APIKeyRecord]) -> Authenticator {
        switch configuration.auth {
        case .none, .oauth: return .none
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

extension DoorwardConfiguration {
    /// Files whose change is a change of the configuration.
    var watchedFiles: [String] {
        var paths: [String] = []
        if case .file(let path) = upstream.openAPI { paths.append(path) }
        paths += [manifest.logo, manifest.legalFile, upstream.caFile].compactMap { $0 }
        for reference in service.secrets + [upstream.authorization].compactMap({ $0 })
        where reference.scheme == "file" || reference.scheme == "dotenv" {
            paths.append(reference.location.relative(to: directory))
        }
        return paths
    }
}
