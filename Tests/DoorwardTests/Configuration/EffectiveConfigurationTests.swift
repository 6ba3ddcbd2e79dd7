import DoorwardSecrets
import Testing

@testable import Doorward

@Suite("The effective configuration and the table of keys")
struct EffectiveConfigurationTests {
    private static let text = ConfigurationFixture(
        upstream: "http://127.0.0.1:9000\n  openapi: https://a.example/o?key=hunter2\n  authorization: env:API_KEY",
        auth: "service_http",
        added: "service: {secrets: [env:A, 'dotenv:.env#B']}\nmanifest: {name_for_human: \"Hi \\\"you\\\"\"}"
    ).text

    @Test("The table shows every key once with value and origin, references but no query")
    func table() throws {
        let loaded = try #require(outcome(Self.text, environment: ["DOORWARD_EXPOSE": "all"]).loaded)
        let lines = loaded.effective.text().split(separator: "\n").map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        #expect(lines.count == ConfigurationKey.all.count)
        for expected in [
            "public_url https://api.example.com doorward.yaml:1:13", "listen 127.0.0.1:8000 default",
            "upstream.openapi https://a.example/o?<redacted> doorward.yaml:4:12",
            "upstream.authorization env:API_KEY doorward.yaml:5:18", "expose all DOORWARD_EXPOSE",
            "service.secrets [env:A, dotenv:.env#B] doorward.yaml:7:20", "upstream.ca_file (the system's) default",
        ] { #expect(lines.contains(expected), "\(expected) in\n\(loaded.effective.text())") }
        #expect(!loaded.effective.text().contains("hunter2"))
    }

    @Test("The JSON form has the same settings, escaped")
    func json() throws {
        let json = try #require(outcome(Self.text).loaded).effective.json()
        #expect(
            json.contains(
                #"{"key": "service.secrets", "value": ["env:A", "dotenv:.env#B"], "origin": {"kind": "file", "path": "doorward.yaml", "line": 7, "column": 20}}"#
            ))
        #expect(json.contains(#"{"key": "manifest.name_for_human", "value": "Hi \"you\"", "#))
        #expect(json.contains(#"{"key": "manifest.logo", "value": null, "origin": {"kind": "default"}}"#))
        #expect(!json.contains("hunter2"))
        #expect("a\u{1B}\u{85}\n\\".jsonQuoted == "\"a\\u001b\\u0085\\u000a\\\\\"")
    }

    @Test(
        "Each key has its own name in every layer, and a default that its own rules accept",
        arguments: ConfigurationKey.all.map(\.path))
    func keys(_ path: String) throws {
        let key = try #require(ConfigurationKey.named(path))
        #expect(ConfigurationKey.all.filter { $0.environmentName == key.environmentName }.count == 1)
        #expect(ConfigurationKey.all.filter { $0.flagName == key.flagName }.count == 1)
        var configuration = DoorwardConfiguration.defaults
        guard let shape = key.binding.written(configuration) else { return }
        #expect(key.binding.apply(RawValue(shape: shape, origin: .default), &configuration).isEmpty)
        #expect(configuration == .defaults)
    }

