import Testing

@testable import DoorwardDocuments

@Suite("What is no secret")
struct NoSecretTests {
    private func found(_ text: String, name: String = "openapi.yaml") -> [LintFinding] {
        Linter().lint(LintInput(name: name, bytes: Array(text.utf8))).findings.filter { $0.rule.id.hasPrefix("DW3") }
    }

    @Test(
        "Placeholders are none, under whatever name",
        arguments: [
            "", "xxxxxxxxxxxxxxxxxxxx", "XXXXXXXX-XXXX-XXXX", "your-api-key", "YOUR_API_KEY_HERE_1234", "<your key>",
            "<YOUR_TOKEN_1a2b3c4d>", "${API_KEY}", "${{ secrets.API_KEY_2 }}", "{{apiKey1a2b3c4d}}", "$API_KEY",
            "%API_KEY%",
            "changeme", "change-me-1a2b3c4d5e6f", "example-key-1a2b3c4d5e", "REPLACE_ME",
            "REPLACE_WITH_YOUR_CLIENT_SECRET",
            "1234567890abcdef", "0123456789abcdef0123456789abcdef", "********************", "sk-...", "abc...xyz123456",
            "[redacted-1a2b3c4d5e6f]", "process.env.API_KEY_1a2b", "string", "secret", "my-secret", "password123",
            "Passw0rd!", "P@ssw0rd", "test", "insert_key_here_1a2b3c", "dummy1a2b3c4d5e6f7g", "fake_1a2b3c4d5e6f7g8h",
            "aaaaaaaaaaaaaaaaaaaaaaaa", "00000000-0000-0000-0000-000000000000", "2YotnFZFEjr1zCsicMWpAA",
            "tGzv3JOkF0XG5Qx2TlKWIA", "a description of the key", "none", "null", "True", "https://auth.example/token",
            "read:things write:things", "application/json", "2023-05-01T12:00:00Z", "getSecretKeyOfUser2",
        ])
    func ignoresPlaceholders(value: String) {
        for name in ["client_secret", "api_key", "accessToken", "password", "token", "X-Api-Key"] {
            let json: JSONValue = ["openapi": "3.1.0", "x": [name: .string(value)]]
            #expect(found(String(decoding: json.serialized(), as: UTF8.self)).isEmpty, "\(name)")
            let prose: JSONValue = [
                "openapi": "3.1.0", "x": .string("curl -H '\(name): \(value)' 'https://x.example?\(name)=\(value)'"),
            ]
            #expect(found(String(decoding: prose.serialized(), as: UTF8.self)).isEmpty, "\(name) in prose")
        }
        #expect(found("openapi: 3.1.0\ninfo:\n  description: 'Authorization: Bearer \(value)'\n").isEmpty)
        // In front of a host even a date would be a password, and so would a word with digits in it.
        guard !["2023-05-01T12:00:00Z", "getSecretKeyOfUser2", "Passw0rd!", "P@ssw0rd"].contains(value) else { return }
        #expect(found("openapi: 3.1.0\nservers: [{url: 'postgres://app:\(value)@db.example/x'}]\n").isEmpty)
    }

    private static let token = {
        var maker = PlantedSecrets(seed: 9)
        return maker.text(32, PlantedSecrets.lowerHex)
    }()
    private static let uuid = {
        var maker = PlantedSecrets(seed: 10)
        return maker.uuid()
    }()

    @Test("Verification tokens are public by design")
    func ignoresVerificationTokens() {
        for auth in [
            #"{"type": "service_http", "authorization_type": "bearer", "verification_tokens": {"openai": "T"}}"#,
            #"{"type": "service_http", "authorization_type": "bearer", "verification_tokens": {"openai": "T", "access_token": "T"}}"#,
            #"{"type": "service_http", "authorization_type": "bearer", "verification_token": "T"}"#,
        ] {
            let text = LintExamples.manifest(with: ["auth": auth.replacing("T", with: Self.token)])
            #expect(found(text, name: "ai-plugin.json").isEmpty)
        }
    }

