internal import DoorwardJOSE
internal import DoorwardOAuth

/// Tokens as they are kept: a JSON object, sealed for one user and one provider.
struct SealedTokens: Sendable {
    let wrapping: KeyWrapping
    /// Whose tokens those of each provider are, by its name.
    let authorities: [String: String]

    func seal(_ tokens: ProviderTokens, user: String, provider: String) throws(SealingError) -> [UInt8] {
        var writer = ClaimsWriter()
        writer.add("access_token", tokens.accessToken)
        if let refreshToken = tokens.refreshToken { writer.add("refresh_token", refreshToken) }
        if let expiresAt = tokens.expiresAt { writer.add("expires_at", expiresAt) }
        return try wrapping.seal(writer.bytes, authenticating: context(provider, user))
    }

    /// Nil when they were sealed under another master secret, for somebody else, or when the provider was another.
    func open(_ record: ProviderTokensRecord) -> ProviderTokens? {
        guard let bytes = try? wrapping.open(record.sealed, authenticating: context(record.provider, record.userID)),
            let object = ProviderExchange.object(bytes), let accessToken = object["access_token"]?.string
        else { return nil }
        return ProviderTokens(
            accessToken: accessToken, refreshToken: object["refresh_token"]?.string,
            expiresAt: object["expires_at"]?.integer)
    }

    private func context(_ provider: String, _ user: String) -> String {
        "\(provider) \(authorities[provider] ?? "") \(user)"
    }
}
