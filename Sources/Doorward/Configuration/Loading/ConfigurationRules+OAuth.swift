extension ConfigurationRules {
    /// What `auth: oauth` needs, and what only another authorization server needs.
    func oauthRules() -> [ConfigurationProblem] {
        guard holds("auth", "oauth.issuer"), configuration.auth == .oauth else { return [] }
        return addressOfTokens() + (configuration.oauth.isExternal ? externalRules() : ownRules())
    }

    private func addressOfTokens() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if holds("public_url"), configuration.publicURL == .auto {
            problems.append(
                problem(
                    "public_url", "may not be auto with auth: oauth, for tokens are bound to one address",
                    hint: "write the https address, or http://localhost:8000 to try it out"))
        }
        if case .fixed(let origin) = configuration.publicURL, let issuer = configuration.oauth.issuer,
            issuer.text == origin.description || issuer.text == "\(origin)/"
        {
            problems.append(
                problem(
                    "oauth.issuer", "is this server itself", hint: "remove the line: Doorward is its own issuer then"))
        }
        return problems
    }

    private func ownRules() -> [ConfigurationProblem] { ownServerRules() + ownScopes() + clientRules() }

    private func ownServerRules() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if holds("database"), configuration.database == DatabaseLocation.none {
            problems.append(
                problem(
                    "database", "is none, but auth: oauth keeps people, clients and tokens in it",
                    hint: "write sqlite:doorward.db, or name another server with oauth.issuer"))
        }
        if holds("database", "oauth.master_secret"), case .postgres = configuration.database,
            configuration.oauth.masterSecret == nil
        {
            problems.append(
                problem(
                    "oauth.master_secret",
                    "is missing: with PostgreSQL it cannot be a file beside the database, for all processes share it",
                    hint:
                        "write where it is kept, such as env:DOORWARD_MASTER_SECRET",
                    origin: origins["database"]))
        }
        for key in Self.externalKeys where holds(key) && origins[key] != nil {
            problems.append(
                problem(
                    key, "is for another authorization server, but oauth.issuer names none",
                    hint: "write oauth.issuer, or remove the line"))
        }
        return problems
    }

    private static let externalKeys = [
        "oauth.audience", "oauth.jwks_url", "oauth.introspection_url", "oauth.introspection_client_id",
        "oauth.introspection_client_secret",
    ]

    /// A scope that nobody can get would lock an operation for good.
    private func ownScopes() -> [ConfigurationProblem] {
        guard holds("scopes", "oauth.scopes") else { return [] }
        let declared = Set(configuration.oauth.scopes.names)
        return configuration.operationScopes.sorted { $0.key < $1.key }.compactMap { operation, scopes in
            guard let unknown = scopes.first(where: { !declared.contains($0) }) else { return nil }
            return problem(
                "scopes.\(operation)", "asks for the scope '\(unknown)', which oauth.scopes does not declare",
                hint: "write it there with a sentence for people, or remove it here")
        }
    }

    private func externalRules() -> [ConfigurationProblem] {
        let oauth = configuration.oauth
        guard holds("oauth.introspection_client_id", "oauth.introspection_client_secret", "oauth.introspection_url")
        else { return [] }
        if oauth.introspectionClientID != nil, oauth.introspectionClientSecret == nil {
            return [
                problem(
                    "oauth.introspection_client_secret", "is missing",
                    hint: "write where the secret of oauth.introspection_client_id is kept, such as env:NAME",
                    origin: origins["oauth.introspection_client_id"])
            ]
        }
        if oauth.introspectionClientID == nil,
            oauth.introspectionClientSecret != nil || oauth.introspectionURL != nil
        {
            return [
                problem(
                    "oauth.introspection_client_id", "is missing: nobody may ask without saying who it is",
                    hint: "write the client's id, and its secret's place in oauth.introspection_client_secret",
                    origin: origins["oauth.introspection_client_secret"] ?? origins["oauth.introspection_url"])
            ]
        }
        return []
    }

    // MARK: Doubts

    /// What was said in vain, and what may not have been meant.
    func oauthDoubts() -> [ConfigurationProblem] {
        guard holds("auth", "oauth.issuer") else { return [] }
        var problems = databaseDoubts()
        guard configuration.auth == .oauth else { return problems + unusedSection() }
        if configuration.oauth.isExternal {
            problems += Self.ownServerKeys.filter { holds($0) && origins[$0] != nil }.map { key in
                doubt(key, "is not used, for oauth.issuer names another server", hint: "remove the line")
            }
            if holds("oauth.jwks_url", "oauth.introspection_url"), configuration.oauth.jwksURL != nil,
                configuration.oauth.introspectionURL != nil
            {
                problems.append(
                    doubt("oauth.jwks_url", "is not used with oauth.introspection_url", hint: "remove one of the two"))
            }
            return problems
        }
        problems += signUpDoubts() + clientDoubts()
        if holds("oauth.access_token_lifetime", "oauth.refresh_token_lifetime"),
            configuration.oauth.refreshTokenLifetime < configuration.oauth.accessTokenLifetime
        {
            problems.append(
                doubt(
                    "oauth.refresh_token_lifetime", "is shorter than oauth.access_token_lifetime, so it is of no use",
                    hint: "write a longer time"))
        }
        return problems
    }

    private static let ownServerKeys =
        [
            "oauth.master_secret", "oauth.sign_up", "oauth.local_accounts", "oauth.refresh_rotation",
            "oauth.access_token_lifetime", "oauth.refresh_token_lifetime", "oauth.reuse_window",
            "oauth.session_lifetime", "oauth.key_rotation",
        ] + ConfigurationKey.clientKeys.map(\.path)

    /// One word for the whole section, not one for each line of it.
    private func unusedSection() -> [ConfigurationProblem] {
        let keys = ConfigurationKey.oauthKeys.map(\.path).filter { $0 == "scopes" || $0.hasPrefix("oauth.") }
        guard let first = keys.first(where: { origins[$0] != nil }), keys.allSatisfy({ holds($0) }) else { return [] }
        return [
            doubt(
                first, "is not used with auth: \(configuration.auth.rawValue)",
                hint: "remove it, or write auth: oauth")
        ]
    }

    private func databaseDoubts() -> [ConfigurationProblem] {
        if case .postgres = configuration.database { return [] }
        guard holds("database") else { return [] }
        return ["database_password", "database_connections"].filter { holds($0) && origins[$0] != nil }.map { key in
            doubt(key, "is for PostgreSQL only", hint: "remove it, or write database: postgres://…")
        }
    }

    func doubt(_ key: String, _ message: String, hint: String) -> ConfigurationProblem {
        problem(key, message, hint: hint, severity: .warning)
    }
}
