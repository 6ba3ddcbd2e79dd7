import Testing

@testable import Doorward

@Suite("Wrong configurations")
struct WrongInputTests {
    @Test("Each wrong input gives its problem with key, line and what is wrong", arguments: all)
    func wrongInput(_ wrong: WrongInput) throws {
        let (loaded, problems) = outcome(wrong.text)
        let matching = problems.filter {
            $0.keyPath == wrong.key && $0.message.contains(wrong.words) && $0.severity == wrong.severity
        }
        let problem = try #require(matching.first, "got: \(problems.map(\.description))")
        guard case .file(let path, let position) = problem.origin else {
            Issue.record("not from the file: \(problem)")
            return
        }
        #expect(path == "doorward.yaml")
        #expect(position?.line == wrong.line, "\(problem)")
        #expect((loaded == nil) == (wrong.severity == .error))
        #expect(!problem.hint.isEmpty, "\(problem)")
    }

    @Test("A wrong input gives one problem, not a cascade", arguments: all)
    func oneProblem(_ wrong: WrongInput) {
        #expect(outcome(wrong.text).problems.count == 1)
    }

    static let all =
        publicURLs + upstreams + documents + modes + secrets + manifest + lists + numbers + shapes + rules
        + WrongInput.scopes + WrongInput.servers + WrongInput.databases + WrongInput.oauthRules
        + WrongInput.providers + WrongInput.allowRules + WrongInput.providerRules + WrongInput.clients
        + WrongInput.clientRules

    static let publicURLs: [WrongInput] = [
        .publicURL("''", "is empty"),
        .publicURL("api.example.com", "does not begin with"),
        .publicURL("ftp://api.example.com", "does not begin with"),
        .publicURL("https:/api.example.com", "does not begin with"),
        .publicURL("https://", "has no host"),
        .publicURL("https://api.example.com/v1", "has a path"),
        .publicURL("https://api.example.com?x=1", "has a query"),
        .publicURL("https://api.example.com#top", "has a fragment"),
        .publicURL("https://me:word@api.example.com", "user name or password"),
        .publicURL("https://api example.com", "a space"),
        .publicURL("\"https://api.example.com\\t\"", "control character"),
        .publicURL("https://api.example.com\\evil", "a backslash"),
        .publicURL("https://bücher.example", "outside ASCII"),
        .publicURL("https://api.example.com:0", "has a port"),
        .publicURL("'https://api.example.com:'", "has a port"),
        .publicURL("https://api.example.com:65536", "has a port"),
        .publicURL("https://api.example.com:8o", "has a port"),
        .publicURL("https://2130706433", "looks like a number"),
        .publicURL("https://127.1", "looks like a number"),
        .publicURL("https://0x7f.0.0.1", "looks like a number"),
        .publicURL("https://[::1", "between the brackets"),
        .publicURL("https://[::1%25eth0]", "between the brackets"),
        .publicURL("https://::1", "without brackets"),
        .publicURL("https://-api.example.com", "neither a DNS name"),
        .publicURL("https://api..example.com", "neither a DNS name"),
        .publicURL("https://api.example.com.", "neither a DNS name"),
        .publicURL("http://api.example.com", "plain http"),
        .publicURL("[https://api.example.com]", "is a list, not a single value"),
        .publicURL("https://" + String(repeating: "a", count: 2100), "is longer"),
        .publicURL("~", "has no value"),
    ]

    static let upstreams: [WrongInput] = [
        .upstream("127.0.0.1:9000", "does not begin with"),
        .upstream("unix:///run/api.sock", "does not begin with"),
        .upstream("http://127.0.0.1:9000/v1?x=1", "has a query"),
        .upstream("http://api:9000//v1", "empty segment"),
        .upstream("http://api:9000/v1/../v2", "segment in its path"),
        .upstream("http://api:9000/v1/%2e%2E", "segment in its path"),
        .upstream("http://api:9000/v1%zz", "two hexadecimal digits"),
        .upstream("http://api:9000/{version}", "which no URL has"),
        .upstream("http://user@api:9000", "user name or password"),
        .upstream("http://api:9000/é", "outside ASCII"),
        .upstream("http://127.0.0.1:8000", "Doorward itself"),
        .upstream("http://localhost:8000/v1", "Doorward itself"),
        .adding("listen: 0.0.0.0:9000", "upstream.url", line: 3, "Doorward itself"),
        .adding("threads: 0", "threads", "is out of range"), .adding("threads: 1025", "threads", "is out of range"),
        .adding("threads: many", "threads", "is not a whole number"),
        .adding("threads: 8\nlimits: {connections: 7}", "threads", "is more than limits.connections"),
        .adding("listen: '8000'", "listen", "has no host and port"),
        .adding("listen: 127.0.0.1", "listen", "has no host and port"),
        .adding("listen: ':8000'", "listen", "has no host"),
        .adding("listen: '*:8000'", "listen", "has no host"),
        .adding("listen: 127.0.0.1:80000", "listen", "has a port"),
        .adding("listen: ::1:8000", "listen", "without brackets"),
        .adding("listen: 300.0.0.1:8000", "listen", "looks like a number"),
        .adding("listen: {host: a, port: 1}", "listen", "keys of its own, not a single value"),
    ]

