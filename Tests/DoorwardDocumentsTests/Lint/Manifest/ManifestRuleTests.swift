import Testing

@testable import DoorwardDocuments

@Suite("Rules about manifests")
struct ManifestRuleTests {
    @Test(
        "Every example is found by its rule when it is wrong, and not when it is right",
        arguments: LintRule.manifestRules.map(\.id))
    func findsExample(_ id: String) throws {
        let rule = try #require(LintRule.named(id))
        let example = try #require(rule.example)
        // The host of a file on a disk is unknown; with it localhost is a fault by itself.
        let host = example.right.contains("localhost") ? nil : LintExamples.host
        let wrong = LintExamples.lint(LintExamples.manifest(example.wrong), host: host)
        let right = LintExamples.lint(LintExamples.manifest(example.right), host: host)
        #expect(wrong.has(rule.id), "\(wrong.short)")
        #expect(!right.has(rule.id), "\(right.short)")
        #expect(!wrong.findings.contains { $0.rule.id.hasPrefix("DW0") })
    }

    @Test(
        "What is said to be mendable is mended in one of the tests, and nothing else is",
        arguments: LintRule.manifestRules.map(\.id))
    func isFixable(_ id: String) throws {
        let rule = try #require(LintRule.named(id))
        let texts =
            Self.mendable.map { LintExamples.manifest(with: $0) }
            + [LintExamples.manifest(rule.example?.wrong ?? "")]
        let isMended = texts.contains { text in
            LintExamples.lint(text).findings.contains { $0.rule == rule && !$0.edits.isEmpty }
        }
        #expect(isMended == rule.isFixable)
    }

