internal import DoorwardJOSE
internal import DoorwardSecrets

/// A service of AWS that speaks JSON 1.1.
///
/// Source: Smithy, "AWS JSON 1.1 protocol".
struct AWSService {
    /// In addresses, signatures and permissions: `secretsmanager`, `ssm`.
    let name: String
    /// Before the action in `X-Amz-Target`: `secretsmanager`, `AmazonSSM`.
    let target: String
    /// For people: `Secrets Manager`.
    let title: String
    let endpointVariable: String
    let surroundings: SourceSurroundings
    let credentials: AWSCredentialChain

    /// Sends a request, signed, and reads its answer.
    func call(
        _ action: String, in region: String, _ body: JOSEObject
    ) async throws(SecretSourceError) -> JOSEObject {
        let endpoint = try AWSEndpoint(name, variable: endpointVariable, region: region, in: surroundings)
        let place = "\(title) in \(region)"
        let call = AWSCall(
            endpoint: endpoint, surroundings: surroundings, clock: credentials.clock, place: place,
            permission: "\(name):\(action)")
        let request = SecretRequest(
            "POST", endpoint.url,
            headers: [("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "\(target).\(action)")],
            body: body.encoded)
        let response = try await call.send(request) { () throws(SecretSourceError) in
            try await credentials.credentials(near: region)
        } drop: {
            await credentials.drop($0)
        }
        return try JOSEObject(response.body, place: "the answer of \(place)")
    }
}
