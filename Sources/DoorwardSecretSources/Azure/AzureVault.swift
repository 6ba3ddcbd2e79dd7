internal import DoorwardSecrets

/// Sends requests to Key Vaults (the Key Vault REST API, data plane).
struct AzureVault: Sendable {
    /// The oldest version of the interface that has all that is used here, so that every cloud has it.
    static let interface = "7.4"

    let surroundings: SourceSurroundings
    private let tokens: AzureTokens

    init(surroundings: SourceSurroundings) {
        self.surroundings = surroundings
        tokens = AzureTokens(credentials: AzureCredentials(surroundings: surroundings), now: surroundings.now)
    }

    /// One question to one vault.
    struct Question: Sendable {
        var method = "GET"
        let host: String
        /// Path and query.
        let target: String
        var body: [UInt8] = []
        /// Whether it may be sent again when it is not known what became of it.
        var isRepeatable = true

        init(_ reference: AzureReference, _ path: String, query: String = "") {
            host = reference.host
            target = "/secrets/\(reference.name)\(path)?api-version=\(AzureVault.interface)\(query)"
        }

        init(host: String, target: String) {
            self.host = host
            self.target = target
        }
    }

    /// Asks with a token; after 401 once more with another one.
    func send(_ question: Question) async throws(SecretSourceError) -> SecretResponse {
        var challenge = try await challenge(for: question)
        var token = try await tokens.token(for: challenge)
        let first = try await send(question, token: token)
        guard first.status == 401 else { return first }
        // The token was taken back, or the vault has moved to another tenant.
        await tokens.drop(token, for: challenge)
        if first.header("www-authenticate") != nil {
            challenge = try AzureChallenge(first, from: question.host)
            await tokens.keep(challenge, of: question.host)
        }
        token = try await tokens.token(for: challenge)
        return try await send(question, token: token)
    }

    /// What the vault asks for: no token is made for a host before it was seen to be a vault's, and no value is taken
    /// from one that gives it to anybody. A request without a body and a token brings it out, as with Microsoft's
    /// clients.
    private func challenge(for question: Question) async throws(SecretSourceError) -> AzureChallenge {
        if let known = await tokens.challenge(of: question.host) { return known }
        let response = try await surroundings.send { () throws(SecretSourceError) in
            SecretRequest(
                "GET", "https://\(question.host)\(question.target)", headers: [("Accept", "application/json")])
        }
        guard response.status == 401 else {
            guard response.status >= 400 else {
                throw .malformed(
                    reason:
                        "\(question.host) answers with status \(response.status) although nobody has said who asks; no "
                        + "vault does: correct the vault's name")
            }
            throw AzureRefusal(response, from: question.host).error(needs: .get)
        }
        let challenge = try AzureChallenge(response, from: question.host)
        await tokens.keep(challenge, of: question.host)
        return challenge
    }

    private func send(_ question: Question, token: AzureToken) async throws(SecretSourceError) -> SecretResponse {
        guard let text = token.value.revealUTF8() else { throw .malformed(reason: "the token is not a text") }
        var headers = [(name: "Authorization", value: "Bearer \(text)"), ("Accept", "application/json")]
        if !question.body.isEmpty { headers.append(("Content-Type", "application/json")) }
        let request = SecretRequest(
            question.method, "https://\(question.host)\(question.target)", headers: headers, body: question.body)
        guard question.isRepeatable else { return try await surroundings.transport.send(request) }
        return try await surroundings.send { () throws(SecretSourceError) in request }
    }
}
