import DoorwardOAuth

/// What identity providers need, and what needs them.
extension ConfigurationRules {
    func providerRules() -> [ConfigurationProblem] {
        userTokens() + localAccounts()
    }

    /// `upstream.authorization: user` takes the token that a provider gave with a sign-in here.
    private func userTokens() -> [ConfigurationProblem] {
        guard holds("upstream.authorization", "auth", "oauth.issuer", "identity_providers"),
            configuration.upstream.sendsUserTokens
        else { return [] }
        let key = "upstream.authorization"
        if configuration.upstream.authorization != nil {
            return [problem(key, "is a secret and user at once", hint: "leave one of the two")]
        }
        guard configuration.auth == .oauth, !configuration.oauth.isExternal else {
            return [
                problem(
                    key, "is user, but people do not sign in here",
                    hint: "write auth: oauth without oauth.issuer, or where a secret is kept, such as env:NAME")
            ]
        }
        guard configuration.identityProviders.isEmpty else { return [] }
        return [
            problem(
                key, "is user, but no identity provider gives tokens",
                hint: "write identity_providers, or where a secret is kept, such as env:NAME")
        ]
    }

    private func localAccounts() -> [ConfigurationProblem] {
        guard holds("auth", "oauth.issuer", "oauth.local_accounts", "identity_providers"), isOwnServer,
            !configuration.oauth.localAccounts, configuration.identityProviders.isEmpty
        else { return [] }
        return [
            problem(
                "oauth.local_accounts", "is off and there is no identity provider, so nobody could sign in",
                hint: "write identity_providers, or remove the line")
        ]
    }

    var isOwnServer: Bool { configuration.auth == .oauth && !configuration.oauth.isExternal }

    // MARK: Doubts

    /// Who gets in that may not have been meant, and who does not.
    func providerDoubts() -> [ConfigurationProblem] {
        guard holds("auth", "oauth.issuer", "identity_providers") else { return [] }
        let key = "identity_providers"
        guard !configuration.identityProviders.isEmpty else { return [] }
        guard configuration.auth == .oauth else {
            return [
                doubt(
                    key, "is not used with auth: \(configuration.auth.rawValue)",
                    hint: "remove it, or write auth: oauth")
            ]
        }
        guard !configuration.oauth.isExternal else {
            return [doubt(key, "is not used, for oauth.issuer names another server", hint: "remove it")]
        }
        return configuration.identityProviders.flatMap(doubts)
    }

    private func doubts(about provider: IdentityProviderConfiguration) -> [ConfigurationProblem] {
        let key = "identity_providers.\(provider.name)"
        var problems: [ConfigurationProblem] = []
        if provider.allow.everyone {
            problems.append(
                doubt(
                    "\(key).allow",
                    "is everyone: anybody who has or makes an account at \(provider.title) can come in and call the API",
                    hint: "write rules such as {domains: [example.com]}, unless that is meant"))
        }
        if holds("oauth.sign_up"), configuration.oauth.signUp == .closed, provider.allow.isEmpty,
            provider.link == .never
        {
            problems.append(
                doubt(
                    key,
                    "has no allow rules while oauth.sign_up is closed: only people who have linked it can come in by it",
                    hint: "write allow: {domains: [example.com]}, or link: verified_email for people who are invited"))
        }
        return problems + unverifiable(provider, key: key)
    }

    /// Rules about addresses that nobody vouches for never fit.
    private func unverifiable(_ provider: IdentityProviderConfiguration, key: String) -> [ConfigurationProblem] {
        let (hint, message): (String, String)
        if provider.type == .facebook {
            hint = "remove the line; Facebook vouches for no address"
            message = "never applies, for no address counts as verified"
        } else {
            guard provider.type == .oauth2, let mapping = provider.mapping,
                mapping.email == nil || mapping.emailVerified == nil
            else { return [] }
            let missing = mapping.email == nil ? "email" : "email_verified"
            hint = "write mapping.\(missing), or remove the line"
            message = "never applies, for without mapping.\(missing) no address counts as verified"
        }
        var problems: [ConfigurationProblem] = []
        if !provider.allow.domains.isEmpty { problems.append(doubt("\(key).allow.domains", message, hint: hint)) }
        if !provider.allow.emails.isEmpty { problems.append(doubt("\(key).allow.emails", message, hint: hint)) }
        if provider.link == .verifiedEmail { problems.append(doubt("\(key).link", message, hint: hint)) }
        return problems
    }

    /// Who can make an account: with a password, or by a provider that has no rules of its own.
    func signUpDoubts() -> [ConfigurationProblem] {
        guard holds("oauth.sign_up", "oauth.local_accounts", "identity_providers"),
            configuration.oauth.signUp == .open
        else { return [] }
        if configuration.oauth.localAccounts {
            return [
                doubt(
                    "oauth.sign_up", "is open: anybody who finds the address can make an account and call the API",
                    hint: "write closed, and invite people with 'doorward user add NAME --email … --invite'")
            ]
        }
        let open = configuration.identityProviders.filter(\.allow.isEmpty).map(\.title)
        guard !open.isEmpty else {
            return [
                doubt(
                    "oauth.sign_up",
                    "is not used: oauth.local_accounts is off, and each identity provider has allow rules",
                    hint: "remove the line")
            ]
        }
        return [
            doubt(
                "oauth.sign_up",
                "is open: anybody with an account at \(open.joined(separator: ", ")) can come in and call the API",
                hint: "write closed, and allow rules in identity_providers")
        ]
    }
}
