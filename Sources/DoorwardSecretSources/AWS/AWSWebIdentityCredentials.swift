internal import DoorwardSecrets

/// `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`, as EKS sets them for a service account's role.
///
/// Source: AWS SDKs and Tools Reference Guide, "Assume role credential provider".
struct AWSWebIdentityCredentials: AWSCredentialSource {
    let surroundings: SourceSurroundings
    let clock: AWSClock

    func find(near region: String) async throws(SecretSourceError) -> AWSCredentialFinding {
        let name = "AWS_WEB_IDENTITY_TOKEN_FILE"
        guard let path = surroundings.variable(name) else { return .absent("\(name) (not set)") }
        guard let arn = surroundings.variable("AWS_ROLE_ARN") else {
            throw .denied(reason: "\(name) is set and AWS_ROLE_ARN is not; set both")
        }
        let role = AWSTokenService.Role(
            arn: arn, sessionName: surroundings.variable("AWS_ROLE_SESSION_NAME"), origin: name)
        return .found(try await Self.assume(role, tokenFile: path, in: surroundings, clock: clock, region: region))
    }

    static func assume(
        _ role: AWSTokenService.Role, tokenFile path: String, in surroundings: SourceSurroundings, clock: AWSClock,
        region: String
    ) async throws(SecretSourceError) -> AWSCredentials {
        let token: String
        do {
            token = try surroundings.text(ofFile: path)
        } catch {
            throw .denied(reason: "\(role.origin): \(error)")
        }
        guard AWSText.isPrintable(token) else { throw .malformed(reason: "\(role.origin): \(path) holds no token") }
        let service = AWSTokenService(surroundings: surroundings, clock: clock, region: region)
        return try await service.assume(role, webIdentity: token)
    }
}
