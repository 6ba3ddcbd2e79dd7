internal import DoorwardFetch
internal import DoorwardOAuth
internal import DoorwardProviders

extension IdentityProviderConfiguration {
    /// What the relying party wants to know.
    ///
    /// - Parameter keepsTokens: whether the API gets the provider's tokens.
    func settings(keepsTokens: Bool) -> ProviderSettings {
        let rules = ProviderRules(
            allow: allow, linksByVerifiedEmail: link == .verifiedEmail, role: role, keepsTokens: keepsTokens)
        var settings = preset(rules)
        if let scopes { settings.scopes = scopes }
        if let clientAuthentication {
            settings.clientAuthentication = .init(rawValue: clientAuthentication.rawValue)
        }
        return settings
    }

    private func preset(_ rules: ProviderRules) -> ProviderSettings {
        switch type {
        case .google: .google(name: name, label: title, clientID: clientID, rules: rules)
        case .microsoft:
            .microsoft(name: name, label: title, clientID: clientID, tenant: tenant ?? "common", rules: rules)
        case .github: .github(name: name, label: title, clientID: clientID, rules: rules)
        case .facebook: .facebook(name: name, label: title, clientID: clientID, rules: rules)
        case .oidc:
            ProviderSettings(
                name: name, label: title, kind: .oidc, issuer: issuer?.text ?? "", clientID: clientID,
                scopes: ["openid", "email", "profile"], rules: rules)
        case .oauth2:
            ProviderSettings(
                name: name, label: title, kind: .oauth2, clientID: clientID, scopes: [],
                authorizationURL: authorizationURL?.text, tokenURL: tokenURL?.text, userInfoURL: userInfoURL?.text,
                mapping: mapping.map {
                    ProfileMapping(
                        subject: $0.subject, email: $0.email, emailVerified: $0.emailVerified, name: $0.name)
                } ?? ProfileMapping(), rules: rules)
        }
    }
}

extension DoorwardConfiguration {
    /// The providers as they can be asked.
    ///
    /// - Parameter secrets: the live client secrets of a provider by its name, newest first.
    func signInProviders(
        fetcher: any DocumentFetching, secrets: @escaping @Sendable (String) -> [String]
    ) -> [any SignInProvider] {
        identityProviders.map { provider in
            let name = provider.name
            return provider.settings(keepsTokens: upstream.sendsUserTokens).provider(
                secrets: { secrets(name) }, fetcher: fetcher, now: { WallClock.unixSeconds() },
                random: { Administration.systemRandom($0) })
        }
    }
}
