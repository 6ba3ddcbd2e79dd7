public import DoorwardSecrets

/// What to do with a device that asks, decided by pure checks on its record.
public enum DeviceDecision: Sendable {
    /// Leave everything as it is, but for when it asked.
    case reject(Rejection)
    /// It asks too often: from now on it waits so many seconds longer.
    case slowDown(Int64)
    /// Use the agreement up, and add the grant and its refresh token, if it has one.
    case redeem(GrantRecord, RefreshTokenRecord?)
}

/// Where requests are kept that wait for a browser, and what may be used once only.
public protocol RequestStore: Sendable {
    func create(_ request: PushedRequest) async throws
    /// A pushed request that is not over and has not been used up.
    func pushedRequest(_ digest: SecretDigest, at now: Int64) async throws -> PushedRequest?
    /// Uses a pushed request up; false when it was before. One atomic statement.
    func usePushedRequest(_ digest: SecretDigest) async throws -> Bool

    /// Adds a device; throws when its user code is taken by one that is not over.
    func create(_ device: DeviceAuthorization) async throws
    /// A device that is not over, by the digest of its user code.
    func device(userCode: SecretDigest, at now: Int64) async throws -> DeviceAuthorization?
    /// Writes the person's answer down; false when it has been answered or is over. One atomic statement.
    func decideDevice(_ digest: SecretDigest, state: DeviceAuthorization.State, at now: Int64) async throws -> Bool
    /// Decides on a device that asks and carries the decision out, as one transaction that no other can come between.
    ///
    /// - Parameter decide: pure checks; gets nil when there is no such device. It may be called more than once.
    func redeem(
        device digest: SecretDigest, at now: Int64,
        decide: @escaping @Sendable (DeviceAuthorization?) -> DeviceDecision
    ) async throws -> DeviceDecision

    /// Takes an id as used that may be used once: the `jti` of an assertion or of a proof, hashed with whose it is.
    ///
    /// - Parameter expiresAt: until when it is remembered (Unix seconds).
    /// - Returns: false when it was used before. One atomic statement.
    func useOnce(_ digest: SecretDigest, expiresAt: Int64, at now: Int64) async throws -> Bool
}
