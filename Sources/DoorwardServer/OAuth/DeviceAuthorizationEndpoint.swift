import DoorwardJOSE
import DoorwardOAuth

/// The device authorization endpoint (RFC 8628 §3.1): a device without a browser gets a code to ask with, and one for
/// somebody to type elsewhere.
public struct DeviceAuthorizationEndpoint: Endpoint {
    let server: AuthorizationServer
    private let allowance = PlaceAllowance()

    public init(_ server: AuthorizationServer) { self.server = server }

    public var methods: [String] { ["POST"] }

    /// Where people type the code.
    static let pagePath = "/oauth/device"

    public func respond(to request: EndpointRequest) async -> EndpointResponse {
        do throws(Rejection) {
            let parameters = try MachineRequest.parameters(of: request)
            guard allowance.take(ClientNetwork.key(of: request.client), at: server.now()) else {
                throw .tooManyAttempts
            }
            let client = try await server.authenticate(parameters, request)
            let asked = try DeviceRequest(parameters, client: client, policy: server.policy)
            return try await begin(asked)
        } catch {
            return MachineAnswer.refusal(error, of: request, issuer: server.policy.issuer)
        }
    }

    /// Keeps the device under fresh codes. A user code that is taken makes the store refuse it; the second one in a row
    /// that is taken would be a wonder.
    private func begin(_ asked: DeviceRequest) async throws(Rejection) -> EndpointResponse {
        let store = server.store
        var failure: (any Error)?
        for _ in 1...2 {
            let deviceCode = OpaqueToken.deviceCode.make(server.random)
            let userCode = UserCode.make(server.random)
            let device = asked.authorization(deviceCode: deviceCode, userCode: userCode, at: server.now())
            do {
                try await store.create(device)
                return answer(deviceCode, userCode)
            } catch {
                failure = error
            }
        }
        if let failure { server.report(failure) }
        throw .unavailable
    }

    /// RFC 8628 §3.2.
    private func answer(_ deviceCode: String, _ userCode: UserCode) -> EndpointResponse {
        let page = server.policy.issuer + Self.pagePath
        var json = ClaimsWriter()
        json.add("device_code", deviceCode)
        json.add("user_code", userCode.shown)
        json.add("verification_uri", page)
        json.add("verification_uri_complete", "\(page)?user_code=\(userCode.shown)")
        json.add("expires_in", DeviceRequest.lifetime)
        json.add("interval", DeviceRequest.interval)
        return MachineAnswer.json(json.bytes)
    }
}