    private static let mendable: [[String: String?]] = [
        ["auth": #"{"type": "Service_HTTP", "authorisation_type": "Bearer", "verification_tokens": {"OpenAI": "x"}}"#],
        ["auth": #""none""#], ["schema_version": "1"],
        ["logo_url": nil, "logo_ulr": #""https://weather.example/l.png""#],
        ["api": #"{"typ": "openapi", "url": "https://weather.example/openapi.json"}"#],
        [
            "api":
                #"{"type": "OpenAPI", "url": "https://WEATHER.example/openapi.json", "is_user_authenticated": "true"}"#
        ],
        [
            "auth": #"""
            {"type": "oauth", "client_url": "https://weather.example/authorize", "scope": "",
             "authorization_url": "https://weather.example/token", "authorization_content_type": "Application/JSON"}
            """#
        ],
    ]

    private static let token = #""verification_tokens": {"openai": "0123456789abcdef0123456789abcdef"}"#

    @Test(
        "A good manifest has no finding at all, whatever its authentication",
        arguments: [
            #"{"type": "none"}"#, #"{"type": "none", "instructions": ""}"#,
            #"{"type": "service_http", "authorization_type": "bearer", \#(token)}"#,
            #"{"type": "service_http", "authorization_type": "basic", "instructions": "", \#(token)}"#,
            #"""
            {"type": "service_http", "authorization_type": "bearer",
             "verification_tokens": {"openai": "0123456789abcdef0123456789abcdef", "nasadata": "other"}}
            """#,
            #"""
            {"type": "oauth", "client_url": "https://weather.example/oauth/authorize", "scope": "",
             "authorization_url": "https://tenant.auth0.com/oauth/token",
             "authorization_content_type": "application/json", \#(token)}
            """#,
            #"""
            {"type": "oauth", "client_url": "https://accounts.google.com/o/oauth2/v2/auth", "scope": "a b",
             "authorization_url": "https://oauth2.googleapis.com/token", "token_exchange_method": null,
             "pkce_required": false, "authorization_content_type": "application/x-www-form-urlencoded", \#(token)}
            """#,
        ], [LintExamples.host, "www.weather.example", nil])
    func findsNothing(_ auth: String, _ host: String?) {
        #expect(LintExamples.lint(LintExamples.manifest(with: ["auth": auth]), host: host).short == [])
    }

    @Test("Keys of users' own are right but for the store, which is one warning")
    func allowsUserHTTP() {
        let text = LintExamples.manifest(with: ["auth": #"{"type": "user_http", "authorization_type": "bearer"}"#])
        #expect(LintExamples.lint(text).short == ["DW113 warning /auth/type"])
    }

    @Test("Each member that is missing is one error", arguments: ManifestMembers.required)
    func findsMissing(_ name: String) {
        let report = LintExamples.lint(LintExamples.manifest(with: [name: nil]))
        #expect(report.short == [name == "auth" ? "DW102 error " : "DW121 error "])
        #expect(report.findings.first?.message.contains("`\(name)`") == true)
    }

    @Test(
        "Each member of a wrong type is one error", arguments: ManifestMembers.required, ["12", "[]", "true", "null"])
    func findsTypes(_ name: String, _ json: String) {
        let report = LintExamples.lint(LintExamples.manifest(with: [name: json]))
        #expect(report.count(.error) == 1, "\(report.short)")
        #expect(report.findings.first?.pointer == "/\(name)")
    }

    @Test(
        "A misspelled member is one error, with the right name",
        arguments: ["nameForModel", "name_for_mdoel", "Name-For-Model"])
    func findsMisspelled(_ name: String) throws {
        let text = LintExamples.manifest(with: ["name_for_model": nil, name: "\"weather\""])
        let finding = try #require(LintExamples.lint(text).findings.first)
        #expect(finding.rule == .memberUnknown && finding.severity == .error && finding.pointer == "/\(name)")
        #expect(finding.hint.contains("`name_for_model`"))
        #expect(LintExamples.lint(text).findings.count == 1)
    }

    @Test(
        "Each row about authentication is found where it is, and alone",
        arguments: [
            (#"{"type": "basic"}"#, ["DW101 error /auth/type"]),
            (#"{"type": "api_key"}"#, ["DW101 error /auth/type"]),
            (#"{"type": "openid", "client_url": "https://weather.example/a"}"#, ["DW101 error /auth/type"]),
            (#"{"type": 1}"#, ["DW101 error /auth/type"]), (#"{}"#, ["DW101 error /auth"]),
            (#"{"type": "None"}"#, ["DW101 error /auth/type"]),
            (#"{"type": "none", "verification_tokens": {}}"#, ["DW105 info /auth/verification_tokens"]),
            (#"{"type": "none", "permissions": []}"#, ["DW103 warning /auth/permissions"]),
            (#"{"type": "none", "client_id": "x"}"#, ["DW103 warning /auth/client_id"]),
            (#"{"type": "service_http", \#(token)}"#, ["DW104 error /auth"]),
            (
                #"{"type": "service_http", "authorization_type": "header", \#(token)}"#,
                ["DW104 error /auth/authorization_type"]
            ),
            (
                #"{"type": "service_http", "authorization_type": "custom", \#(token)}"#,
                ["DW104 warning /auth/authorization_type"]
            ),
            (#"{"type": "service_http", "authorization_type": "bearer"}"#, ["DW110 error /auth"]),
            (tokens(#"{}"#), ["DW110 error /auth/verification_tokens"]),
            (tokens(#"{"openai": ""}"#), ["DW110 error /auth/verification_tokens/openai"]),
            (tokens(#"{"openai": 7}"#), ["DW122 error /auth/verification_tokens/openai"]),
            (tokens(#""x""#), ["DW122 error /auth/verification_tokens"]),
            (
                tokens(#"{"OpenAI": "0123456789abcdef0123456789abcdef"}"#),
                ["DW110 error /auth/verification_tokens/OpenAI"]
            ),
            (
                tokens(#"{"openai": "Replace_this_string_with_the_verification_token_generated_in_the_ChatGPT_UI"}"#),
                ["DW111 error /auth/verification_tokens/openai"]
            ),
            (tokens(#"{"openai": "<token>"}"#), ["DW111 error /auth/verification_tokens/openai"]),
            (
                tokens(#"{"openai": "00000000000000000000000000000000"}"#),
                ["DW111 error /auth/verification_tokens/openai"]
            ),
            (
                tokens(#"{"openai": "0123456789ABCDEF0123456789ABCDEF"}"#),
                ["DW112 warning /auth/verification_tokens/openai"]
            ),
            (tokens(#"{"openai": "abc"}"#), ["DW112 warning /auth/verification_tokens/openai"]),
        ])
    func findsAuth(_ auth: String, _ expected: [String]) {
        #expect(LintExamples.lint(LintExamples.manifest(with: ["auth": auth])).short == expected)
    }

    private static func tokens(_ json: String) -> String {
        #"{"type": "service_http", "authorization_type": "bearer", "verification_tokens": \#(json)}"#
    }

    @Test("No finding repeats a verification token or a client secret")
    func keepsQuiet() {
        let value = "not-a-real-" + "value"
        for auth in [
            Self.tokens("{\"openai\": \"\(value)\"}"), "{\"type\": \"none\", \"client_secret\": \"\(value)\"}",
        ] {
            let report = LintExamples.lint(LintExamples.manifest(with: ["auth": auth]))
            #expect(!report.findings.isEmpty)
            for finding in report.findings {
                #expect(!finding.message.contains(value) && !finding.hint.contains(value))
            }
        }
    }
}
