import DoorwardDocuments
import Testing

@Suite("Mending OpenAPI documents")
struct OpenAPIFixTests {
    /// The document after the edits of all findings.
    private func mended(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let report = Linter().lint(LintInput(name: "openapi", bytes: bytes))
        let edits = report.findings.filter { $0.rule.id.hasPrefix("DW2") }.flatMap(\.edits)
        let result = LocatedDocument.applying(edits, to: bytes)
        let again = Linter().lint(LintInput(name: "openapi", bytes: result))
        #expect(again.findings.filter { $0.rule.id.hasPrefix("DW2") }.allSatisfy { $0.edits.isEmpty })
        return String(decoding: result, as: UTF8.self)
    }

    @Test(
        "Only the bytes that are wrong change",
        arguments: [
            ("openapi: 3.1 # version\r\npaths:\r\n", "openapi: \"3.1.0\" # version\r\npaths:\r\n"),
            ("{\"openapi\": 3.0, \"paths\": {}}", "{\"openapi\": \"3.0.0\", \"paths\": {}}"),
            (
                "openapi: 3.1.0\nservers:\n- url: https://API.Example.com/V1 # Main\n",
                "openapi: 3.1.0\nservers:\n- url: https://api.example.com/V1 # Main\n"
            ),
            (
                "openapi: 3.1.0\nservers: [{'url': 'https://u:P@API.example.com/V1'}]\n",
                "openapi: 3.1.0\nservers: [{'url': 'https://u:P@API.example.com/V1'}]\n"
            ),
            (
                #"{"openapi": "3.1.0", "servers": [{"url": "https:\/\/API.example.com"}]}"#,
                #"{"openapi": "3.1.0", "servers": [{"url": "https:\/\/API.example.com"}]}"#
            ),
            (
                "openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: components/schemas/B}, B: {}}}\n",
                "openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: \"#/components/schemas/B\"}, B: {}}}\n"
            ),
            (
                "openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: 'B'}, B: {}}}\n",
                "openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {}}}\n"
            ),
            (
                "openapi: 3.1.0\npaths: {/a: {get: {operationId: off}}}\n",
                "openapi: 3.1.0\npaths: {/a: {get: {operationId: 'off'}}}\n"
            ),
            (
                "openapi: 3.1.0\nx: {$ref: '#a'}\ncomponents: {schemas: {A: {$ref: \"#components/schemas/A\"}}}\n",
                "openapi: 3.1.0\nx: {$ref: '#a'}\ncomponents: {schemas: {A: {$ref: \"#/components/schemas/A\"}}}\n"
            ),
        ])
    func documents(_ wrong: String, _ right: String) {
        #expect(mended(wrong) == right)
    }

    @Test(
        "An operationId gets underscores when nobody else has the name",
        arguments: [
            ("list all", "list_all"), ("'list.all'", "'list_all'"), ("\"list all\"", "\"list_all\""),
            ("1 2", "\"1_2\""), ("- a", "- a"), ("listé", "list_"), ("other one", "other one"), ("é", "é"),
            ("\"a\\u0020b\"", "\"a\\u0020b\""), ("'it''s'", "'it''s'"), ("linked one", "linked one"),
        ])
    func operationIDs(_ wrong: String, _ right: String) {
        let text = { (id: String) in
            """
            openapi: 3.1.0
            paths:
              /a: {get: {operationId: other_one}}
              /b:
                get:
                  operationId: \(id)
                  responses: {'200': {description: a, links: {next: {operationId: linked one}}}}

            """
        }
        #expect(mended(text(wrong)) == text(right))
    }

    @Test("Of two names that would become the same only one changes")
    func clash() {
        let text = "openapi: 3.1.0\npaths: {/a: {get: {operationId: a b}, put: {operationId: a.b}}}\n"
        #expect(mended(text) == text.replacing("a b", with: "a_b"))
    }

    @Test(
        "A path parameter becomes required as its neighbours are written",
        arguments: [
            (
                "- name: id\n        in: path # where\n",
                "- name: id\n        in: path\n        required: true # where\n"
            ),
            ("- in: path\r\n        name: id\r\n", "- in: path\r\n        required: true\r\n        name: id\r\n"),
            (
                "- name: id\n        in: path\n        required: false\n",
                "- name: id\n        in: path\n        required: true\n"
            ),
            ("- {name: id, in: path}\n", "- {name: id, in: path, required: true}\n"),
            (
                "- {\"name\": \"id\", \"in\": \"path\"}\n",
                "- {\"name\": \"id\", \"in\": \"path\", \"required\": true}\n"
            ),
            ("- name: id\n        in: path", "- name: id\n        in: path\n        required: true"),
        ])
    func required(_ wrong: String, _ right: String) {
        let head = "openapi: 3.1.0\npaths:\n  /a/{id}:\n    get:\n      parameters:\n      "
        #expect(mended(head + wrong) == head + right)
    }

    @Test("JSON stays JSON")
    func json() throws {
        let text = """
            {"openapi": "3.1.0", "paths": {"/a/{id}": {"get": {"operationId": "a b",
              "x-openai-isConsequential": "True",
              "parameters": [{"in": "path", "name": "id"}]}}}}
            """
        let right = text.replacing("a b", with: "a_b").replacing("\"True\"", with: "true")
            .replacing("\"path\",", with: "\"path\", \"required\": true,")
        #expect(mended(text) == right)
        #expect(LocatedDocument.read(Array(right.utf8), as: .json).problems.isEmpty)
    }
}
