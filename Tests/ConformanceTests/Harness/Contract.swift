/// The configuration's keys and their defaults, which people rely upon.
enum Contract {
    struct Key: Sendable {
        let name: String
        /// As the reference shows it; `nil` for a key that must be said.
        let value: String?

        init(_ name: String, _ value: String?) {
            self.name = name
            self.value = value
        }
    }

    /// The keys of each entry of `identity_providers`, in the order of the reference.
    static let identityProviderKeys = [
        "type", "label", "client_id", "client_secret", "client_authentication", "issuer", "tenant", "authorization_url",
        "token_url", "user_info_url", "mapping", "scopes", "allow", "link", "role",
    ]

    static let keys = [
        Key("public_url", nil), Key("listen", "127.0.0.1:8000"),
        Key("threads", "(one for each core that the process may use)"), Key("upstream.url", nil),
        Key("upstream.openapi", "/openapi.json"), Key("upstream.authorization", "(none)"),
        Key("upstream.ca_file", "(the system's)"), Key("upstream.connections", "128"), Key("auth", nil),
        Key("service.secrets", "[]"), Key("service.authorization_type", "bearer"), Key("service.header", "X-Api-Key"),
        Key("user.authorization_type", "bearer"), Key("manifest.name_for_human", "(from the OpenAPI document)"),
        Key("manifest.name_for_model", "(from the OpenAPI document)"),
        Key("manifest.description_for_human", "(from the OpenAPI document)"),
        Key("manifest.description_for_model", "(from the OpenAPI document)"),
        Key("manifest.contact_email", "(support@ the public host)"),
        Key("manifest.legal_info_url", "(/legal of the public address)"),
        Key("manifest.logo", "(a built-in placeholder)"), Key("manifest.legal_file", "(a generated text)"),
        Key("manifest.verification_tokens", "(none)"),
        Key("publish.openapi_aliases", "[/.well-known/openapi.yaml, /specification.yaml]"), Key("publish.docs", "true"),
        Key("expose", "documented"), Key("cors.origins", "[https://chat.openai.com, https://chatgpt.com]"),
        Key("trusted_proxies", "[127.0.0.0/8, '::1']"), Key("database", "sqlite:doorward.db"),
        Key("metrics.listen", "127.0.0.1:9464"), Key("logging.format", "auto"), Key("logging.level", "info"),
        Key("limits.head", "32KiB"), Key("limits.body", "128MiB"), Key("limits.connections", "10000"),
        Key("database_password", "(none)"), Key("database_connections", "8"), Key("scopes", "(none)"),
        Key("oauth.issuer", "(Doorward itself)"), Key("oauth.scopes", "(none)"),
        Key("oauth.master_secret", "(a file beside the SQLite database)"), Key("oauth.sign_up", "closed"),
        Key("oauth.refresh_rotation", "all"), Key("oauth.content_type", "application/x-www-form-urlencoded"),
        Key("oauth.access_token_lifetime", "1h"), Key("oauth.refresh_token_lifetime", "30d"),
        Key("oauth.reuse_window", "30s"), Key("oauth.session_lifetime", "12h"), Key("oauth.key_rotation", "90d"),
        Key("oauth.audience", "(public_url)"), Key("oauth.jwks_url", "(from its metadata)"),
        Key("oauth.introspection_url", "(tokens are verified by signature)"),
        Key("oauth.introspection_client_id", "(none)"), Key("oauth.introspection_client_secret", "(none)"),
        Key("oauth.local_accounts", "on"), Key("oauth.registration", "closed"),
        Key("oauth.registration_token", "(none)"), Key("oauth.registration_schemes", "[cursor]"),
        Key("oauth.registration_lifetime", "7d"), Key("oauth.registered_scopes", "(all of oauth.scopes)"),
        Key("oauth.registration_pools", "(none)"), Key("oauth.client_documents", "off"),
        Key("oauth.client_document_hosts", "(any)"), Key("oauth.private_key_jwt", "off"),
        Key("oauth.pushed_requests", "off"), Key("oauth.dpop", "off"), Key("oauth.device_flow", "off"),
        Key("oauth.ca_file", "(none)"), Key("identity_providers", "(none)"),
        Key("pages.name", "(the manifest's name)"), Key("pages.accent", "(built in)"),
        Key("pages.accent_dark", "(built in)"),
        Key("timeouts.head", "10s"), Key("timeouts.idle", "75s"), Key("timeouts.body", "30s"),
        Key("timeouts.connect", "5s"), Key("timeouts.first_byte", "45s"), Key("timeouts.upstream_idle", "30s"),
        Key("timeouts.total", "45s"), Key("timeouts.drain", "30s"),
        Key("secret_sources.refresh", "1m"), Key("secret_sources.grace", "1h"), Key("secret_sources.timeout", "10s"),
        Key("secret_sources.stale_after", "15m"), Key("secret_sources.exec", "[]"),
        Key("secret_sources.ca_file", "(none)"),
        Key("vault.address", "(VAULT_ADDR)"), Key("vault.namespace", "(VAULT_NAMESPACE)"),
        Key("vault.login", "(token where VAULT_TOKEN is set)"), Key("vault.login_mount", "(the method's name)"),
        Key("vault.role", "(none)"), Key("vault.role_id", "(VAULT_ROLE_ID)"),
        Key("vault.secret_id_file", "(VAULT_SECRET_ID)"), Key("vault.jwt_file", "(the pod's own)"),
    ]
}
