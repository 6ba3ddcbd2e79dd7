import Testing

@testable import DoorwardDocuments

@Suite("Secrets of known kinds in public files")
struct SecretKindTests {
    private func secrets(_ text: String, name: String = "openapi.json") -> [LintFinding] {
        Linter().lint(LintInput(name: name, bytes: Array(text.utf8))).findings.filter { $0.rule.id.hasPrefix("DW3") }
    }

    private func json(_ value: JSONValue) -> String { String(decoding: value.serialized(pretty: true), as: UTF8.self) }

    @Test("At least sixty kinds are known")
    func areMany() {
        #expect(Set(KeyShape.all.map(\.name)).count >= 60)
        #expect(Set(PlantedSecrets.all.map(\.what)).count >= 60)
    }

    @Test("A planted secret is found wherever it is, once, and never shown", arguments: PlantedSecrets.all)
    func isFound(secret: PlantedSecrets.Secret) {
        let value = secret.text
        let documents: [(place: String, text: String, pointer: String)] = [
            ("a JSON value", json(["openapi": "3.1.0", "x-note": .string(value)]), "/x-note"),
            (
                "a description",
                json(["openapi": "3.1.0", "info": ["description": .string("Send \(value) along. It works.")]]),
                "/info/description"
            ),
            ("a YAML value", "openapi: 3.1.0\ninfo:\n  x-note: \"\(value)\"\n", "/info/x-note"),
            (
                "a YAML block", "openapi: 3.1.0\ninfo:\n  description: |\n    Use it:\n    \(value)\n",
                "/info/description"
            ),
            ("a YAML comment", "openapi: 3.1.0\n# TODO remove \(value)\ninfo:\n  title: x\n", ""),
            (
                "a JSON string in a JSON string",
                json(["openapi": "3.1.0", "x": .string(json(["k": .string(value)]))]), "/x"
            ),
        ]
        for document in documents {
            let found = secrets(document.text)
            #expect(found.map(\.rule.id) == [secret.rule], "\(document.place)")
            #expect(found.first?.pointer == document.pointer, "\(document.place)")
            for finding in found {
                #expect(!"\(finding)".contains(value), "\(document.place)")
                #expect(finding.edits.isEmpty)
            }
        }
    }

    @Test("Its place is told in line and column", arguments: PlantedSecrets.all.prefix(8))
    func tellsPlace(secret: PlantedSecrets.Secret) {
        let found = secrets("{\n  \"openapi\": \"3.1.0\",\n  \"x-é\": \"at \(secret.text) !\"\n}").first
        #expect(found?.line == 3)
        #expect(found?.column == 14)
        #expect(found?.endColumn == 14 + secret.text.utf8.count)
    }

    @Test("A beginning alone, a piece of a word, and a text too short are none", arguments: PlantedSecrets.all)
    func ignoresNearMisses(secret: PlantedSecrets.Secret) {
        guard secret.rule == "DW301" || secret.rule == "DW308" else { return }
        for text in [String(secret.text.prefix(9)), "x-\(secret.text.prefix(12))…"] {
            #expect(secrets(json(["openapi": "3.1.0", "x-note": .string(text)])).isEmpty)
        }
        let dull = String(secret.text.prefix(6)) + String(repeating: "x", count: max(0, secret.text.count - 6))
        #expect(secrets(json(["openapi": "3.1.0", "x-note": .string(dull)])).isEmpty)
    }

    @Test("A key in base64 is found", arguments: PlantedSecrets.all.filter { $0.rule == "DW301" })
    func findsEncoded(secret: PlantedSecrets.Secret) {
        let text = PlantedSecrets.base64(Array(("key: " + secret.text).utf8))
        let found = secrets(json(["openapi": "3.1.0", "x-note": .string(text)]))
        #expect(found.map(\.rule.id) == ["DW301"])
        #expect(found.first?.message.contains("base64") == true)
    }

    @Test("Percent-encoded and escaped keys are found", arguments: PlantedSecrets.all.prefix(20))
    func findsEscaped(secret: PlantedSecrets.Secret) {
        let percent = secret.text.utf8.map { "%" + String($0, radix: 16, uppercase: true).leftPadded(to: 2) }.joined()
        let units = secret.text.utf8.map { "\\u00" + String($0, radix: 16).leftPadded(to: 2) }.joined()
        for text in [percent, units] {
            let found = secrets("{\"openapi\": \"3.1.0\", \"x-note\": \"a \(text) b\"}")
            #expect(found.map(\.rule.id) == [secret.rule])
            #expect(found.first?.pointer == "/x-note")
        }
    }

    @Test("A secret that is a member's name is not shown in the pointer")
    func hidesNames() throws {
        let secret = try #require(PlantedSecrets.all.first)
        let found = secrets(json(["openapi": "3.1.0", "paths": [secret.text: ["x": .string(secret.text)]]]))
        #expect(found.map(\.pointer) == ["/paths", "/paths"])
    }
}