    static let documents: [WrongInput] = [
        .adding("", "upstream.openapi", line: 4, openAPI: "''", "is empty"),
        .adding("", "upstream.openapi", line: 4, openAPI: "ftp://example.com/openapi.json", "has a scheme"),
        .adding("", "upstream.openapi", line: 4, openAPI: "http://", "has no host"),
        .adding("", "upstream.openapi", line: 4, openAPI: "file:openapi.yaml", "is not an absolute file"),
        .adding("", "upstream.openapi", line: 4, openAPI: "file://host/openapi.yaml", "is not an absolute file"),
        .adding("", "upstream.openapi", line: 4, openAPI: "//example.com/openapi.json", "two slashes"),
        .adding("", "upstream.openapi", line: 4, openAPI: "/a/../openapi.json", "segment"),
        .adding("", "upstream.openapi", line: 4, openAPI: "docs/", "is a folder"),
        .adding("", "upstream.openapi", line: 4, openAPI: "\"a\\nb\"", "control character"),
    ]

    static let modes: [WrongInput] = [
        .auth("OAuth", "is not known"),
        .auth("Service_HTTP", "is not known"),
        .auth("bearer", "is not known"),
        .auth("''", "is not known"),
        .auth("[none]", "is a list"),
        .adding(
            "service: {secrets: [env:A], authorization_type: Bearer}", "service.authorization_type",
            auth: "service_http", "not known"),
        .adding("user:\n  authorization_type: custom", "user.authorization_type", line: 6, "not known"),
        .adding("expose: everything", "expose", "not known"),
        .adding("logging: {format: xml}", "logging.format", "not known"),
        .adding("logging:\n  level: verbose", "logging.level", line: 6, "not known"),
    ]

    static let secrets: [WrongInput] = [
        .adding("", "service.secrets", line: 4, auth: "service_http", "is missing"),
        .adding("service:\n  secrets: []", "service.secrets", line: 6, auth: "service_http", "is empty"),
        .adding("service:\n  secrets:", "service.secrets", line: 6, auth: "service_http", "has no value"),
        .adding("service:\n  secrets: env:A", "service.secrets", line: 6, auth: "service_http", "not a list"),
        .adding(
            "service:\n  secrets:\n    - env:A\n    - ''", "service.secrets[1]", line: 8, auth: "service_http",
            "is empty"),
        .adding(
            "service:\n  secrets:\n    - env:A\n    -", "service.secrets[1]", line: 8, auth: "service_http",
            "has no value"),
        .adding(
            "service:\n  secrets: [env: A]", "service.secrets[0]", line: 6, auth: "service_http", "not a single value"),
        .adding(
            "service:\n  secrets: [env:A, env:B, env:A]", "service.secrets[2]", line: 6, auth: "service_http", "already"
        ),
        .adding(
            "service:\n  secrets: ['vault:A']", "service.secrets[0]", line: 6, auth: "service_http", "not the name of"),
        .adding("service:\n  secrets: ['env:']", "service.secrets[0]", line: 6, auth: "service_http", "names no place"),
        .adding("service:\n  secrets: ['env:A-B']", "service.secrets[0]", line: 6, auth: "service_http", "not a place"),
        .adding(
            "service:\n  secrets: ['dotenv:.env']", "service.secrets[0]", line: 6, auth: "service_http", "which line"),
        .adding(
            "service:\n  secrets: ['systemd:a/b']", "service.secrets[0]", line: 6, auth: "service_http", "not a place"),
        .adding(
            "service:\n  secrets: ['file:/run/a#b']", "service.secrets[0]", line: 6, auth: "service_http", "has a #"),
        .adding(
            "service:\n  secrets: ['file:/run/']", "service.secrets[0]", line: 6, auth: "service_http", "not the name"),
        .adding("service:\n  header: 'X Key'", "service.header", line: 6, "not the name of a header"),
        .adding("service:\n  header: Host", "service.header", line: 6, "meaning of its own"),
        .adding("service:\n  header: Transfer-Encoding", "service.header", line: 6, "meaning of its own"),
        .adding("service:\n  header: content-length", "service.header", line: 6, "meaning of its own"),
        .adding("service:\n  header: Doorward-Key", "service.header", line: 6, "meaning of its own"),
        .adding("service:\n  header: Authorization", "service.header", line: 6, "the other two types"),
    ]

