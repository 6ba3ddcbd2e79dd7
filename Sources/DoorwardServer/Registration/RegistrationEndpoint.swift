import DoorwardJOSE
import DoorwardOAuth
public import DoorwardSecrets

/// The registration endpoint (RFC 7591 §3), and under the same path what a client may do with its registration
/// (RFC 7592 §2).
///
/// A public client that registers with the same metadata again gets the same id. Since others may have it too, no token
/// to change it is given for such a client; a client with a secret or keys of its own gets one.
public struct RegistrationEndpoint: Endpoint {
    let server: AuthorizationServer
    let limits: RegistrationLimits
    private let initialTokens: @Sendable () -> [SecretDigest]
    private let recent: BoundedCache<SecretDigest, String>
    private let answer: RegistrationAnswer
    private let configuration: ClientConfigurationEndpoint

    /// - Parameter initialAccessTokens: digests of the live tokens by which clients may be registered, where the policy
    ///   wants one.
    public init(
        _ server: AuthorizationServer, limits: RegistrationLimits = RegistrationLimits(),
        initialAccessTokens: @escaping @Sendable () -> [SecretDigest] = { [] }
    ) {
        self.server = server
        self.limits = limits
        initialTokens = initialAccessTokens
        recent = BoundedCache(capacity: 10_000)
        answer = RegistrationAnswer(issuer: server.policy.issuer)
        configuration = ClientConfigurationEndpoint(server, limits: limits)
    }

    public var methods: [String] { ["POST"] + configuration.methods }

    public func respond(to request: EndpointRequest) async -> EndpointResponse {
        guard request.method == "POST" else { return await configuration.respond(to: request) }
        do throws(Rejection) {
            try checkInitialToken(of: request)  // RFC 7591 §3
            let metadata = try ClientMetadata(try RegistrationRequest.object(of: request))
            return try await register(metadata, request)
        } catch {
            return answer.refusal(error, of: request)
        }
    }

    private func checkInitialToken(of request: EndpointRequest) throws(Rejection) {
        switch server.policy.features.registration {
        case .open: return
        case .closed: throw .registrationClosed
        case .token:
            guard let token = RegistrationRequest.bearer(of: request) else { throw .wrongRegistrationToken }
            let digest = OpaqueToken.digest(of: token)
            var isRight = false
            for live in initialTokens() where live == digest { isRight = true }
            guard isRight else { throw .wrongRegistrationToken }
        }
    }

    private func register(
        _ metadata: ClientMetadata, _ request: EndpointRequest
    ) async throws(Rejection) -> EndpointResponse {
        let now = server.now()
        let features = server.policy.features
        var client = try metadata.record(
            id: "dcr_" + server.newID(), kind: .dynamic, policy: server.policy, at: now)
        client.registration?.expiresAt = now + features.registrationLifetime
        let issued = issue(to: &client, at: now)
        if let known = try await known(client, at: now) { return answer.registered(known, status: 201) }
        let ticket: RegistrationLimits.Ticket
        switch limits.take(from: request.client, at: now) {
        case .granted(let granted): ticket = granted
        case .refused(let seconds): throw .tooManyRegistrations(retryAfter: seconds)
        }
        let store = server.store
        let new = client
        let kept = try await server.stored {
            try await store.register(new, limit: features.registrationCapacity)
        }
        if let fingerprint = kept.registration?.fingerprint { recent.insert(kept.id, for: fingerprint) }
        guard kept.id == client.id else {
            limits.giveBack(ticket)
            server.clients.forget(kept.id)
            return answer.registered(kept, status: 201)
        }
        server.audit(Self.event("client.registered", client, request, at: now))
        return answer.registered(kept, status: 201, secret: issued.secret, accessToken: issued.accessToken)
    }

    /// A secret where the client has one, and what makes it its own or everybody's.
    private func issue(
        to client: inout ClientRecord, at now: Int64
    ) -> (secret: String?, accessToken: String?) {
        guard !client.isPublic else {
            let metadata = client.registration?.metadata ?? ""
            client.registration?.fingerprint = SecretDigest(hashing: Array(metadata.utf8))
            return (nil, nil)
        }
        let accessToken = OpaqueToken.registration.make(server.random)
        client.registration?.accessToken = OpaqueToken.digest(of: accessToken)
        guard client.keys == nil else { return (nil, accessToken) }
        let secret = OpaqueToken.clientSecret.make(server.random)
        client.secrets = [ClientSecret(digest: OpaqueToken.digest(of: secret), createdAt: now)]
        return (secret, accessToken)
    }

    /// The client that registered the same before, as far as memory tells; nil when its end must be moved first.
    private func known(_ client: ClientRecord, at now: Int64) async throws(Rejection) -> ClientRecord? {
        guard let fingerprint = client.registration?.fingerprint, let id = recent[fingerprint],
            let known = try await server.knownClient(id), known.removedAt == nil,
            known.registration?.fingerprint == fingerprint
        else { return nil }
        guard let end = known.registration?.expiresAt else { return known }
        // An hour more or less is not worth a write.
        let lifetime = server.policy.features.registrationLifetime
        return end > now + lifetime - min(3600, lifetime / 2) ? known : nil
    }

    static func event(
        _ kind: String, _ client: ClientRecord, _ request: EndpointRequest, at now: Int64
    ) -> AuditEvent {
        AuditEvent(
            at: now, kind: kind, actor: client.id, subject: client.id,
            detail: [
                "name": client.name, "address": request.client,
                "redirects": String(client.redirectURIs.joined(separator: " ").prefix(1000)),
            ])
    }
}
