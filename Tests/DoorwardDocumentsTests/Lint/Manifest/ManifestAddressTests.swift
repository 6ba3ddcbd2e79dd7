import Testing

@testable import DoorwardDocuments

@Suite("Rules about addresses in manifests")
struct ManifestAddressTests {
    private static func api(_ url: String) -> String {
        LintExamples.manifest(with: ["api": #"{"type": "openapi", "url": "\#(url)"}"#])
    }

    @Test(
        "`api.url` must be under the host of the manifest, less one `www.`",
        arguments: [
            ("weather.example", "weather.example", true), ("weather.example", "api.weather.example", true),
            ("www.weather.example", "weather.example", true), ("www.weather.example", "api.weather.example", true),
            ("api.weather.example", "weather.example", false), ("api.weather.example", "docs.weather.example", false),
            ("weather.example", "badweather.example", false), ("www.www.weather.example", "weather.example", false),
        ])
    func checksRoot(_ host: String, _ other: String, _ isRight: Bool) {
        let report = LintExamples.lint(Self.api("https://\(other)/openapi.json"), host: host)
        #expect(report.has("DW144") == !isRight)
    }

    @Test(
        "Each fault of `api.url` is found by its rule",
        arguments: [
            ("", "DW142 error"), ("weather.example/openapi.json", "DW142 error"),
            ("ftp://weather.example/a", "DW142 error"),
            ("//weather.example/a", "DW142 error"), ("me@weather.example", "DW142 error"),
            ("https:// /a", "DW142 error"),
            ("/openapi.json", "DW146 info"), ("openapi.json", "DW146 warning"),
            ("http://weather.example/openapi.json", "DW143 error"), ("https://weather.example:8443/a", "DW148 error"),
            ("https://u:p@weather.example/a", "DW149 error"), ("https://Weather.example/a", "DW151 warning"),
            ("https://weather.example", "DW150 warning"), ("https://weather.example/docs", "DW150 warning"),
            ("https://weather.example/.well-known/ai-plugin.json", "DW150 error"),
            ("https://10.0.0.1/a", "DW152 error"), ("https://api/a", "DW152 error"),
            ("https://gist.githubusercontent.com/a/b", "DW145 error"), ("https://pastebin.com/raw/a", "DW145 error"),
            ("http://localhost:5003/openapi.yaml", "DW147 error"), ("https://other.test/a", "DW144 error"),
            ("PLUGIN_HOSTNAME/openapi.yaml", "DW130 error"), ("https://$host/a", "DW130 error"),
            ("{{BASE}}/openapi.json", "DW130 error"), ("http://localhost:${port}/a", "DW130 error"),
            ("https://<your-domain>/a", "DW130 error"), ("https://your-app-url.com/a", "DW131 error"),
            ("https://api.example.com/a", "DW131 error"), ("https://your-domain.com/a", "DW131 error"),
        ])
    func findsFault(_ url: String, _ expected: String) {
        #expect(LintExamples.lint(Self.api(url)).short == [expected + " /api/url"])
    }

    @Test(
        "Addresses that are unusual but right are let through",
        arguments: [
            "https://weather.example/v4/$metadata?$format=openapi", "https://weather.example:443/openapi.json",
            "https://weather.example/openapi/v1/docs/", "https://api.weather.example/?format=openapi",
            "https://yourweather.weather.example/a", "https://todo.weather.example/openapi.yaml",
        ])
    func findsNothing(_ url: String) { #expect(LintExamples.lint(Self.api(url)).short == []) }

    @Test("While all is on localhost nothing is wrong with that, unless a credential is asked for")
    func allowsLocalhost() {
        let others = [
            "api": #"{"type": "openapi", "url": "http://localhost:5003/openapi.yaml"}"#,
            "logo_url": #""http://localhost:5003/logo.png""#, "legal_info_url": #""http://localhost:5003/legal""#,
        ]
        #expect(LintExamples.lint(LintExamples.manifest(with: others), host: "localhost:5003").short == [])
        #expect(
            LintExamples.lint(LintExamples.manifest(with: others), host: nil).short.contains("DW147 warning /api/url"))
        var signed = others
        signed["auth"] = #"{"type": "user_http", "authorization_type": "bearer"}"#
        for host in ["localhost:5003", nil] {
            let report = LintExamples.lint(LintExamples.manifest(with: signed), host: host)
            #expect(report.short.contains("DW114 error /auth/type"))
        }
    }

    @Test("A manifest that is served on another port than 443 is told so")
    func findsServingPort() {
        let report = LintExamples.lint(LintExamples.manifest(), host: "weather.example:8443")
        #expect(report.short == ["DW148 error "])
        #expect(LintExamples.lint(LintExamples.manifest(), host: "weather.example:443").short == [])
    }

    @Test(
        "OAuth endpoints in each other's place are found",
        arguments: [
            ("/oauth/token", "/oauth/authorize", "DW106 error /auth/client_url"),
            ("/oauth/authorize", "/oauth/authorize", "DW106 error /auth/authorization_url"),
            ("/login", "/api/authorize", "DW106 warning /auth/authorization_url"),
            ("/oauth/authorize?a=b", "/oauth/token", "DW107 error /auth/client_url"),
            ("/oauth/authorize#a", "/oauth/token", "DW107 error /auth/client_url"),
        ])
    func findsSwapped(_ client: String, _ token: String, _ expected: String) {
        let text = Self.oauth("https://weather.example\(client)", "https://weather.example\(token)")
        #expect(LintExamples.lint(text).short == [expected])
    }

    @Test(
        "The sign-in pages of great providers are known",
        arguments: [
            "https://accounts.google.com/o/oauth2/v2/auth", "https://github.com/login/oauth/authorize",
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize", "https://tenant.auth0.com/authorize",
        ])
    func knowsProviders(_ token: String) {
        let text = Self.oauth("https://weather.example/signin", token)
        #expect(LintExamples.lint(text).short == ["DW106 error /auth/authorization_url"])
    }

    private static func oauth(_ client: String, _ token: String, more: String = "") -> String {
        LintExamples.manifest(with: [
            "auth": #"""
            {"type": "oauth", "client_url": "\#(client)", "authorization_url": "\#(token)", "scope": "",\#(more)
             "authorization_content_type": "application/json",
             "verification_tokens": {"openai": "0123456789abcdef0123456789abcdef"}}
            """#
        ])
    }

    @Test(
        "An OAuth endpoint must be an https URL that can be reached",
        arguments: [
            "http://weather.example/token", "weather.example/token", "/token", "", "https://10.0.0.1/token",
            "https://auth/token",
        ])
    func findsEndpoints(_ token: String) {
        let report = LintExamples.lint(Self.oauth("https://weather.example/authorize", token))
        #expect(report.short == ["DW109 error /auth/authorization_url"])
    }

    @Test("An invented `token_url` is told to be the authorization URL")
    func findsTokenURL() {
        let text = Self.oauth(
            "https://weather.example/authorize", "https://weather.example/oauth2",
            more: #""token_url": "https://a.test/","#)
        #expect(LintExamples.lint(text).short == ["DW106 error /auth/token_url"])
    }

    @Test(
        "Logo, contact and legal page are looked at",
        arguments: [
            ("logo_url", "http://weather.example/l.png", "DW167 warning"), ("logo_url", "/l.png", "DW160 warning"),
            ("logo_url", "weather.example/l.png", "DW160 error"), ("logo_url", "", "DW160 error"),
            ("logo_url", "https://weather.example/l.gif", "DW161 warning"),
            ("logo_url", "https://weather.example/l.svg", "DW161 info"),
            ("logo_url", "data:image/png;base64,AA==", "DW162 info"), ("logo_url", "data:text/html,x", "DW162 warning"),
            ("logo_url", "https://example.com/logo.png", "DW131 warning"),
            ("contact_email", "", "DW163 warning"), ("contact_email", "a@b@weather.example", "DW163 warning"),
            ("contact_email", "weather.example", "DW163 warning"),
            ("contact_email", "a b@weather.example", "DW163 warning"),
            ("contact_email", "support@example.com", "DW131 warning"),
            ("contact_email", "you@gmail.com", "DW131 warning"),
            ("contact_email", "hello@contact.com", "DW131 warning"),
            ("contact_email", "ann@other.test", "DW164 warning"),
            ("legal_info_url", "hello@legal.com", "DW165 warning"), ("legal_info_url", "", "DW165 warning"),
            ("legal_info_url", "weather.example/legal", "DW165 warning"), ("legal_info_url", "/legal", "DW165 warning"),
            ("legal_info_url", "mailto:a@weather.example", "DW165 warning"),
            ("legal_info_url", "http://weather.example/legal", "DW167 warning"),
            ("legal_info_url", "https://other.test/legal", "DW166 warning"),
            ("legal_info_url", "http://example.com/legal", "DW131 warning"),
        ])
    func findsDetails(_ name: String, _ value: String, _ expected: String) {
        #expect(
            LintExamples.lint(LintExamples.manifest(with: [name: "\"\(value)\""])).short == ["\(expected) /\(name)"])
    }

    @Test("On a platform that lends names nobody needs a mailbox of its domain")
    func allowsLentNames() {
        let others = [
            "api": #"{"type": "openapi", "url": "https://weather.vercel.app/openapi.json"}"#,
            "contact_email": #""ann@gmail.com""#, "legal_info_url": #""https://ann.dev/legal""#,
        ]
        #expect(LintExamples.lint(LintExamples.manifest(with: others), host: "weather.vercel.app").short == [])
    }
}
