public import DoorwardOAuth

/// Providers that need no more than a client id and a secret.
extension ProviderSettings {
    /// The claim of GitHub with the names of the organizations that somebody is a member of, as GitHub writes them.
    public static let gitHubOrganizations = "organizations"

    /// Google.
    ///
    /// Issuer, scopes and the claim `hd` (the Workspace domain, in `AllowRules.claims`): Google Identity, "OpenID
    /// Connect". A refresh token is given for `access_type=offline`, and again only after `prompt=consent`: Google
    /// Identity, "Using OAuth 2.0 for Web Server Applications". `sub` is what identifies an account, `email_verified`
    /// what makes its address count.
    public static func google(
        name: String = "google", label: String = "Google", clientID: String, rules: ProviderRules = ProviderRules()
    ) -> ProviderSettings {
        ProviderSettings(
            name: name, label: label, kind: .google, issuer: "https://accounts.google.com", clientID: clientID,
            scopes: ["openid", "email", "profile"],
            extraParameters: rules.keepsTokens ? ["access_type": "offline", "prompt": "consent"] : [:], rules: rules)
    }

    /// Microsoft Entra ID and Microsoft accounts.
    ///
    /// The metadata of `common` and `organizations` has `{tenantid}` in its issuer, and each token the tenant of its
    /// account; personal accounts are tenant 9188040d-6c67-4c5b-b112-36a304b66dad: Microsoft identity platform, "OpenID
    /// Connect on the Microsoft identity platform" and "ID token claims reference". The address is whatever an
    /// administrator of any tenant wrote; `xms_edov` says that its domain is verified: "Optional claims reference". A
    /// refresh token is given for the scope `offline_access`: "Scopes and permissions".
    /// - Parameter tenant: `common`, `organizations`, `consumers`, or a tenant's GUID.
    public static func microsoft(
        name: String = "microsoft", label: String = "Microsoft", clientID: String, tenant: String = "common",
        rules: ProviderRules = ProviderRules()
    ) -> ProviderSettings {
        ProviderSettings(
            name: name, label: label, kind: .microsoft, issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
            clientID: clientID, tenant: tenant,
            scopes: ["openid", "email", "profile"] + (rules.keepsTokens ? ["offline_access"] : []), rules: rules)
    }

    /// GitHub, which is no OpenID provider.
    ///
    /// Addresses, scopes and errors with status 200: GitHub Docs, "Authorizing OAuth apps" and "Troubleshooting OAuth
    /// app access token request errors". PKCE with S256: GitHub Changelog of 2025-07-14. `/user/emails` says which
    /// address is primary and verified: "REST API endpoints for emails". Where rules ask for the claim
    /// ``gitHubOrganizations``, `/user/orgs` says what somebody is a member of, with the scope `read:org`: "Scopes for
    /// OAuth apps".
    public static func github(
        name: String = "github", label: String = "GitHub", clientID: String, rules: ProviderRules = ProviderRules()
    ) -> ProviderSettings {
        ProviderSettings(
            name: name, label: label, kind: .github, clientID: clientID,
            scopes: ["user:email"] + (rules.allow.claims[gitHubOrganizations] == nil ? [] : ["read:org"]),
            authorizationURL: "https://github.com/login/oauth/authorize",
            tokenURL: "https://github.com/login/oauth/access_token", userInfoURL: "https://api.github.com/user",
            mapping: ProfileMapping(subject: "id", email: nil, name: "name"), clientAuthentication: .post, rules: rules)
    }

    /// Facebook, by its Graph API.
    ///
    /// Addresses: Meta for Developers, "Manually Build a Login Flow". Every call carries `appsecret_proof`: "Secure
    /// Graph API Calls". A version is kept for at least two years: "Platform Versioning"; v25.0 is of 2026. Nothing
    /// says that an address is verified, so none counts as that. There are no refresh tokens.
    public static func facebook(
        name: String = "facebook", label: String = "Facebook", clientID: String, rules: ProviderRules = ProviderRules()
    ) -> ProviderSettings {
        let version = "v25.0"
        return ProviderSettings(
            name: name, label: label, kind: .facebook, clientID: clientID, scopes: ["email", "public_profile"],
            authorizationURL: "https://www.facebook.com/\(version)/dialog/oauth",
            tokenURL: "https://graph.facebook.com/\(version)/oauth/access_token",
            userInfoURL: "https://graph.facebook.com/\(version)/me?fields=id,name,email",
            clientAuthentication: .post, rules: rules)
    }
}
