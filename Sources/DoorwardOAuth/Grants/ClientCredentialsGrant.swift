/// A client acts for itself (RFC 6749 §4.4).
public struct ClientCredentialsGrant: Sendable {
    public let client: AuthenticatedClient
    public let scopes: [String]
    public let resource: String

    /// Reads and checks the parameters of the grant.
    ///
    /// - Throws: `.grantNotAllowed`, `.repeatedParameter`, `.unknownScope`, `.malformedScope`, `.unknownResource`.
    public init(
        _ parameters: Parameters, client: AuthenticatedClient, policy: AuthorizationPolicy
    ) throws(Rejection) {
        try client.check(mayUse: .clientCredentials)
        self.client = client
        scopes = try ScopeSet.requested(
            try parameters.value("scope"), of: client.record, known: policy.scopeNames)
        resource = try ResourceIndicator.resolve(parameters.values("resource"), canonical: policy.resource)
    }

    /// The grant that the tokens belong to, unless the client has it already.
    public func grant(id: String, at now: Int64) -> GrantRecord {
        GrantRecord(
            id: id, userID: nil, clientID: client.record.id, resource: resource, scopes: scopes, redirectURI: "",
            createdAt: now, lastUsedAt: now)
    }
}
