import Testing

@testable import DoorwardDocuments

@Suite("Secrets under telling names")
struct NamedSecretTests {
    private static func made(_ count: Int, _ alphabet: String = PlantedSecrets.mixed, seed: UInt64 = 5) -> String {
        var maker = PlantedSecrets(seed: seed)
        return maker.text(count, alphabet)
    }

    static let random = made(32)
    static let hex = made(40, PlantedSecrets.lowerHex, seed: 6)
    static let password = made(9, seed: 7) + "!7x"

    private func found(_ text: String, name: String = "openapi.yaml") -> [LintFinding] {
        Linter().lint(LintInput(name: name, bytes: Array(text.utf8))).findings.filter { $0.rule.id.hasPrefix("DW3") }
    }

    static let spellings = [
        "client_secret", "clientSecret", "CLIENT-SECRET", "api_key", "apiKey", "X-API-Key", "apikey", "OPENAI_API_KEY",
        "access_token", "accessToken", "auth_token", "refresh-token", "secret", "app_secret", "webhook_secret",
        "signing_key", "private_key", "aws_secret_access_key", "DD_APPLICATION_KEY", "Ocp-Apim-Subscription-Key",
        "password", "dbPassword", "db_passwd", "passphrase", "token", "x-functions-key", "credentials",
        "NEXTAUTH_SECRET", "pagerduty_token", "nextcloud_token", "lastpass_token", "lastfm_token", "maxmind_token",
        "firstdata_token", "synctera_token", "startup_token", "canonical_api_key", "republic_password",
        "anonymous_password", "secret_key_base", "db_pass", "smtp_pass", "passcode", "creds", "API_KEY_PROD",
        "client_secret_prod", "secretValue", "primaryKey", "sshkey",
    ]

    @Test("A random value under a telling name is found in every notation, once", arguments: spellings)
    func findsNamed(name: String) {
        for value in [Self.random, Self.hex] {
            for text in [
                "openapi: 3.1.0\nx-config:\n  \(name): \(value)\n",
                "openapi: 3.1.0\nx-config:\n  \"\(name)\": '\(value)'\n",
                "openapi: 3.1.0\nx-config: {\(name): \(value)}\n",
                "openapi: 3.1.0\nx-config:\n  \(name): >-\n    \(value)\n",
                "openapi: 3.1.0\n# \(name)=\(value)\n",
                "openapi: 3.1.0\n# \(name): \(value)\n",
                "openapi: 3.1.0\ninfo:\n  description: call it with `\(name)=\(value)`.\n",
                "openapi: 3.1.0\ninfo:\n  description: \"curl -H '\(name): \(value)' https://x.example\"\n",
                "{\"openapi\": \"3.1.0\", \"x\": {\"\(name)\": \"\(value)\"}}",
                "{\"openapi\": \"3.1.0\", \"x\": \"{\\\"\(name)\\\": \\\"\(value)\\\"}\"}",
            ] {
                let findings = found(text)
                #expect(findings.map(\.rule.id) == ["DW304"], "\(text.replacing(value, with: "…"))")
                #expect(!findings.contains { "\($0)".contains(value) })
            }
        }
    }

    @Test("An example and a default of a parameter or property of a telling name are found")
    func findsExamples() {
        let texts = [
            "components: {schemas: {A: {properties: {api_key: {type: string, example: \(Self.random)}}}}}",
            "components: {schemas: {A: {properties: {api_key: {type: string, default: \(Self.random)}}}}}",
            "components: {schemas: {A: {properties: {api_key: {type: string, examples: [\(Self.random)]}}}}}",
            "components: {parameters: {K: {name: X-Api-Key, in: header, example: \(Self.random)}}}",
            "components: {parameters: {K: {name: api_key, in: query, schema: {type: string, default: \(Self.random)}}}}",
            "components: {parameters: {K: {name: api_key, in: query, examples: {a: {value: \(Self.random)}}}}}",
            "servers: [{url: 'https://x.example/{apiKey}', variables: {apiKey: {default: \(Self.random)}}}]",
        ]
        for text in texts {
            #expect(found("openapi: 3.1.0\n" + text).map(\.rule.id) == ["DW304"], "\(text.prefix(60))")
        }
    }

    @Test(
        "A secret that is told in prose is found",
        arguments: [
            "The API key is V", "API key: V", "Use the api key V for all calls", "Its password is `V`.",
            "access token V",
        ])
    func findsProse(text: String) {
        let text = text.replacing("V", with: Self.random)
        #expect(found("openapi: 3.1.0\ninfo:\n  description: \"\(text)\"\n").map(\.rule.id) == ["DW304"])
    }

