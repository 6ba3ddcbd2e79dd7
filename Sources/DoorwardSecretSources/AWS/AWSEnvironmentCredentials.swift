internal import DoorwardSecrets

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary ones, `AWS_SESSION_TOKEN`.
///
/// Source: AWS SDKs and Tools Reference Guide, "AWS access keys".
struct AWSEnvironmentCredentials: AWSCredentialSource {
    let surroundings: SourceSurroundings

    func find(near region: String) async throws(SecretSourceError) -> AWSCredentialFinding {
        let names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        switch (surroundings.variable(names.0), surroundings.variable(names.1)) {
        case (nil, nil): return .absent("\(names.0) (not set)")
        case (nil, _): throw .denied(reason: "\(names.1) is set and \(names.0) is not; set both")
        case (_, nil): throw .denied(reason: "\(names.0) is set and \(names.1) is not; set both")
        case (let accessKey?, let secretKey?):
            return .found(
                try AWSCredentials(
                    accessKey: accessKey, secretKey: secretKey,
                    sessionToken: surroundings.variable("AWS_SESSION_TOKEN"), origin: names.0))
        }
    }
}
