internal import DoorwardSecrets

/// Who this process is for Azure, found out as azure-identity's `DefaultAzureCredential` does on servers: a client
/// secret from the environment, a workload identity's file, a managed identity of App Service, a managed identity of
/// the machine.
///
/// The first that is set is used; when it fails, that is the error, and no other is tried.
struct AzureCredentials: Sendable {
    private let surroundings: SourceSurroundings
    private let machine: AzureMachineIdentity

    init(surroundings: SourceSurroundings) {
        self.surroundings = surroundings
        machine = AzureMachineIdentity(surroundings: surroundings)
    }

    func token(for challenge: AzureChallenge) async throws(SecretSourceError) -> AzureToken {
        if let secret = surroundings.variable("AZURE_CLIENT_SECRET") {
            let login = try AzureLogin(surroundings, challenge: challenge, because: "AZURE_CLIENT_SECRET")
            return try await login.token(proof: [("client_secret", secret)])
        }
        if surroundings.variable("AZURE_CLIENT_CERTIFICATE_PATH") != nil {
            throw .denied(
                reason:
                    "AZURE_CLIENT_CERTIFICATE_PATH is set, and certificates are not read; set AZURE_CLIENT_SECRET, or "
                    + "use a workload identity or a managed identity")
        }
        if let file = surroundings.variable("AZURE_FEDERATED_TOKEN_FILE") {
            let login = try AzureLogin(surroundings, challenge: challenge, because: "AZURE_FEDERATED_TOKEN_FILE")
            return try await login.token(proof: [
                ("client_assertion", try assertion(file)),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ])
        }
        if let application = try AzureApplicationIdentity(surroundings) {
            return try await application.token(for: challenge)
        }
        return try await machine.token(for: challenge)
    }

    /// What the file holds now: its platform writes a new one about every hour.
    private func assertion(_ path: String) throws(SecretSourceError) -> String {
        do throws(SecretSourceError) {
            let text = try surroundings.text(ofFile: path)
            guard AzureText.isToken(text) else { throw .malformed(reason: "it is not a token") }
            return text
        } catch {
            throw .denied(reason: "the file that AZURE_FEDERATED_TOKEN_FILE names: \(error)")
        }
    }
}
