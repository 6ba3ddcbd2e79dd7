import Testing

@testable import DoorwardDocuments

@Suite("Secrets in what other rules say")
struct SecretTextsTests {
    private static let random = {
        var maker = PlantedSecrets(seed: 51)
        return maker.text(32)
    }()

    /// Whether a piece of six characters of the secret is in a text, signs left out.
    private func shows(_ secret: String, _ findings: [LintFinding]) -> Bool {
        let pieces = Array(secret.filter { $0.isLetter || $0.isNumber })
        let said = findings.map { ($0.message + $0.hint + $0.pointer).filter { $0.isLetter || $0.isNumber } }
        return pieces.indices.dropLast(5).contains { start in
            let piece = String(pieces[start..<(start + 6)])
            return said.contains { $0.contains(piece) }
        }
    }

    private func lint(_ text: String, _ name: String = "ai-plugin.json") -> [LintFinding] {
        Linter().lint(LintInput(name: name, bytes: Array(text.utf8), host: "weather.example")).findings
    }

    @Test("A client secret without quotes is shown by no rule")
    func masksUnquoted() {
        let findings = lint(
            #"{"schema_version":"v1","auth":{"type":"oauth","client_secret": \#(Self.random)}}"#)
        #expect(findings.contains { $0.rule.id == "DW011" } && findings.contains { $0.rule.id == "DW305" })
        #expect(!shows(Self.random, findings))
    }

    @Test("A password in a URL is shown by no rule", arguments: ["Xq7!vR2#pL9$wZ4", "Xq7!vR2pL9$wZ4", "Xq7?vR2pL9wZ4"])
    func masksPasswords(password: String) {
        for url in ["https://user:\(password)@weather.example/o.json", "https://\(Self.random)@weather.example/o.json"]
        {
            let manifest = lint(LintExamples.manifest(with: ["api": #"{"type": "openapi", "url": "\#(url)"}"#]))
            let api = lint(
                #"{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "servers": [{"url": "\#(url)"}], "paths": {}}"#,
                "openapi.json")
            for findings in [manifest, api] {
                #expect(findings.contains { $0.rule.id == "DW303" } && findings.contains { !$0.rule.isAboutSecrets })
                #expect(!shows(password, findings) && !shows(Self.random, findings))
            }
        }
    }

    @Test("A secret that a hint writes anew is not shown", arguments: PlantedSecrets.all.filter { $0.rule == "DW301" })
    func masksHints(secret: PlantedSecrets.Secret) {
        let id = JSONValue.string("api_key \(secret.text)")
        let json: JSONValue = [
            "openapi": "3.1.0", "info": ["title": "t", "version": "1"], "servers": [["url": "https://weather.example"]],
            "paths": ["/a": ["get": ["operationId": id, "summary": "s", "responses": ["200": ["description": "d"]]]]],
        ]
        let findings = lint(String(decoding: json.serialized(), as: UTF8.self), "openapi.json")
        #expect(findings.contains { $0.pointer.hasSuffix("operationId") && !$0.rule.isAboutSecrets })
        #expect(!shows(String(secret.text.suffix(10)), findings))
    }

    @Test("What looks random in the place of a keyword is not quoted")
    func masksKeywords() {
        for member in [
            ["auth": #"{"type": "\#(Self.random)"}"#],
            ["api": #"{"type": "\#(Self.random)", "url": "https://weather.example/openapi.json"}"#],
        ] {
            let findings = lint(LintExamples.manifest(with: member))
            #expect(!findings.isEmpty && !shows(Self.random, findings))
            #expect(findings.contains { $0.message.contains("•••") })
        }
        #expect(
            SecretMask.withoutRandomQuotes("“oauth2” is no type, “bearer” is") == "“oauth2” is no type, “bearer” is")
        #expect(SecretMask.withoutRandomQuotes("`\(Self.random)…” and “x”").hasSuffix("“x”"))
    }

    @Test("Words around a secret stay")
    func keepsWords() {
        var texts = SecretTexts()
        let document = Array("x \(Self.random) y".utf8)
        texts.add(SecretSighting(.named, "api_key", 2..<34), in: document)
        #expect(texts.masked("Write “api_key_\(Self.random)” here") == "Write “api_key_•••” here")
        #expect(texts.masked("`\(Self.random.prefix(12))…` is") == "`•••…` is")
        #expect(texts.masked("The type is “oauth”.") == "The type is “oauth”.")
    }
}
