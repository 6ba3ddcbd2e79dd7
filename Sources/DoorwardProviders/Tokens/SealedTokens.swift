internal import DoorwardJOSE
internal import DoorwardOAuth

/// Tokens as they are kept: a JSON object, sealed for one user and one provider.
struct SealedTokens: Sendable {
    let wrapping: KeyWrapping

    func seal(_ tokens: ProviderTokens, user: String, provider: String) throws(SealingError) -> [UInt8] {
        var writer = ClaimsWriter()
        writer.add("access_token", tokens.accessToken)
        if let refreshToken = tokens.refreshToken { writer.add("refresh_token", refreshToken) }
        if let expiresAt = tokens.expiresAt { writer.add("expires_at", expiresAt) }
        return try wrapping.seal(writer.bytes, authenticating: "\(provider) \(user)")
    }

    /// Nil when they were sealed under another master secret, or for somebody else.
    func open(_ record: ProviderTokensRecord) -> ProviderTokens? {
        let context = "\(record.provider) \(record.userID)"
        guard let bytes = try? wrapping.open(record.sealed, authenticating: context),
            let object = ProviderExchange.object(bytes), let accessToken = object["access_token"]?.string
        else { return nil }
        return ProviderTokens(
            accessToken: accessToken, refreshToken: object["refresh_token"]?.string,
            expiresAt: object["expires_at"]?.integer)
    }
}
