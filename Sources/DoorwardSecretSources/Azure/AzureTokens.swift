internal import DoorwardSecrets

/// The tokens in use, one for each resource and tenant. However many ask at once, one request is under way for each.
actor AzureTokens {
    private let credentials: AzureCredentials
    private let now: @Sendable () -> Int64
    private var tokens: [AzureChallenge: AzureToken] = [:]
    private var flights: [AzureChallenge: Task<Result<AzureToken, SecretSourceError>, Never>] = [:]
    /// Not before this time is asked again for a token whose renewal failed while the old one lives on.
    private var retryAt: [AzureChallenge: Int64] = [:]
    private var challenges: [String: AzureChallenge] = [:]

    init(credentials: AzureCredentials, now: @escaping @Sendable () -> Int64) {
        self.credentials = credentials
        self.now = now
    }

    /// What a vault has asked for before.
    func challenge(of host: String) -> AzureChallenge? { challenges[host] }

    func keep(_ challenge: AzureChallenge, of host: String) { challenges[host] = challenge }

    /// A token that answers the challenge.
    func token(for challenge: AzureChallenge) async throws(SecretSourceError) -> AzureToken {
        let time = now()
        if let token = tokens[challenge], token.end > time {
            if token.renewAt > time || retryAt[challenge, default: 0] > time { return token }
        }
        if let flight = flights[challenge] { return try await flight.value.get() }
        let task = Task { await self.renewed(challenge) }
        flights[challenge] = task
        let result = await task.value
        flights[challenge] = nil
        return try result.get()
    }

    /// Forgets a token that was refused, unless another has taken its place.
    func drop(_ token: AzureToken, for challenge: AzureChallenge) {
        if let kept = tokens[challenge], kept.value.digest == token.value.digest { tokens[challenge] = nil }
    }

    private func renewed(_ challenge: AzureChallenge) async -> Result<AzureToken, SecretSourceError> {
        do throws(SecretSourceError) {
            let token = try await credentials.token(for: challenge)
            tokens[challenge] = token
            return .success(token)
        } catch {
            guard let token = tokens[challenge], token.end > now() else { return .failure(error) }
            retryAt[challenge] = now() + 30
            return .success(token)
        }
    }
}
