import Testing

@testable import Doorward

@Suite("Layers of the configuration")
struct PrecedenceTests {
    /// A key with a value for each layer.
    struct Key: Sendable {
        let path: String
        let file: String
        let environment: String
        let flag: String
    }

    static let keys = [
        Key(path: "listen", file: "127.0.0.1:1", environment: "127.0.0.1:2", flag: "127.0.0.1:3"),
        Key(path: "upstream.connections", file: "1", environment: "2", flag: "3"),
        Key(path: "expose", file: "all", environment: "documented", flag: "all"),
        Key(path: "publish.docs", file: "false", environment: "true", flag: "false"),
        Key(path: "limits.head", file: "1KiB", environment: "2KiB", flag: "3KiB"),
        Key(path: "timeouts.total", file: "11s", environment: "12s", flag: "13s"),
        Key(path: "logging.level", file: "error", environment: "debug", flag: "trace"),
        Key(path: "metrics.listen", file: "off", environment: "127.0.0.1:2", flag: "off"),
        Key(path: "manifest.name_for_human", file: "a", environment: "b", flag: "c"),
    ]

    @Test("flag > environment > file > default, for each way the layers can be filled", arguments: keys, 0..<8)
    func precedence(_ key: Key, _ mask: Int) throws {
        let parts = key.path.split(separator: ".")
        let inFile = parts.count == 1 ? "\(key.path): \(key.file)" : "\(parts[0]): {\(parts[1]): \(key.file)}"
        // `upstream` is in the fixture already.
        let text =
            key.path.hasPrefix("upstream")
            ? ConfigurationFixture(upstream: "http://a" + (mask & 1 == 0 ? "" : "\n  \(parts[1]): \(key.file)")).text
            : ConfigurationFixture(added: mask & 1 == 0 ? "" : inFile).text
        let declared = try #require(ConfigurationKey.named(key.path))
        let loaded = try #require(
            outcome(
                text, environment: mask & 2 == 0 ? [:] : [declared.environmentName: key.environment],
                flags: mask & 4 == 0 ? [] : [(key.path, key.flag)]
            ).loaded)
        let setting = try #require(loaded.effective[key.path])
        switch mask {
        case 4...: #expect(setting.text == key.flag && setting.origin == .flag(name: declared.flagName))
        case 2...:
            #expect(setting.text == key.environment && setting.origin == .environment(name: declared.environmentName))
        case 1:
            #expect(setting.text == key.file)
            guard case .file("doorward.yaml", let position?) = setting.origin else {
                Issue.record("\(setting.origin)")
                return
            }
            #expect(position.line >= 4)
        default: #expect(setting.text == declared.defaultText && setting.origin == .default)
        }
    }

    @Test("A wrong value that a higher layer replaces does not matter")
    func replaced() {
        let text = ConfigurationFixture(added: "listen: nowhere").text
        #expect(outcome(text).loaded == nil)
        #expect(outcome(text, flags: [("listen", "127.0.0.1:1")]).loaded != nil)
    }

    @Test("Lists of the environment are separated by commas and replace the file's")
    func lists() throws {
        let text = ConfigurationFixture(added: "cors: {origins: [https://a.example]}").text
        let loaded = try #require(
            outcome(text, environment: ["DOORWARD_CORS_ORIGINS": "https://b.example, https://c.example"]).loaded)
        #expect(loaded.configuration.cors.origins.map(\.description) == ["https://b.example", "https://c.example"])
        let none = try #require(outcome(text, environment: ["DOORWARD_CORS_ORIGINS": ""]).loaded)
        #expect(none.configuration.cors.origins.isEmpty)
        let wrong = outcome(text, environment: ["DOORWARD_CORS_ORIGINS": "https://b.example,,*"]).problems
        #expect(wrong.map(\.keyPath) == ["cors.origins[1]", "cors.origins[2]"])
        #expect(wrong.allSatisfy { $0.origin == .environment(name: "DOORWARD_CORS_ORIGINS") })
    }

    @Test("An entry of a map is replaced by the environment, the others stay")
    func maps() throws {
        let one = String(repeating: "1", count: 32)
        let two = String(repeating: "2", count: 32)
        let text = ConfigurationFixture(added: "manifest: {verification_tokens: {openai: \(one), other: '\(one)'}}")
            .text
        let loaded = try #require(
            outcome(text, environment: ["DOORWARD_MANIFEST_VERIFICATION_TOKENS_OPENAI": two]).loaded)
        #expect(loaded.configuration.manifest.verificationTokens == ["openai": two, "other": one])
        #expect(
            loaded.effective["manifest.verification_tokens.openai"]?.origin
                == .environment(name: "DOORWARD_MANIFEST_VERIFICATION_TOKENS_OPENAI"))
    }

    @Test("Everything can come from the environment alone")
    func environmentOnly() throws {
        let environment = [
            "DOORWARD_PUBLIC_URL": "https://a.example", "DOORWARD_UPSTREAM_URL": "http://api:80/",
            "DOORWARD_AUTH": "none",
            "DOORWARD_CONFIG": "",
        ]
        let loaded = try ConfigurationLoader.load(path: nil, environment: environment)
        #expect(loaded.file == nil)
        #expect(loaded.configuration.upstream.url.description == "http://api")
    }

    @Test("Without any file the missing keys and 'doorward init' are named")
    func nothing() {
        #expect { try ConfigurationLoader.load(path: nil) } throws: { error in
            let problems = (error as? ConfigurationFailure)?.problems ?? []
            return problems.count == 4 && problems.contains { $0.hint.contains("doorward init") }
        }
    }

    @Test("An unknown variable is an error with the nearest name, and its value is not shown")
    func unknownVariable() {
        let problems = outcome(
            ConfigurationFixture().text,
            environment: ["DOORWARD_SERVICE_SECRET": "hunter2", "DOORWARD_LOGGING_LEVL": "info"]
        ).problems
        #expect(
            problems.map(\.description) == [
                "DOORWARD_LOGGING_LEVL: is not a variable that Doorward knows; did you mean DOORWARD_LOGGING_LEVEL?",
                "DOORWARD_SERVICE_SECRET: is not a variable that Doorward knows; did you mean DOORWARD_SERVICE_SECRETS?",
            ])
    }

    @Test(
        "Variables of other purposes are left alone",
        arguments: [
            "DOORWARD_CONFIG", "DOORWARD_LOG", "DOORWARD_LOG_X", "DOORWARD_TEST_PORT", "DOORWARD_SHARED",
            "DOORWARD_BINARY",
            "DOORWARD_SERVICE_HOST", "DOORWARD_SERVICE_PORT_HTTP", "DOORWARD_PORT_8000_TCP_ADDR", "DOORWARDX", "PATH",
        ])
    func foreign(_ name: String) {
        #expect(outcome(ConfigurationFixture().text, environment: [name: "x"]).problems.isEmpty)
    }

    @Test("A variable that holds a secret may have any name")
    func claimed() {
        let text = ConfigurationFixture(auth: "service_http", added: "service: {secrets: [env:DOORWARD_SECRET]}").text
        #expect(outcome(text, environment: ["DOORWARD_SECRET": "x"]).problems.isEmpty)
    }

    @Test("A map without the name of an entry says how it is written")
    func mapVariable() {
        let problems = outcome(
            ConfigurationFixture().text, environment: ["DOORWARD_MANIFEST_VERIFICATION_TOKENS": "x"]
        ).problems
        #expect(problems.map(\.hint).first?.hasSuffix("DOORWARD_MANIFEST_VERIFICATION_TOKENS_OPENAI") == true)
    }

    @Test("A flag for no key is a problem")
    func unknownFlag() {
        let problems = outcome(ConfigurationFixture().text, flags: [("lisen", "a")]).problems
        #expect(problems.map(\.description) == ["--lisen: is not a key that a flag can set; did you mean 'listen'?"])
    }
}