    @Test(
        "Addresses of pictures and pages with a token are for everyone",
        arguments: [
            "https://firebasestorage.googleapis.com/v0/b/x.appspot.com/o/logo.png?alt=media&token=U",
            "https://firebasestorage.googleapis.com/v0/b/x.appspot.com/o/a?alt=media&token=U",
            "https://cdn.weather.example/logo?token=T", "https://pictures.weather.example/logo.png?key=T",
            "https://policies.weather.example/live.php?token=T",
        ])
    func ignoresLinks(url: String) {
        let url = url.replacing("U", with: Self.uuid).replacing("T", with: Self.token)
        for member in ["logo_url", "legal_info_url"] {
            #expect(found(LintExamples.manifest(with: [member: "\"\(url)\""]), name: "ai-plugin.json").isEmpty)
        }
    }

    @Test(
        "What only looks random is none",
        arguments: [
            "operationId: get-U", "x-request-id: U", "etag: T", "x-content-sha256: TT", "integrity: sha256-TT",
            "commit: T", "next_page_token: TT", "pageToken: TT", "csrf_token: TT", "public_key: TT",
            "publishable_key: pk_live_T", "client_id: T.apps.googleusercontent.com", "site_key: TT", "token_hash: TT",
            "x-logo: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAATT'", "key: U", "token: U",
            "tokenUrl: https://x.example/TT",
            "description: 'Tokens look like TT'",
        ])
    func ignoresRandom(line: String) {
        let line = line.replacing("U", with: Self.uuid).replacing("T", with: Self.token)
        #expect(found("openapi: 3.1.0\n\(line)\n").isEmpty)
    }

    @Test("Descriptions of secrets in schemas are none")
    func ignoresSchemas() {
        let text = """
            openapi: 3.1.0
            components:
              securitySchemes:
                ApiKeyAuth: {type: apiKey, in: header, name: X-Api-Key, description: Your API key from the dashboard}
                OAuth: {type: oauth2, flows: {authorizationCode: {tokenUrl: https://a.example/oauth/token, scopes: {secret: read}}}}
              schemas:
                Login:
                  properties:
                    client_secret: {type: string, format: password, description: The secret of the client, minLength: 32}
                    password: {type: string, example: correct horse}
                    token: {type: string, enum: [\(Self.token), b]}
                    secret_type: {type: string, example: api_key}
            """
        #expect(found(text).isEmpty)
    }

    @Test("A token that has run out is mentioned, no more; the key for everyone is not")
    func judgesTokens() {
        func token(_ claims: String) -> String {
            let parts = [#"{"alg":"RS256"}"#, claims].map { PlantedSecrets.base64(Array($0.utf8)) }
            return (parts + [Self.token + Self.token]).joined(separator: ".")
        }
        #expect(found("x: \(token(#"{"sub":"a1b2","exp":1600000000}"#))").map(\.severity) == [.info])
        #expect(found("x: \(token(#"{"role":"anon","exp":2000000000}"#))").isEmpty)
        #expect(found("x: \(token(#"{"sub":"1234567890","name":"John Doe"}"#))").isEmpty)
        #expect(found("x: \(token(#"{"sub":"a1b2","exp":2000000000}"#))").map(\.severity) == [.error])
    }

    @Test("Documents that ChatGPT's store had accepted raise no alarm", arguments: Corpus.manifests + Corpus.specs)
    func staysQuiet(file: Corpus.File) {
        let findings = Linter().lint(LintInput(name: file.name, bytes: file.bytes)).findings
        let alarms = findings.filter { $0.rule.id.hasPrefix("DW3") && $0.severity > .info }
        #expect(alarms.isEmpty, "\(alarms.map { "\($0.rule.id) \($0.pointer) \($0.line)" })")
    }
}
