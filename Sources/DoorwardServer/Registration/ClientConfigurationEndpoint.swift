import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets

/// What a client may do with its own registration (RFC 7592 §2): read it, put another in its place, and end it.
struct ClientConfigurationEndpoint: Endpoint {
    let server: AuthorizationServer
    let limits: RegistrationLimits
    private let answer: RegistrationAnswer

    init(_ server: AuthorizationServer, limits: RegistrationLimits) {
        self.server = server
        self.limits = limits
        answer = RegistrationAnswer(issuer: server.policy.issuer)
    }

    var methods: [String] { ["GET", "PUT", "DELETE"] }

    func respond(to request: EndpointRequest) async -> EndpointResponse {
        do throws(Rejection) {
            let (client, token) = try await client(of: request)
            switch request.method {
            case "GET": return answer.registered(client, status: 200, accessToken: token)
            case "PUT": return try await change(client, token: token, request)
            case "DELETE": return try await remove(client, request)
            default: throw .methodNotAllowed
            }
        } catch {
            return answer.refusal(error, of: request)
        }
    }

    /// Whose token it is. A client that is gone, another's token and no token are all the same (RFC 7592 §2.1).
    private func client(
        of request: EndpointRequest
    ) async throws(Rejection) -> (client: ClientRecord, token: String) {
        guard let token = RegistrationRequest.bearer(of: request),
            let digest = OpaqueToken.registration.digest(of: token),
            let id = try? FormParameters.parse(request.query ?? "").value("client_id"),
            !ClientDocumentAddress.isMeant(by: id),
            let client = try await server.knownClient(id), client.removedAt == nil,
            client.registration?.kind == .dynamic, client.registration?.accessToken == digest
        else { throw .wrongRegistrationToken }
        return (client, token)
    }

    private func change(
        _ client: ClientRecord, token: String, _ request: EndpointRequest
    ) async throws(Rejection) -> EndpointResponse {
        let object = try RegistrationRequest.object(of: request)
        guard let id = object["client_id"]?.string, id.utf8.elementsEqual(client.id.utf8) else {
            throw .clientMetadataInvalid("client_id must be the id of the registration")
        }
        try checkSecret(object["client_secret"], of: client)
        let now = server.now()
        var changed = try ClientMetadata(object)
            .record(id: client.id, kind: .dynamic, policy: server.policy, at: client.createdAt)
        // Another kind of credentials would have to be handed out, or taken away.
        guard changed.authenticationMethods == client.authenticationMethods else {
            throw .clientMetadataInvalid("token_endpoint_auth_method must stay; register anew for another")
        }
        changed.secrets = client.secrets
        changed.registration?.accessToken = client.registration?.accessToken
        changed.registration?.expiresAt = client.registration?.expiresAt
        guard changed != client else { return answer.registered(client, status: 200, accessToken: token) }
        if case .refused(let seconds) = limits.take(from: request.client, at: now) {
            throw .tooManyRegistrations(retryAfter: seconds)
        }
        let store = server.store
        let new = changed
        guard try await server.stored({ try await store.replace(new) }) else { throw .wrongRegistrationToken }
        server.clients.forget(client.id)
        server.audit(RegistrationEndpoint.event("client.changed", changed, request, at: now))
        return answer.registered(changed, status: 200, accessToken: token)
    }

    /// A client may repeat its secret, but not choose one (RFC 7592 §2.2).
    private func checkSecret(_ value: JOSEValue?, of client: ClientRecord) throws(Rejection) {
        guard let value, value != .null else { return }
        guard let text = value.string else { throw .clientMetadataInvalid("client_secret must be a string") }
        let digest = OpaqueToken.digest(of: text)
        guard client.secrets.contains(where: { $0.digest == digest }) else {
            throw .clientMetadataInvalid("client_secret must be the one that was issued, or be left out")
        }
    }

    private func remove(_ client: ClientRecord, _ request: EndpointRequest) async throws(Rejection) -> EndpointResponse
    {
        let now = server.now()
        let tokensEndBy = AuthorizationPolicy.tokensEndBy(at: now)
        let store = server.store
        let server = server
        let grants = try await server.stored {
            let grants = try await store.removeClient(id: client.id, at: now, tokensEndBy: tokensEndBy)
            // Its tokens end here at once, and elsewhere as soon as that is read.
            try await server.refresh()
            return grants
        }
        guard let grants else { throw .wrongRegistrationToken }
        server.clients.forget(client.id)
        var event = RegistrationEndpoint.event("client.removed", client, request, at: now)
        event.detail["grants"] = "\(grants)"
        server.audit(event)
        return EndpointResponse(status: 204, fields: [("Cache-Control", "no-store")])
    }
}
