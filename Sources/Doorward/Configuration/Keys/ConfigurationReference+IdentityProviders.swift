extension ConfigurationReference {
    /// The section about the keys inside `identity_providers`.
    static var identityProviders: String {
        let rows = IdentityProviderKey.all.map { key in
            let types = key.types.isEmpty ? "all" : key.types.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            let fallback = key.fallback.map { "`(\($0))`" } ?? "*must be said*"
            return "| `\(key.name)` | \(types) | \(key.kind.inTable) | \(fallback.inTable) | \(key.summary.inTable) |"
        }
        return """
            ## Identity providers

            `identity_providers` is a map: a name of 1 to 32 lower-case letters, digits and hyphens for each provider,
            and its keys below it. The sign-in page has a button for each, in the order of the file. With `auth: oauth`
            and Doorward's own authorization server only.

            | key | type | takes | default | what for |
            |---|---|---|---|---|
            \(rows.joined(separator: "\n"))

            `google`, `microsoft`, `github` and `facebook` need a client id and the place of its secret; the others say
            where they are. URLs are https (http on loopback addresses only).

            ```yaml
            \(exampleOfProviders)
            ```

            Who comes in: whoever fits one of the `allow` rules, at each sign-in anew; who comes for the first time gets
            an account. Without rules it is the people who have an account here already, and everybody when
            `oauth.sign_up` is `open`. An identity is its issuer and its subject; an address never joins it to an account
            unless the provider vouches for it and `link` is `verified_email`.

            """
    }

    static let exampleOfProviders = """
        identity_providers:
          google:
            client_id: 1234.apps.example
            client_secret: env:GOOGLE_CLIENT_SECRET
            allow:
              domains: [example.com]
          acme:
            type: oidc
            label: Acme
            issuer: https://login.acme.example
            client_id: doorward
            client_secret: file:acme.secret
            scopes: [openid, email, groups]
            allow:
              claims: {groups: [staff, admins]}
            link: verified_email
            role: member
          forge:
            type: oauth2
            authorization_url: https://forge.example/oauth/authorize
            token_url: https://forge.example/oauth/token
            user_info_url: https://forge.example/api/me
            mapping: {subject: id, email: mail, email_verified: mail_ok, name: login}
            client_id: x
            client_secret: env:FORGE
            client_authentication: post
            allow: everyone
        """
}