    @Test("A password of three kinds of characters is found")
    func findsPasswords() {
        #expect(found("openapi: 3.1.0\nx: {password: \"\(Self.password)\"}").map(\.rule.id) == ["DW304"])
    }

    @Test("Typed passwords in URLs are found, made-up ones are not")
    func findsTypedPasswords() {
        for password in ["s3cr3tP4ssw0rd", "hunter2", "Tr0ub4dor&3"] {
            #expect(
                found("openapi: 3.1.0\nx: \"postgres://admin:\(password)@db.internal:5432/app\"").map(\.rule.id) == [
                    "DW303"
                ])
        }
        for login in [
            "user:password", "username:password", "postgres:postgres", "user:pass", "app:<password>", ":secret", "x:80",
        ] {
            #expect(found("openapi: 3.1.0\nx: \"postgres://\(login)@db.internal:5432/app\"").isEmpty)
        }
        #expect(found("openapi: 3.1.0\nx: see http://host:8080/a@b and git@github.com:a/b").isEmpty)
    }

    @Test("A key of which a part counts up is a key all the same")
    func findsCountedKeys() {
        let slack = "xo" + "xb-123456789012-1234567890123-" + Self.random.prefix(24)
        #expect(found("openapi: 3.1.0\nx: \(slack)").map(\.rule.id) == ["DW301"])
        #expect(found("openapi: 3.1.0\nx: AI" + "zaSyA1234567890abcdefghijklmnopqrstuv").isEmpty)
    }

    @Test("Credentials in examples of calls are found")
    func findsCredentials() {
        let basic = PlantedSecrets.base64(Array("app:\(Self.random)".utf8))
        for text in [
            "Authorization: Bearer \(Self.random)", "authorization: bearer \(Self.hex)",
            "Authorization: Basic \(basic)",
            "curl -u app:\(Self.random) https://x.example", "curl --user 'app:\(Self.random)' https://x.example",
        ] {
            #expect(
                found("openapi: 3.1.0\ninfo:\n  description: \"\(text)\"\n").map(\.rule.id) == ["DW307"],
                "\(text.prefix(20))")
        }
    }

    @Test("Secrets in the query of a URL are found")
    func findsQueries() {
        for name in ["api_key", "key", "access_token", "token", "client_secret", "subscription-key", "password"] {
            for url in [
                "https://api.example/openapi.json?\(name)=\(Self.random)", "/v1/things?a=1&\(name)=\(Self.random)&b=2",
                "https://api.example/x?a=1&amp;\(name)=\(Self.random)",
            ] {
                #expect(found("openapi: 3.1.0\nservers:\n- url: \(url)\n").map(\.rule.id) == ["DW306"], "\(name)")
            }
        }
    }

    @Test("A JSON Web Key with its private part is found, a public one is not")
    func findsWebKeys() {
        let key = #"{"openapi": "3.1.0", "keys": [{"kty": "EC", "crv": "P-256", "x": "§x", "y": "§y"§d}]}"#
            .replacing("§x", with: Self.made(43, PlantedSecrets.dashed)).replacing(
                "§y", with: Self.made(43, PlantedSecrets.dashed, seed: 8))
        #expect(found(key.replacing("§d", with: "")).isEmpty)
        #expect(found(key.replacing("§d", with: ", \"d\": \"\(Self.random)\"")).map(\.rule.id) == ["DW302"])
    }

    @Test("A private key is found once, of whatever kind, in JSON and YAML; its first line in prose is none")
    func findsPrivateKeys() {
        let body = (0..<6).map { Self.made(64, PlantedSecrets.base64, seed: UInt64(20 + $0)) }
        for label in ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ", "DSA "] {
            let lines = ["-----BEGIN \(label)PRIVATE" + " KEY-----"] + body + ["-----END \(label)PRIVATE" + " KEY-----"]
            let json: JSONValue = ["openapi": "3.1.0", "private_key": .string(lines.joined(separator: "\n"))]
            #expect(found(String(decoding: json.serialized(), as: UTF8.self)).map(\.rule.id) == ["DW302"])
            let yaml = "openapi: 3.1.0\nx-key: |\n" + lines.map { "  " + $0 + "\n" }.joined()
            #expect(found(yaml).map(\.rule.id) == ["DW302"])
        }
        let pgp =
            ["-----BEGIN PGP PRIVATE" + " KEY BLOCK-----", ""] + body + ["-----END PGP PRIVATE" + " KEY BLOCK-----"]
        #expect(found("openapi: 3.1.0\nx-key: |\n" + pgp.map { "  " + $0 + "\n" }.joined()).map(\.rule.id) == ["DW302"])
        #expect(
            found("openapi: 3.1.0\nx: a key begins with -----BEGIN " + "PRIVATE KEY----- in its first line").isEmpty)
    }
}
