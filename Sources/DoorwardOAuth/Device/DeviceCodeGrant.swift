public import DoorwardSecrets

/// A device asks whether somebody has agreed, and gets its tokens if so (RFC 8628 §3.4 and §3.5).
public struct DeviceCodeGrant: Sendable {
    /// How much longer a device waits that asked too soon, in seconds (RFC 8628 §3.5).
    public static let delay: Int64 = 5

    public let client: AuthenticatedClient
    /// What the store knows the device by.
    public let device: SecretDigest
    /// The canonical resource; nil when the request names none.
    let resource: String?

    /// Reads the parameters of the grant.
    ///
    /// - Throws: `.missingParameter`, `.repeatedParameter`, `.unknownResource`, `.grantNotAllowed`,
    ///   `.deviceCodeUnknown`.
    public init(
        _ parameters: Parameters, client: AuthenticatedClient, policy: AuthorizationPolicy
    ) throws(Rejection) {
        try client.check(mayUse: .deviceCode)
        self.client = client
        let code = try parameters.require("device_code")
        let resources = parameters.values("resource")
        resource = resources.isEmpty ? nil : try ResourceIndicator.resolve(resources, canonical: policy.resource)
        guard let digest = OpaqueToken.deviceCode.digest(of: code) else { throw .deviceCodeUnknown }
        device = digest
    }

    /// Decides on a device that asks; what is to be done with it is one transaction of the store.
    ///
    /// - Parameters:
    ///   - grantID: the id of the grant, if it comes to that.
    ///   - refreshToken: the digest of its first refresh token, if the client gets one.
    ///   - keyThumbprint: of the key that its refresh tokens are bound to (RFC 9449 §5).
    public func decide(
        _ record: DeviceAuthorization?, grantID: String, refreshToken: SecretDigest?, keyThumbprint: String? = nil,
        policy: AuthorizationPolicy, at now: Int64
    ) -> DeviceDecision {
        do throws(Rejection) {
            guard let record else { throw .deviceCodeUnknown }
            // RFC 6749 §5.2: issued to this client.
            guard record.clientID.utf8.elementsEqual(client.record.id.utf8) else { throw .deviceCodeUnknown }
            // RFC 8707 §2.2: no other resource than was agreed to.
            guard resource == nil || resource == record.resource else { throw .resourceNotGranted }
            if case .redeemed = record.state { throw .deviceCodeUnknown }
            guard record.expiresAt > now else { throw .deviceCodeExpired }
            switch record.state {
            case .redeemed: throw .deviceCodeUnknown
            case .denied: throw .userDenied
            case .pending:
                if asksTooSoon(record, at: now) { return .slowDown(Self.delay) }
                throw .authorizationPending
            case .approved(let userID, let role):
                let scopes = try ScopeSet.stillGranted(record.scopes, of: client.record, known: policy.scopeNames)
                let grant = GrantRecord(
                    id: grantID, userID: userID, clientID: record.clientID, resource: record.resource, scopes: scopes,
                    redirectURI: "", createdAt: now, lastUsedAt: now, keyThumbprint: keyThumbprint, role: role,
                    needsAssertion: client.method == .privateKeyJWT)
                let token = refreshToken.map {
                    RefreshTokenRecord(
                        digest: $0, grantID: grantID, createdAt: now, expiresAt: now + policy.refreshTokenLifetime)
                }
                return .redeem(grant, token)
            }
        } catch {
            return .reject(error)
        }
    }

    /// Times are whole seconds, so that a device that waits exactly long enough may seem to be one too early.
    private func asksTooSoon(_ record: DeviceAuthorization, at now: Int64) -> Bool {
        guard let polledAt = record.polledAt else { return false }
        return now - polledAt < record.interval - 1
    }
}
