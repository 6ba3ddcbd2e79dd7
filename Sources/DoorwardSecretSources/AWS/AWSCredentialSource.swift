internal import DoorwardSecrets

/// One of the places that credentials may come from.
protocol AWSCredentialSource: Sendable {
    /// Looks whether this place is set up, and gets credentials from it.
    ///
    /// - Parameter region: where the Security Token Service is asked when nothing else says it.
    /// - Throws: `SecretSourceError` naming the place, when it is set up and does not work.
    func find(near region: String) async throws(SecretSourceError) -> AWSCredentialFinding
}

/// What looking in one place came to.
enum AWSCredentialFinding: Sendable {
    case found(AWSCredentials)
    /// The place is not set up; `what` says what was looked for.
    case absent(_ what: String)
    /// Whether the place is set up cannot be told at the moment; `what` says what was looked for.
    case silent(_ what: String)
}
