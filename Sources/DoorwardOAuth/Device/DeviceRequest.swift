/// What a device asks for before anybody knows whose it is (RFC 8628 §3.1), with every check passed.
public struct DeviceRequest: Sendable, Equatable {
    /// How long somebody has to answer, in seconds.
    public static let lifetime: Int64 = 900
    /// Seconds between two questions of the device, at first.
    public static let interval: Int64 = 5

    public let clientID: String
    public let scopes: [String]
    public let resource: String

    /// Checks the parameters of a device authorization request.
    ///
    /// - Throws: `.grantNotAllowed`, `.unknownScope`, `.malformedScope`, `.unknownResource`, `.repeatedParameter`.
    public init(
        _ parameters: Parameters, client: AuthenticatedClient, policy: AuthorizationPolicy
    ) throws(Rejection) {
        try client.check(mayUse: .deviceCode)
        clientID = client.record.id
        scopes = try ScopeSet.requested(  // RFC 6749 §3.3
            try parameters.value("scope"), of: client.record, known: policy.scopeNames)
        resource = try ResourceIndicator.resolve(  // RFC 8707 §2
            parameters.values("resource"), canonical: policy.resource)
    }

    /// The record of it.
    ///
    /// - Parameters:
    ///   - deviceCode: what the device asks with.
    ///   - userCode: what it shows.
    public func authorization(deviceCode: String, userCode: UserCode, at now: Int64) -> DeviceAuthorization {
        DeviceAuthorization(
            digest: OpaqueToken.digest(of: deviceCode), userCode: userCode.digest, clientID: clientID,
            resource: resource, scopes: scopes, interval: Self.interval, createdAt: now, expiresAt: now + Self.lifetime)
    }
}
