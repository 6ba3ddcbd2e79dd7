import DoorwardSecrets

extension ConfigurationKey {
    /// How secrets are kept up to date, and how Vault is reached.
    static let secretKeys: [ConfigurationKey] = keepingKeys + vaultKeys

    private static let keepingKeys: [ConfigurationKey] = [
        duration(
            "secret_sources.refresh", \.secretSources.refresh, "a length of time from 1s to 24h",
            "How often each secret is read again where it is kept; files are read when they change, too.",
            in: .seconds(1) ... .seconds(86400)),
        duration(
            "secret_sources.grace", \.secretSources.grace, "a length of time from 0s to 30d",
            "How long a value is accepted still when its source no longer has it.", in: .zero ... .seconds(30 * 86400)),
        duration(
            "secret_sources.timeout", \.secretSources.timeout, "a length of time from 100ms to 5m",
            "How long one reading of a secret may take, at the start that of all of them.",
            in: .milliseconds(100) ... .seconds(300)),
        duration(
            "secret_sources.stale_after", \.secretSources.staleAfter, "a length of time from 1s to 30d",
            "The age of the last good reading from which on `/readyz` says `degraded`.",
            in: .seconds(1) ... .seconds(30 * 86400)),
        list(
            "secret_sources.exec", \.secretSources.exec, "a list of programs such as [op]",
            "The programs that references `exec:…` may run; none unless said.", parse: ValueRules.program,
            written: { $0 }),
        file(
            "secret_sources.ca_file", \.secretSources.caFile, "the name of a PEM file",
            "Certificate authorities that secret managers are trusted by, besides the system's.", absence: "none"),
    ]

    private static let vaultKeys: [ConfigurationKey] = [
        single(
            "vault.address", \.vault.address, "a URL such as https://vault.example.com:8200",
            "Where Vault or OpenBao is, for references `vault://…`.", absence: "VAULT_ADDR",
            parse: { text throws(ConfigurationValueError) in try EndpointURL(parsing: text) },
            written: { $0?.text }, shown: { $0?.description }),
        optional(
            "vault.namespace", \.vault.namespace, "a name such as team-a", "The namespace in Vault.",
            absence: "VAULT_NAMESPACE", parse: ValueRules.vaultName),
        optional(
            "vault.login", \.vault.login, DoorwardConfiguration.Vault.Login.words,
            "How Doorward says who it is.", absence: "token where VAULT_TOKEN is set"),
        optional(
            "vault.login_mount", \.vault.loginMount, "a path such as kubernetes", "Where the method is mounted.",
            absence: "the method's name", parse: ValueRules.vaultName),
        optional(
            "vault.role", \.vault.role, "a name such as doorward", "The role for `kubernetes` and `jwt`.",
            absence: "none", parse: ValueRules.vaultName),
        optional(
            "vault.role_id", \.vault.roleID, "the role's id", "The role id for `approle`, which is no secret.",
            absence: "VAULT_ROLE_ID", parse: ValueRules.vaultName),
        file(
            "vault.secret_id_file", \.vault.secretIDFile, "the name of a file",
            "Where the secret id for `approle` is kept.", absence: "VAULT_SECRET_ID"),
        file(
            "vault.jwt_file", \.vault.jwtFile, "the name of a file",
            "Where the token for `kubernetes` and `jwt` is kept.", absence: "the pod's own"),
    ]
}
