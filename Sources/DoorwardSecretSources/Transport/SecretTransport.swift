public import DoorwardSecrets

/// How sources of secrets outside this process are asked.
public protocol SecretTransport: Sendable {
    /// Sends a request once and reads the whole answer. Redirects are not followed.
    ///
    /// - Throws: `SecretSourceError/unavailable(reason:)` when there is no whole answer in time, with the host and
    ///   the cause; `SecretSourceError/malformed(reason:)` when it is larger than ``SecretResponse/largest``.
    func send(_ request: SecretRequest) async throws(SecretSourceError) -> SecretResponse
}