    @Test(
        "The defaults are the contract's",
        arguments: [
            ("listen", "127.0.0.1:8000"), ("upstream.openapi", "/openapi.json"), ("upstream.connections", "128"),
            ("service.authorization_type", "bearer"), ("service.header", "X-Api-Key"), ("publish.docs", "true"),
            ("publish.openapi_aliases", "[/.well-known/openapi.yaml, /specification.yaml]"), ("expose", "documented"),
            ("cors.origins", "[https://chat.openai.com, https://chatgpt.com]"),
            ("trusted_proxies", "[127.0.0.0/8, '::1']"),
            ("database", "sqlite:doorward.db"), ("metrics.listen", "127.0.0.1:9464"), ("logging.format", "auto"),
            ("logging.level", "info"), ("limits.head", "32KiB"), ("limits.body", "128MiB"),
            ("limits.connections", "10000"),
            ("timeouts.head", "10s"), ("timeouts.idle", "75s"), ("timeouts.body", "30s"), ("timeouts.connect", "5s"),
            ("timeouts.first_byte", "45s"), ("timeouts.upstream_idle", "30s"), ("timeouts.total", "45s"),
            ("timeouts.drain", "30s"),
        ])
    func defaults(_ path: String, _ text: String) { #expect(ConfigurationKey.named(path)?.defaultText == text) }

    @Test(
        "A secret may be optional, in either form",
        arguments: ["optional:env:A", "{from: env:A, optional: true}", "{optional: true, from: env:A}"])
    func optionalSecret(_ written: String) throws {
        let item = written.hasPrefix("{") ? written : "'\(written)'"
        let fixture = ConfigurationFixture(
            upstream: "http://127.0.0.1:9000\n  authorization: \(item)", auth: "service_http",
            added: "service: {secrets: [env:B, \(item)]}")
        let loaded = outcome(fixture.text)
        let configuration = try #require(loaded.loaded?.configuration, "\(loaded.problems)")
        #expect(configuration.service.secrets.map(\.isOptional) == [false, true])
        #expect(configuration.upstream.authorization?.isOptional == true)
        #expect(configuration.service.secrets[1].description == "env:A")
    }

    @Test(
        "A secret's place that is written with other keys is refused without being repeated",
        arguments: [
            "{from: env:A, optional: maybe}", "{from: env:A, otional: true}", "{optional: true}", "{from: [env:A]}",
            "{from: {from: env:A}}", "{from: hunter2hunter2, optional: true}",
        ])
    func wrongSecretForm(_ written: String) throws {
        let problems = outcome(
            ConfigurationFixture(auth: "service_http", added: "service: {secrets: [\(written)]}").text
        )
        .problems.map(\.description)
        #expect(problems.contains { $0.contains("service.secrets[0]") }, "\(problems)")
        #expect(!problems.contains { $0.contains("hunter2") || $0.contains("otional") })
    }

    @Test("Names of flags and variables follow the path")
    func names() {
        let names = ["logging.format", "public_url", "upstream.ca_file"].compactMap(ConfigurationKey.named)
        #expect(names.map(\.flagName) == ["--log-format", "--public-url", "--upstream-ca-file"])
        #expect(
            names.map(\.environmentName) == [
                "DOORWARD_LOGGING_FORMAT", "DOORWARD_PUBLIC_URL", "DOORWARD_UPSTREAM_CA_FILE",
            ])
    }

    @Test("The reference names every key, variable and default")
    func reference() {
        let markdown = ConfigurationReference.markdown()
        for key in ConfigurationKey.all {
            #expect(
                markdown.contains("| `\(key.path)` |") && markdown.contains("| `\(key.environmentName)"), "\(key.path)"
            )
        }
        #expect(markdown.contains("*must be said*") && markdown.contains("`127.0.0.1:9464`"))
    }

    @Test("A configuration made in code is checked by the same rules")
    func code() throws {
        var configuration = DoorwardConfiguration(
            publicURL: try PublicURL(parsing: "https://a.example"), upstream: try UpstreamURL(parsing: "http://api"),
            auth: .serviceHTTP)
        #expect(
            configuration.problems().map(\.description) == [
                "service.secrets: is missing; auth: service_http needs at least one place of a secret, such as [env:NAME]"
            ])
        configuration.service.secrets = [try SecretReference(parsing: "env:A")]
        try configuration.validate()
        configuration.manifest.nameForModel = "no no"
        configuration.metrics.listen = try ListenAddress(parsing: "0.0.0.0:1")
        configuration.limits.head = 1
        #expect(
            Set(configuration.problems().map(\.keyPath)) == [
                "manifest.name_for_model", "metrics.listen", "limits.head",
            ])
        #expect(throws: ConfigurationFailure.self) { try configuration.validate() }
    }
}
