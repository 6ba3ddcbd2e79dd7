// Rules about which members a manifest has.

extension LintRule {
    static let memberRules = [
        userAuthenticatedFlag, userAuthenticatedMismatch, schemaVersion, memberMissing, memberType, memberUnknown,
    ]

    private static func api(_ flag: String) -> String {
        """
        "api": {
          "type": "openapi",
          "url": "https://weather.example/openapi.json",
          \(flag)
        }
        """
    }

    static let userAuthenticatedFlag = manifest(
        "DW115", "user-authenticated-flag", .warning, "The flag about user authentication is no flag",
        right: "`\"is_user_authenticated\": false`, without quotes; or leave it out, as it is not needed.",
        reason:
            "Early examples had it as `is_user_authenticated` or `has_user_authentication`; ChatGPT dropped both "
            + "later, but other readers of the format expect a boolean.",
        isFixable: true,
        example: .init(
            wrong:
                api(#""is_user_authenticated": "false""#),
            right:
                api(#""is_user_authenticated": false"#)))

    static let userAuthenticatedMismatch = manifest(
        "DW116", "user-authenticated-mismatch", .info, "The flag about user authentication says the opposite of `auth`",
        right: "Leave the flag out; `auth.type` says it all.",
        reason: "ChatGPT discards the flag: 35 of 441 manifests of the store say `false` beside `oauth` and worked.",
        example: .init(
            wrong:
                api(#""is_user_authenticated": true"#),
            right: #""api": {"type": "openapi", "url": "https://weather.example/openapi.json"}"#))

    static let schemaVersion = manifest(
        "DW120", "schema-version", .error, "`schema_version` is not `v1`",
        right: "`\"schema_version\": \"v1\"`. It is the version of the format, not that of your plugin.",
        reason: "There is no other version: all 1,039 entries of ChatGPT's store were read as `v1`.", isFixable: true,
        example: .init(wrong: #""schema_version": "1""#, right: #""schema_version": "v1""#))

    static let memberMissing = manifest(
        "DW121", "member-missing", .error, "A member that every manifest needs is missing",
        right:
            "`schema_version`, `name_for_human`, `name_for_model`, `description_for_human`, `description_for_model`, "
            + "`auth`, `api` with `type` and `url`, `logo_url`, `contact_email` and `legal_info_url` are all there.",
        reason: "OpenAI's plugin documentation of 2023 requires them; all 1,039 manifests of the store had all ten.",
        example: .init(
            wrong: #""api": {"type": "openapi"}"#,
            right: #""api": {"type": "openapi", "url": "https://weather.example/openapi.json"}"#))

    static let memberType = manifest(
        "DW122", "member-type", .error, "A member has the wrong type",
        right:
            "`auth` and `api` are objects, `verification_tokens` is an object of texts, everything else is a text in "
            + "quotes.",
        reason: "The importer checks the types before anything else, and refuses the whole manifest.", isFixable: true,
        example: .init(wrong: #""auth": "none""#, right: #""auth": {"type": "none"}"#))

    static let memberUnknown = manifest(
        "DW123", "member-unknown", .info, "The manifest has a member that ChatGPT does not know",
        right: "Leave it out, or correct its spelling.",
        reason: "What is not read has no effect; 11 of 441 manifests of the store had such members and were listed. A "
            + "misspelled member is worse: the right one is missing.",
        isFixable: true,
        example: .init(wrong: #""nameForModel": "weather""#, right: #""name_for_model": "weather""#))
}