    static let manifest: [WrongInput] = [
        .adding(
            "manifest:\n  name_for_human: \(String(repeating: "x", count: 51))", "manifest.name_for_human", line: 6,
            "51 characters"),
        .adding("manifest:\n  name_for_human: \"a\\nb\"", "manifest.name_for_human", line: 6, "a line break"),
        .adding("manifest:\n  name_for_model: 1hello", "manifest.name_for_model", line: 6, "not a name"),
        .adding("manifest:\n  name_for_model: hello-world", "manifest.name_for_model", line: 6, "not a name"),
        .adding(
            "manifest:\n  name_for_model: \(String(repeating: "x", count: 51))", "manifest.name_for_model", line: 6,
            "51 characters"),
        .adding(
            "manifest:\n  description_for_human: \(String(repeating: "é", count: 121))",
            "manifest.description_for_human", line: 6, "121"),
        .adding(
            "manifest:\n  description_for_model: \(String(repeating: "x", count: 8001))",
            "manifest.description_for_model", line: 6, "8001"),
        .adding("manifest:\n  contact_email: me", "manifest.contact_email", line: 6, "not an e-mail"),
        .adding("manifest:\n  contact_email: a@b@c.example", "manifest.contact_email", line: 6, "not an e-mail"),
        .adding("manifest:\n  contact_email: a@localhost", "manifest.contact_email", line: 6, "not an e-mail"),
        .adding("manifest:\n  legal_info_url: legal.html", "manifest.legal_info_url", line: 6, "does not begin"),
        .adding("manifest:\n  logo: logo.gif", "manifest.logo", line: 6, "not a picture"),
        .adding("manifest:\n  logo: ''", "manifest.logo", line: 6, "is empty"),
        .adding("manifest:\n  legal_file:", "manifest.legal_file", line: 6, "has no value"),
        .adding("manifest:\n  verification_tokens: abc", "manifest.verification_tokens", line: 6, "not a map"),
        .adding(
            "manifest:\n  verification_tokens: {OpenAI: a}", "manifest.verification_tokens.OpenAI", line: 6,
            "has a name"),
        .adding(
            "manifest:\n  verification_tokens: {openai: ''}", "manifest.verification_tokens.openai", line: 6, "is empty"
        ),
        .adding(
            "manifest:\n  verification_tokens: {openai: [a]}", "manifest.verification_tokens.openai", line: 6,
            "is a list"),
        .adding(
            "manifest:\n  verification_tokens:\n    openai: a b", "manifest.verification_tokens.openai", line: 7,
            "not a token"),
        .adding(
            "manifest:\n  verification_tokens: {openai: Replace_this_string}", "manifest.verification_tokens.openai",
            line: 6, "placeholder", .warning),
        .adding(
            "manifest:\n  verification_tokens: {openai: 56D8}", "manifest.verification_tokens.openai", line: 6,
            "32 lower-case", .warning),
    ]

    static let lists: [WrongInput] = [
        .adding("cors:\n  origins: ['*']", "cors.origins[0]", line: 6, "may not be '*'"),
        .adding("cors:\n  origins: ['null']", "cors.origins[0]", line: 6, "may not be 'null'"),
        .adding(
            "cors:\n  origins:\n    - https://a.example\n    - https://b.example/x", "cors.origins[1]", line: 8,
            "has a path"),
        .adding(
            "cors:\n  origins: [https://a.example, 'https://A.example:443']", "cors.origins[1]", line: 6, "already"),
        .adding("cors:\n  origins: https://a.example", "cors.origins", line: 6, "not a list"),
        .adding("trusted_proxies: [localhost]", "trusted_proxies[0]", "not an IP address"),
        .adding("trusted_proxies: [10.0.0.1/8]", "trusted_proxies[0]", "bits set behind"),
        .adding("trusted_proxies: [10.0.0.0/33]", "trusted_proxies[0]", "prefix length"),
        .adding("trusted_proxies: ['::/129']", "trusted_proxies[0]", "prefix length"),
        .adding("trusted_proxies: [010.0.0.1]", "trusted_proxies[0]", "not an IP address"),
        .adding("trusted_proxies: ['1::2::3']", "trusted_proxies[0]", "not an IP address"),
        .adding("trusted_proxies: [0.0.0.0/0]", "trusted_proxies[0]", "every client", .warning),
        .adding("publish:\n  openapi_aliases: [spec.yaml]", "publish.openapi_aliases[0]", line: 6, "not a path"),
        .adding(
            "publish:\n  openapi_aliases: [/openapi.json]", "publish.openapi_aliases[0]", line: 6, "already answers"),
        .adding(
            "publish:\n  openapi_aliases: [/oauth/x.yaml]", "publish.openapi_aliases[0]", line: 6, "already answers"),
        .adding(
            "publish:\n  openapi_aliases: ['/a?b']", "publish.openapi_aliases[0]", line: 6, "characters that do not"),
        .adding(
            "publish:\n  openapi_aliases: [/a/../b]", "publish.openapi_aliases[0]", line: 6, "characters that do not"),
        .adding("publish:\n  docs: yes", "publish.docs", line: 6, "neither true nor false"),
    ]

