import DoorwardJOSE
import DoorwardOAuth

/// The pushed authorization request endpoint (RFC 9126 §2): takes a request from its client, tells it at once what is
/// wrong with it, and gives it a name that a browser can come with.
public struct PushedRequestEndpoint: Endpoint {
    let server: AuthorizationServer
    /// Whoever says no more than a public client's id could be anybody, and so could one who registered himself.
    private let allowance = PlaceAllowance(size: 60, seconds: 2)

    public init(_ server: AuthorizationServer) { self.server = server }

    public var methods: [String] { ["POST"] }

    public func respond(to request: EndpointRequest) async -> EndpointResponse {
        server.noncing(await answer(request), for: request)
    }

    private func answer(_ request: EndpointRequest) async -> EndpointResponse {
        do throws(Rejection) {
            let parameters = try MachineRequest.parameters(of: request)
            try server.foreseeProof(of: request, parameters)
            let client = try await server.authenticate(parameters, request)  // RFC 9126 §2.1, step 1
            let isAnybody = client.method == .none || client.record.registration != nil
            guard !isAnybody || allowance.take(ClientNetwork.key(of: request.client), at: server.now()) else {
                throw .tooManyAttempts
            }
            let proof = try await server.proof(of: request)  // RFC 9449 §10.1
            let pushed = try PushedAuthorization(
                parameters, client: client, policy: server.policy, keyThumbprint: proof?.thumbprint)
            let requestURI = OpaqueToken.requestURI.make(server.random)
            let record = pushed.record(requestURI: requestURI, at: server.now())
            let store = server.store
            try await server.stored { try await store.create(record) }
            return created(requestURI)
        } catch {
            return MachineAnswer.refusal(error, of: request, issuer: server.policy.issuer)
        }
    }

    /// RFC 9126 §2.2.
    private func created(_ requestURI: String) -> EndpointResponse {
        var json = ClaimsWriter()
        json.add("request_uri", requestURI)
        json.add("expires_in", PushedAuthorization.lifetime)
        var response = MachineAnswer.json(json.bytes)
        response.status = 201
        return response
    }
}
