extension Examination {
    private static let secretParameters: Set<String> = [
        "code", "refresh_token", "code_verifier", "client_assertion", "password", "token",
    ]

    /// Asks a token endpoint; whatever is secret in request or answer is masked from now on.
    func requestToken(_ request: TokenRequest) async -> TokenAnswer {
        for parameter in request.parameters where Self.secretParameters.contains(parameter.name) {
            mask(parameter.value)
        }
        if let secret = request.clientSecret { mask(secret) }
        if let credential = request.basicCredential { mask(String(credential.dropFirst("Basic ".count))) }
        var answer = TokenAnswer(await sendPatiently(request.probe))
        for secret in answer.secrets { mask(secret) }
        answer.masking = masking
        return answer
    }

    /// Sends a request again, once, when the server asks for patience (RFC 6585 section 4): an examination asks more
    /// often than a client does.
    func sendPatiently(
        _ request: ProbeRequest, until deadline: ContinuousClock.Instant? = nil
    ) async -> Result<ProbeResponse, ProbeFailure> {
        let result = await send(request)
        guard case .success(let response) = result, response.status == 429 else { return result }
        let seconds = response.header("retry-after").flatMap { Int($0) } ?? 2
        guard seconds <= 60 else { return result }
        if let deadline, ContinuousClock.now + .seconds(seconds) >= deadline { return result }
        await environment.sleep(.seconds(max(1, seconds)))
        return await send(request)
    }
}
