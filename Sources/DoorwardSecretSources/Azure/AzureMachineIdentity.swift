internal import DoorwardSecrets
internal import Synchronization

/// The managed identity of a machine, from Azure's instance metadata service (Microsoft's page "How to use managed
/// identities for Azure resources on an Azure VM to acquire an access token").
final class AzureMachineIdentity: Sendable {
    private let surroundings: SourceSurroundings
    /// Whether it has answered once.
    private let isThere = Mutex(false)

    init(surroundings: SourceSurroundings) { self.surroundings = surroundings }

    func token(for challenge: AzureChallenge) async throws(SecretSourceError) -> AzureToken {
        let request = try request(for: challenge)
        let response = try await answer(to: request)
        let what = "Azure's metadata service answers with status \(response.status)"
        switch response.status {
        case 200: return try AzureToken(response.body, from: "Azure's metadata service", now: surroundings.now())
        case 429: throw .throttled(reason: what, retryAfter: response.retryAfter)
        // 410 while it is updated, for up to 70 seconds; 404 while it starts.
        case 404, 410, 500...: throw .unavailable(reason: "\(what); it is not ready at the moment")
        case 400:
            throw .denied(
                reason:
                    "\(what): this machine has no managed identity, or not the one that AZURE_CLIENT_ID names; assign "
                    + "one, or correct AZURE_CLIENT_ID")
        default: throw nothing("answers with status \(response.status)")
        }
    }

    private func answer(to request: SecretRequest) async throws(SecretSourceError) -> SecretResponse {
        if !isThere.withLock({ $0 }) {
            // Elsewhere than on Azure nobody answers at this address; a short wait tells.
            var probe = request
            probe.timeout = .seconds(1)
            let response: SecretResponse
            do throws(SecretSourceError) {
                response = try await surroundings.transport.send(probe)
            } catch {
                guard case .unavailable = error else { throw error }
                throw nothing("does not answer")
            }
            isThere.withLock { $0 = true }
            guard response.status == 404 || response.status == 410 || response.status == 429 || response.status >= 500
            else { return response }
            await surroundings.sleep(.milliseconds(500))
        }
        let isPassing = { (response: SecretResponse) in response.status == 404 || response.status == 410 }
        return try await surroundings.send(isPassing: isPassing) { () throws(SecretSourceError) in request }
    }

    private func request(for challenge: AzureChallenge) throws(SecretSourceError) -> SecretRequest {
        var host = surroundings.variable("AZURE_POD_IDENTITY_AUTHORITY_HOST") ?? "http://169.254.169.254"
        while host.hasSuffix("/") { host.removeLast() }
        guard host.hasPrefix("http://") || host.hasPrefix("https://"), AzureText.isToken(host), !host.contains("?"),
            !host.contains("#")
        else {
            throw .denied(reason: "AZURE_POD_IDENTITY_AUTHORITY_HOST is not an address like http://169.254.169.254")
        }
        var query = PercentEncoding.form([("api-version", "2018-02-01"), ("resource", challenge.resource)])
        if let client = surroundings.variable("AZURE_CLIENT_ID") {
            query += "&" + PercentEncoding.form([("client_id", client)])
        }
        return SecretRequest(
            "GET", "\(host)/metadata/identity/oauth2/token?\(query)",
            headers: [("Metadata", "true"), ("Accept", "application/json")])
    }

    /// The end of the list: all that was tried.
    private func nothing(_ answer: String) -> SecretSourceError {
        .denied(
            reason:
                "there are no credentials for Azure: AZURE_CLIENT_SECRET and AZURE_FEDERATED_TOKEN_FILE are not set, "
                + "IDENTITY_ENDPOINT and IDENTITY_HEADER (App Service) are not set, and the machine's metadata service "
                + "\(answer); set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or use a managed identity"
        )
    }
}
