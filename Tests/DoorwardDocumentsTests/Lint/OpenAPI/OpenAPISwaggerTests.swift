import DoorwardDocuments
import Testing

@Suite("OpenAPI 2.0")
struct OpenAPISwaggerTests {
    @Test("The hint lists what changes in this document")
    func changes() throws {
        let report = OpenAPIFragment.lint(
            """
            swagger: '2.0'
            info: {title: Pets, version: '1'}
            host: api.example.com
            basePath: v1/
            schemes: [http, https]
            consumes: [application/json]
            securityDefinitions: {key: {type: apiKey, in: header, name: X-Key}}
            paths:
              /pets:
                post:
                  parameters:
                  - {in: body, name: pet, schema: {$ref: '#/definitions/Pet'}}
                  - {in: query, name: ids, type: array, items: {type: string}, collectionFormat: multi}
                put:
                  parameters:
                  - {in: formData, name: photo, type: file}
            definitions: {Pet: {type: object}, Cat: {$ref: '#/definitions/Pet'}}
            """)
        let finding = try #require(report.findings.first { $0.rule.id == "DW202" })
        #expect(report.findings.count { $0.rule.id.hasPrefix("DW2") } == 1)
        #expect(finding.pointer == "/swagger" && finding.line == 1 && finding.column == 1)
        for change in [
            "host, basePath, schemes become `servers: [{url: https://api.example.com/v1}]`",
            "definitions (2) become components/schemas", "references to #/definitions/… (2)",
            "securityDefinitions (1) become components/securitySchemes", "body parameters (1) become requestBody",
            "formData parameters (1)", "`type: file` (1)", "consumes (1)", "collectionFormat (1)",
        ] {
            #expect(finding.hint.contains(change), "\(change)")
        }
        #expect(!finding.hint.contains("produces"))
    }

    @Test("What becomes of scheme, port, capitals and answers is said")
    func address() throws {
        let report = OpenAPIFragment.lint(
            """
            swagger: '2.0'
            host: API.Example.com:8080
            schemes: [http]
            paths:
              /pets:
                get:
                  responses:
                    '200': {description: a, schema: {type: string}}
                    '404': {description: a, schema: {type: string}}
            """)
        let hint = try #require(report.findings.first { $0.rule.id == "DW202" }).hint
        #expect(hint.contains("`servers: [{url: https://api.example.com}]`"))
        #expect(hint.contains("https in the place of http, without the port 8080, the host in lower case"))
        #expect(hint.contains("responses.*.schema (2) become responses.*.content.*.schema"))
    }

    @Test("A number is a version too, and a bare document has a short list")
    func bare() throws {
        let report = OpenAPIFragment.lint("swagger: 2.0\npaths: {}", host: "a.test")
        let finding = try #require(report.findings.first { $0.rule.id == "DW202" })
        #expect(finding.hint.hasSuffix("In this document: `swagger: \"2.0\"` becomes `openapi: 3.0.3`."))
    }
}
