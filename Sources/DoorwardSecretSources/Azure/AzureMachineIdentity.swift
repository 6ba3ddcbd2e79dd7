internal import DoorwardSecrets
internal import Synchronization

/// The managed identity of a machine, from Azure's instance metadata service (Microsoft's page "How to use managed
/// identities for Azure resources on an Azure VM to acquire an access token").
final class AzureMachineIdentity: Sendable {
    private static let hostVariable = "AZURE_POD_IDENTITY_AUTHORITY_HOST"
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
        default: throw .denied(reason: Self.nothing("answers with status \(response.status)"))
        }
    }

    private func answer(to request: SecretRequest) async throws(SecretSourceError) -> SecretResponse {
        let isKnown = isThere.withLock { $0 }
        // Whoever says where the service is knows that it is there; azure-identity leaves the probe out as well.
        if !isKnown, surroundings.variable(Self.hostVariable) == nil { try await probe(request) }
        let isPassing = { (response: SecretResponse) in response.status == 404 || response.status == 410 }
        let response: SecretResponse
        do throws(SecretSourceError) {
            response = try await surroundings.send(isPassing: isPassing) { () throws(SecretSourceError) in request }
        } catch {
            guard case .unavailable = error, !isThere.withLock({ $0 }) else { throw error }
            throw .unavailable(reason: Self.nothing("does not answer"))
        }
        isThere.withLock { $0 = true }
        return response
    }

    /// Finds out whether the service is there, as azure-identity does: any answer says so, and without the header
    /// `Metadata` a refusal comes at once, where a first token may take seconds.
    private func probe(_ request: SecretRequest) async throws(SecretSourceError) {
        var probe = request
        probe.headers.removeAll { $0.name == "Metadata" }
        // Elsewhere than on Azure nobody answers at this address; a short wait tells.
        probe.timeout = .seconds(1)
        do throws(SecretSourceError) {
            _ = try await surroundings.transport.send(probe)
        } catch {
            guard case .unavailable = error else { throw error }
            // The service may be slow for a moment, so this is not for good.
            throw .unavailable(reason: Self.nothing("does not answer"))
        }
        isThere.withLock { $0 = true }
    }

    private func request(for challenge: AzureChallenge) throws(SecretSourceError) -> SecretRequest {
        var host = surroundings.variable(Self.hostVariable) ?? "http://169.254.169.254"
        while host.hasSuffix("/") { host.removeLast() }
        guard host.hasPrefix("http://") || host.hasPrefix("https://"), AzureText.isToken(host), !host.contains("?"),
            !host.contains("#")
        else {
            throw .denied(reason: "\(Self.hostVariable) is not an address like http://169.254.169.254")
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
    private static func nothing(_ answer: String) -> String {
        "there are no credentials for Azure: AZURE_CLIENT_SECRET and AZURE_FEDERATED_TOKEN_FILE are not set, "
            + "IDENTITY_ENDPOINT and IDENTITY_HEADER (App Service) are not set, and the machine's metadata service "
            + "\(answer); set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or use a managed identity"
    }
}
