internal import DoorwardSecrets

/// The managed identity of App Service, Functions and Container Apps (Microsoft's page "How to use managed identities
/// for App Service and Azure Functions", the REST endpoint's reference).
struct AzureApplicationIdentity: Sendable {
    private let surroundings: SourceSurroundings
    private let endpoint: String
    private let header: String

    /// `nil` when the environment does not have it.
    ///
    /// - Throws: `SecretSourceError/denied(reason:)` when one of the two variables is set alone, or is not usable.
    init?(_ surroundings: SourceSurroundings) throws(SecretSourceError) {
        let endpoint = surroundings.variable("IDENTITY_ENDPOINT")
        let header = surroundings.variable("IDENTITY_HEADER")
        guard endpoint != nil || header != nil else { return nil }
        guard let endpoint, let header else {
            throw .denied(
                reason:
                    "one of IDENTITY_ENDPOINT and IDENTITY_HEADER is set without the other; App Service sets both, and "
                    + "other kinds of managed identities (Azure Arc) are not read")
        }
        guard endpoint.hasPrefix("http://") || endpoint.hasPrefix("https://"), AzureText.isToken(endpoint),
            !endpoint.contains("#"), AzureText.isToken(header)
        else {
            throw .denied(reason: "IDENTITY_ENDPOINT is not an address, or IDENTITY_HEADER is not a header's value")
        }
        self.surroundings = surroundings
        self.endpoint = endpoint
        self.header = header
    }

    func token(for challenge: AzureChallenge) async throws(SecretSourceError) -> AzureToken {
        var query = PercentEncoding.form([("api-version", "2019-08-01"), ("resource", challenge.resource)])
        if let client = surroundings.variable("AZURE_CLIENT_ID") {
            query += "&" + PercentEncoding.form([("client_id", client)])
        }
        let url = "\(endpoint)\(endpoint.contains("?") ? "&" : "?")\(query)"
        let response = try await surroundings.send { () throws(SecretSourceError) in
            SecretRequest("GET", url, headers: [("X-IDENTITY-HEADER", header), ("Accept", "application/json")])
        }
        let what = "the managed identity's endpoint (IDENTITY_ENDPOINT) answers with status \(response.status)"
        switch response.status {
        case 200: return try AzureToken(response.body, from: "the managed identity's endpoint", now: surroundings.now())
        case 429: throw .throttled(reason: what, retryAfter: response.retryAfter)
        case 500...: throw .unavailable(reason: what)
        default:
            throw .denied(
                reason: "\(what); assign a managed identity to the application, and set AZURE_CLIENT_ID when it is a "
                    + "user-assigned one")
        }
    }
}
