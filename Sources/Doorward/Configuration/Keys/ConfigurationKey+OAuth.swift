extension ConfigurationKey {
    /// The keys of `auth: oauth`, its maps, and its pages.
    static let oauthKeys: [ConfigurationKey] =
        serverKeys + clientKeys + lifetimeKeys + externalKeys + scopeKeys + pageKeys

    private static let serverKeys: [ConfigurationKey] = [
        optional(
            "oauth.issuer", \.oauth.issuer, "an https URL such as https://login.example.com",
            "The authorization server whose tokens are accepted, exactly as their `iss` has it.",
            absence: "Doorward itself"),
        map(
            "oauth.scopes", \.oauth.scopes, "a map such as {notes:read: Read your notes.}",
            "What clients can ask for, each with the sentence that people read before they agree.", whole: true,
            name: ValueRules.scope, parse: ValueRules.scopeSentence, written: { $0 }),
        secret(
            "oauth.master_secret", \.oauth.masterSecret,
            "Reference to the secret under which signing keys and second factors are stored, 32 random bytes or more.",
            absence: "a file beside the SQLite database"),
        choice("oauth.sign_up", \.oauth.signUp, "Whether people may make an account themselves, or must be invited."),
        toggle(
            "oauth.local_accounts", \.oauth.localAccounts,
            "Whether people can sign in with a password; `off` leaves the identity providers."),
        choice(
            "oauth.refresh_rotation", \.oauth.refreshRotation,
            "Whose refresh tokens are replaced at each use: those of all clients, or of public clients only."),
        choice(
            "oauth.content_type", \.oauth.contentType,
            "What the manifest says that token requests are written in; both are taken."),
    ]

    private static let lifetimeKeys: [ConfigurationKey] = [
        duration(
            "oauth.access_token_lifetime", \.oauth.accessTokenLifetime, "a length of time from 15m to 24h",
            "How long an access token is good.", in: .seconds(900) ... .seconds(86400)),
        duration(
            "oauth.refresh_token_lifetime", \.oauth.refreshTokenLifetime, "a length of time from 1h to 3650d",
            "How long a refresh token is good when it is not used.", in: .seconds(3600) ... .seconds(3650 * 86400)),
        duration(
            "oauth.reuse_window", \.oauth.reuseWindow, "a length of time from 0s to 5m",
            "How long a repeated refresh gets the same answer again, for the first may have been lost.",
            in: .zero ... .seconds(300)),
        duration(
            "oauth.session_lifetime", \.oauth.sessionLifetime, "a length of time from 5m to 90d",
            "How long somebody stays signed in.", in: .seconds(300) ... .seconds(90 * 86400)),
        duration(
            "oauth.key_rotation", \.oauth.keyRotation, "a length of time from 2d to 3650d",
            "The age at which a signing key is replaced.", in: .seconds(2 * 86400) ... .seconds(3650 * 86400)),
    ]

    private static let externalKeys: [ConfigurationKey] = [
        optional(
            "oauth.audience", \.oauth.audience, "the audience such as https://api.example.com",
            "What the `aud` of another issuer's tokens must name.", absence: "public_url",
            parse: ValueRules.identifier),
        endpoint("oauth.jwks_url", \.oauth.jwksURL, "The keys of another issuer.", absence: "from its metadata"),
        endpoint(
            "oauth.introspection_url", \.oauth.introspectionURL,
            "Where another issuer says whether a token is good (RFC 7662).", absence: "tokens are verified by signature"
        ),
        optional(
            "oauth.introspection_client_id", \.oauth.introspectionClientID, "a client id",
            "As which client Doorward asks there.", absence: "none", parse: ValueRules.identifier),
        secret(
            "oauth.introspection_client_secret", \.oauth.introspectionClientSecret,
            "Reference to the secret of that client."),
    ]

    private static let scopeKeys: [ConfigurationKey] = [
        map(
            "scopes", \.operationScopes, "a map such as {listNotes: notes:read, GET /notes: notes:read}",
            "The scopes that operations need, by operationId or by method and path, instead of what the OpenAPI "
                + "document says; several with blanks between, none as `\"\"`.",
            whole: true, name: ValueRules.operationName, parse: ValueRules.scopeList,
            written: { $0.joined(separator: " ") })
    ]

    private static let pageKeys: [ConfigurationKey] = [
        text(
            "pages.name", \.pages.name, "a text of at most 50 characters", "What the pages call the service.",
            derived: "the manifest's name", parse: ValueRules.prose(50)),
        optional(
            "pages.accent", \.pages.accent, "a colour in quotes such as \"#1f6feb\"",
            "The colour of buttons and links on the pages.", absence: "built in"),
        optional(
            "pages.accent_dark", \.pages.accentDark, "a colour in quotes such as \"#79b8ff\"",
            "The same for those who prefer dark pages.", absence: "built in"),
    ]

    private static func endpoint(
        _ path: String, _ field: Field<EndpointURL?>, _ summary: String, absence: String
    ) -> ConfigurationKey {
        single(
            path, field, "a URL such as https://login.example.com/keys", summary, absence: absence,
            parse: { text throws(ConfigurationValueError) in try EndpointURL(parsing: text) },
            written: { $0?.text }, shown: { $0?.description })
    }

    static func optional(
        _ path: String, _ field: Field<String?>, _ kind: String, _ summary: String, absence: String,
        parse: @escaping Parse<String>
    ) -> ConfigurationKey {
        single(
            path, field, kind, summary, absence: absence,
            parse: { text throws(ConfigurationValueError) in try parse(text) }, written: { $0 })
    }
}
