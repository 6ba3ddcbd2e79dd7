internal import DoorwardSecrets

/// One request to a service of AWS, with everything that may happen on the way: throttling, credentials that have
/// expired, a clock that is wrong.
struct AWSCall {
    let endpoint: AWSEndpoint
    let surroundings: SourceSurroundings
    let clock: AWSClock
    /// Who is asked, for messages: `Secrets Manager in eu-central-1`.
    let place: String
    /// What the caller needs for it: `secretsmanager:GetSecretValue`.
    let permission: String

    /// Sends the request until it is answered with 200.
    ///
    /// - Parameters:
    ///   - credentials: what it is signed with; `nil` for a request that needs no signature.
    ///   - drop: is told which credentials are no longer accepted, so that `credentials` gets others.
    func send(
        _ request: SecretRequest, credentials: () async throws(SecretSourceError) -> AWSCredentials?,
        drop: (AWSCredentials) async -> Void = { _ in }
    ) async throws(SecretSourceError) -> SecretResponse {
        var mayAdjust = true
        var mayRenew = true
        var used = try await credentials()
        while true {
            let response = try await surroundings.send(isPassing: Self.isPassing) {
                () throws(SecretSourceError) in signed(request, by: used)
            }
            if response.status == 200 { return response }
            let fault = AWSFault(response)
            if mayAdjust, fault.isAboutTime, clock.adjust(to: response) {
                mayAdjust = false
                continue
            }
            if mayRenew, fault.isExpired, let old = used {
                mayRenew = false
                await drop(old)
                used = try await credentials()
                if used?.isSame(as: old) == false { continue }
            }
            throw fault.error(from: place, permission: permission, origin: used?.origin ?? "the caller")
        }
    }

    /// AWS throttles with 400 as well as with 429.
    private static func isPassing(_ response: SecretResponse) -> Bool {
        response.status != 200 && AWSFault(response).isThrottling
    }

    private func signed(_ request: SecretRequest, by credentials: AWSCredentials?) -> SecretRequest {
        guard let credentials else { return request }
        var request = request
        AWSSignature(credentials: credentials, region: endpoint.region, service: endpoint.service)
            .sign(&request, at: clock.time)
        return request
    }
}
