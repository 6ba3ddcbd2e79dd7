extension LintRule {
    static let secretRules: [LintRule] = [
        secretKnownKey, secretPrivateKey, secretURLPassword, secretNamedValue, secretClientSecret, secretInQuery,
        secretCredential, secretTestKey, secretWebToken, secretWrongChecksum,
    ]

    private static let elsewhere =
        "A manifest and an OpenAPI document are public: ChatGPT, search engines and everyone else fetch them without "
        + "asking. Secrets stay in the server's environment or a secret store."

    private static let publicFiles =
        "Both files are fetched by strangers and kept in caches and archives; a secret in them cannot be called back."

    static let secretKnownKey = LintRule(
        "DW301", "known-key", .error, "A key of a known service is in a public file",
        right: elsewhere + " A key that was in such a file must be replaced, not only removed.", reason: publicFiles,
        fault: "P10")

    static let secretPrivateKey = LintRule(
        "DW302", "private-key", .error, "A private key is in a public file",
        right: elsewhere + " Public keys may be there: `BEGIN PUBLIC KEY`, or a JSON Web Key without `d`.",
        reason: "Whoever has the private key can sign as you do (RFC 7468 section 10, RFC 7517 section 4).",
        fault: "P10")

    static let secretURLPassword = LintRule(
        "DW303", "url-password", .error, "A URL carries a password",
        right: elsewhere + " Write URLs without a name and password in front of the host.",
        reason: "What stands in front of @ is shown, logged and passed on with the URL (RFC 3986 section 7.5).",
        fault: "P10")

    static let secretNamedValue = LintRule(
        "DW304", "secret-value", .error, "What looks like a secret stands under the name of one",
        right: elsewhere + " Where an example needs a value, write one that nobody can mistake: `<your key>`.",
        reason: publicFiles, fault: "P10")

    static let secretClientSecret = LintRule(
        "DW305", "client-secret", .error, "The manifest holds a client_secret",
        right: "`auth` of a manifest has no `client_secret`. The secret of an OAuth client is typed into ChatGPT when "
            + "the plugin is set up, and into the authorization server; it stands in no public file.",
        reason: "The manifest is public; two of 89 manifests in public repositories had one.",
        surfaces: [.manifestV1], fault: "P10",
        example: Example(
            wrong: oauth(#", "client_secret": "REPLACE_ME""#), right: oauth("")))

    private static func oauth(_ more: String) -> String {
        """
        "auth": {"type": "oauth", "client_url": "https://weather.example/authorize", \
        "authorization_url": "https://weather.example/token", "scope": "", \
        "authorization_content_type": "application/json", \
        "verification_tokens": {"openai": "0123456789abcdef0123456789abcdef"}\(more)}
        """
    }

    static let secretInQuery = LintRule(
        "DW306", "secret-in-query", .error, "A URL's query holds what looks like a secret",
        right: "A key goes into a header, and not into any address. " + elsewhere,
        reason: "Queries are logged everywhere, and ChatGPT shows them to people before a call.",
        fault: "P10")

    static let secretCredential = LintRule(
        "DW307", "credential-in-example", .error, "An example shows a credential that looks real",
        right: "Examples of calls write `<your token>` in place of a token: `Authorization: Bearer <your token>`.",
        reason: publicFiles, fault: "P10")

    static let secretTestKey = LintRule(
        "DW308", "test-key", .warning, "A key to a service's test mode is in a public file",
        right: "Test keys reach no money and no people's data, but they are credentials all the same. " + elsewhere,
        reason: "Test and live keys are often mixed up, and a test account can be abused too.", fault: "P10")

    static let secretWebToken = LintRule(
        "DW309", "json-web-token", .error, "A signed JSON Web Token is in a public file",
        right: "Examples write `<your token>`, or the token that documentation everywhere shows. One that has run out "
            + "is only mentioned.",
        reason: "Whoever has a bearer token can use it until it runs out (RFC 6750 section 5.3).", fault: "P10")

    static let secretWrongChecksum = LintRule(
        "DW310", "key-wrong-checksum", .warning, "Something has the shape of a key, but not the checksum",
        right: "A made-up key in an example is written so that people and scanners see that it is none: `<your key>`.",
        reason: "Keys of Doorward, GitHub and npm end with a checksum; without it this one opens nothing.",
        fault: "P10")
}