    static let numbers: [WrongInput] = [
        .adding("limits:\n  head: 32", "limits.head", line: 6, "out of range"),
        .adding("limits:\n  head: 2MiB", "limits.head", line: 6, "out of range"),
        .adding("limits:\n  head: 32 KiB", "limits.head", line: 6, "unit that is not known"),
        .adding("limits:\n  body: lots", "limits.body", line: 6, "is not a size"),
        .adding("limits:\n  body: 99999999999999999999", "limits.body", line: 6, "too large"),
        .adding("limits:\n  body: 9223372036854775807TiB", "limits.body", line: 6, "too large"),
        .adding("limits:\n  body: -1", "limits.body", line: 6, "is not a size"),
        .adding("limits:\n  connections: 0", "limits.connections", line: 6, "out of range"),
        .adding("limits:\n  connections: 1e3", "limits.connections", line: 6, "not a whole number"),
        .adding("limits:\n  connections: 10_000", "limits.connections", line: 6, "not a whole number"),
        .adding("timeouts:\n  head: 10", "timeouts.head", line: 6, "has no unit"),
        .adding("timeouts:\n  head: 1.5s", "timeouts.head", line: 6, "unit that is not known"),
        .adding("timeouts:\n  head: 10sec", "timeouts.head", line: 6, "unit that is not known"),
        .adding("timeouts:\n  head: 0s", "timeouts.head", line: 6, "out of range"),
        .adding("timeouts:\n  head: 2d", "timeouts.head", line: 6, "out of range"),
        .adding("timeouts:\n  head: 9223372036854775807d", "timeouts.head", line: 6, "hundred years"),
        .adding("timeouts:\n  connect: 2m", "timeouts.connect", line: 6, "never reached", .warning),
    ]

    static let shapes: [WrongInput] = [
        .adding("listem: 127.0.0.1:8000", "listem", "not a known key"),
        .adding("manifest:\n  name: Hello", "manifest.name", line: 6, "not a known key"),
        .adding("service:\n  secret: env:A", "service.secret", line: 6, "not a known key"),
        .adding("secrets: [env:A]", "secrets", "not a known key"),
        .adding("upstream.openapi: a.yaml", "upstream.openapi", "not a known key"),
        .adding("Listen: 127.0.0.1:8000", "Listen", "not a known key"),
        .adding("<<: {listen: a}", "<<", "not a known key"),
        .adding("? [a]\n: b", "", "not plain text"),
        .adding("cors: https://chatgpt.com", "cors", "is a section"),
        .adding("timeouts: [1s]", "timeouts", "is a section"),
        .adding("listen: 127.0.0.1:1\nlisten: 127.0.0.1:2", "listen", "is said again on line 6"),
        .adding("cors:\n  origins: []\n  'origins': []", "cors.origins", line: 6, "is said again on line 7"),
        .adding("database: doorward.db", "database", "is neither sqlite"),
        .adding("database: 'sqlite:'", "database", "is empty"),
        .adding("database: 'sqlite::memory:'", "database", "forgotten"),
        .adding("database: 'sqlite:///var/a.db'", "database", "two slashes"),
    ]

    static let rules: [WrongInput] = [
        .adding("database: none", "database", auth: "user_http", "is none"),
        .adding("metrics: {listen: 0.0.0.0:9464}", "metrics.listen", "other machines"),
        .adding("metrics: {listen: 'metrics.internal:9464'}", "metrics.listen", "other machines"),
        .adding("metrics: {listen: 127.0.0.1:8000}", "metrics.listen", "same address as listen"),
        .adding("service: {secrets: [env:A]}", "service.secrets", "is not used", .warning),
        .adding("service: {header: X-Key}", "service.header", "is not used", .warning),
    ]
}

extension WrongInput {
    /// A wrong place of the OpenAPI document, on line 4.
    static func adding(
        _ added: String, _ key: String, line: Int, openAPI: String, _ words: String
    ) -> WrongInput {
        let text = ConfigurationFixture(upstream: "http://127.0.0.1:9000\n  openapi: \(openAPI)", added: added).text
        return WrongInput(text: text, key: key, line: line, words: words)
    }
}
