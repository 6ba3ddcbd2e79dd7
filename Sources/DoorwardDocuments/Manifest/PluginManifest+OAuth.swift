extension PluginManifest.OAuth {
    /// What the manifest says of an authorization server, from the addresses under their usual names (RFC 8414 §2).
    ///
    /// - Parameters:
    ///   - authorizationEndpoint: where people are sent; the manifest's `client_url`.
    ///   - tokenEndpoint: where codes are exchanged; the manifest's `authorization_url`.
    ///   - scopes: all that clients are to ask for.
    ///   - contentType: the media type of token requests.
    public init(
        authorizationEndpoint: String, tokenEndpoint: String, scopes: [String], contentType: String,
        verificationTokens: [PluginManifest.VerificationToken] = []
    ) {
        self.init(
            clientURL: authorizationEndpoint, authorizationURL: tokenEndpoint, scope: scopes.joined(separator: " "),
            authorizationContentType: contentType, verificationTokens: verificationTokens)
    }
}
